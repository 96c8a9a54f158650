#include "algorithms/attribution/markov_shares.hpp"

#include <set>

#include "tests/support/attribution_laws.hpp"
#include "tests/support/errors.hpp"
#include "tests/support/paths.hpp"

namespace grapevine {
namespace {

using testing::touch_of;

std::vector<double> shares(const Journeys& journeys) { return markov_shares(journeys); }

TEST_CASE("markov_shares: in proportion to removal effects, by hand") {
  // Of three acquisitions ann (1) is in all, bob (2) in two, cat (3) in one, and nobody meets two
  // ways on: a walk goes 1, then 2 or converts; from 2 it goes to 3 or converts.
  const Journeys journeys = testing::journeys_of({{touch_of(1, 1)},
                                                  {touch_of(1, 1), touch_of(2, 2)},
                                                  {touch_of(1, 1), touch_of(2, 2), touch_of(3, 3)},
                                                  {}});
  const auto share = markov_shares(journeys);
  const double a = 1.0, b = 2.0 / 3.0, c = 1.0 / 3.0;
  const double expected[] = {
      1.0, a / (a + b), b / (a + b), a / (a + b + c), b / (a + b + c), c / (a + b + c)};
  REQUIRE(share.size() == 6);
  for (std::size_t i = 0; i < 6; ++i) CHECK(share[i] == Approx(expected[i]).epsilon(1e-14));
}

/// By the definition: the share of conversions lost when everybody who is to meet a player drops
/// out, from `markov` on the same journeys as text.
TEST_CASE("markov_shares: removal effects are those of the same paths, at every order") {
  for (int order = 1; order <= 4; ++order)
    for (std::uint64_t seed = 0; seed < 40; ++seed) {
      const Journeys journeys = testing::random_journeys(seed, 15);
      std::vector<testing::PathRow> rows;
      for (const Acquisition& a : journeys.acquisitions) {
        testing::PathRow row;
        for (std::uint64_t k = a.first_touch; k < a.first_touch + a.num_touches; ++k) {
          const std::string name = std::to_string(journeys.touches[k].referrer);
          if (row.steps.empty() || row.steps.back() != name) row.steps.push_back(name);
        }
        rows.push_back(row);
      }
      const Paths paths = testing::paths_of(rows);
      const auto effect = markov(paths, {.order = order}).removal_effect;
      const auto share = markov_shares(journeys, {.order = order});
      for (const Acquisition& a : journeys.acquisitions) {
        std::set<NodeId> people;
        double sum = 0.0;
        const auto effect_of = [&](NodeId person) {
          return effect[paths.players->find(std::string_view(std::to_string(person))).value()];
        };
        for (std::uint64_t k = a.first_touch; k < a.first_touch + a.num_touches; ++k)
          if (people.insert(journeys.touches[k].referrer).second)
            sum += effect_of(journeys.touches[k].referrer);
        people.clear();
        for (std::uint64_t k = a.first_touch; k < a.first_touch + a.num_touches; ++k) {
          const NodeId referrer = journeys.touches[k].referrer;
          const bool first = people.insert(referrer).second;
          CHECK(share[k] == Approx(first ? effect_of(referrer) / sum : 0.0).epsilon(1e-12));
        }
      }
    }
}

TEST_CASE("markov_shares: order 0 is one of the four") {
  const Journeys journeys = testing::random_journeys(1, 200);
  const auto chosen = markov_shares(journeys, {.order = 0});
  int equal = 0;
  for (int order = 1; order <= 4; ++order)
    equal += markov_shares(journeys, {.order = order}) == chosen;
  CHECK(equal == 1);
}

TEST_CASE("markov_shares: shares sum to 1, threads and the order of rows change no bit") {
  testing::check_sharing_laws(shares);
  testing::check_shuffling_law(shares);
}

TEST_CASE("markov_shares: each context is a chain of its own") {
  Journeys both = testing::random_journeys(3, 40);
  const auto alone = markov_shares(both);
  const Journeys other = testing::random_journeys(4, 30);
  for (Acquisition a : other.acquisitions) {
    a.context = 1;
    a.first_touch += both.touches.size();
    both.acquisitions.push_back(a);
  }
  both.touches.insert(both.touches.end(), other.touches.begin(), other.touches.end());
  auto expected = alone;
  const auto beside = markov_shares(other);
  expected.insert(expected.end(), beside.begin(), beside.end());
  CHECK(markov_shares(both) == expected);
}

TEST_CASE("markov_shares: who follows on themselves is there once, at every order") {
  for (int order = 1; order <= 4; ++order) {
    const Journeys honest = testing::random_journeys(8, 60);
    const Journeys twice = testing::split_identity(honest, {0, 0, 0});
    CHECK(testing::earned_by(twice, markov_shares(twice, {.order = order}), {0}) ==
          testing::earned_by(honest, markov_shares(honest, {.order = order}), {0}));
  }
}

TEST_CASE(
    "markov_shares: options are those of markov, and nulls, which no study knows, do nothing") {
  const Journeys journeys = testing::random_journeys(2, 30);
  CHECK(markov_shares(journeys, {.nulls = false}) == markov_shares(journeys));
  CHECK(testing::error_of([&] {
          markov_shares(journeys, {.order = 5});
        }).starts_with("InvalidOption order"));
}

}  // namespace
}  // namespace grapevine
