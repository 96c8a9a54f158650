#include "algorithms/attribution/linear.hpp"

#include <map>
#include <set>
#include <span>

#include "tests/support/attribution_laws.hpp"

namespace grapevine {
namespace {

using testing::touch_of;

std::vector<double> shares(const Journeys& journeys) { return linear(journeys); }

TEST_CASE("linear: shares in proportion to the weights of roles, the largest of each person") {
  const Journeys journeys =
      testing::journeys_of({{touch_of(1, 1, 1.0), touch_of(2, 2, 0.5), touch_of(1, 3, 1.5)},
                            {},
                            {touch_of(2), touch_of(3, 5)}});
  CHECK(linear(journeys) == std::vector<double>{0.75, 0.25, 0.0, 0.5, 0.5});
}

TEST_CASE("linear: the largest weight of each person at their first touch, in long journeys") {
  Random random(3, 3);
  std::vector<std::vector<JourneyTouch>> all(300);
  for (std::size_t i = 0; i < all.size(); ++i)  // 20 to 80 touches
    for (std::size_t k = 0; k < 20 + i % 61; ++k)
      all[i].push_back(touch_of(static_cast<NodeId>(random.below(12)), static_cast<int>(k),
                                static_cast<double>(1 + random.below(4))));
  const auto share = linear(testing::journeys_of(all));
  std::size_t at = 0;
  for (const auto& touches : all) {
    std::map<NodeId, double> largest;
    for (const JourneyTouch& t : touches)
      largest[t.referrer] = std::max(largest[t.referrer], t.weight);
    double total = 0.0;
    for (const auto& [referrer, weight] : largest) total += weight;
    for (const JourneyTouch& t : touches) {
      const auto first = largest.extract(t.referrer);
      REQUIRE(share[at++] == (first.empty() ? 0.0 : first.mapped() / total));
    }
  }
}

TEST_CASE("linear: weights of all sizes keep their proportion") {
  for (const double unit : {1e-300, 1e-150, 1.0, 1e150, 1e299}) {
    const auto share = linear(testing::journeys_of(
        {{touch_of(1, 1, unit), touch_of(2, 2, unit), touch_of(3, 3, 2 * unit)}}));
    CHECK(share[0] == Approx(0.25).epsilon(1e-14));
    CHECK(share[2] == Approx(0.5).epsilon(1e-14));
  }
}

TEST_CASE("linear: shares sum to 1, threads and the order of rows change no bit") {
  testing::check_sharing_laws(shares);
  testing::check_shuffling_law(shares);
}

TEST_CASE("linear: people of equal weight have equal shares, however often they touched") {
  const Journeys journeys = testing::random_journeys(9, 500, true);
  const auto share = linear(journeys);
  for (const Acquisition& a : journeys.acquisitions) {
    const auto own = std::span(share).subspan(a.first_touch, a.num_touches);
    std::set<NodeId> people;
    for (std::uint64_t k = 0; k < a.num_touches; ++k)
      people.insert(journeys.touches[a.first_touch + k].referrer);
    for (const double s : own) CHECK((s == 0.0 || s == 1.0 / static_cast<double>(people.size())));
  }
}

TEST_CASE(
    "linear: a touch made into three gains as three people, and nothing once these are merged") {
  // 1 of n people becomes 3 of n + 2; most is gained of 3, from 1/3 to 3/5.
  CHECK(testing::gain_by_split(shares, {0, 100, 101}) ==
        Approx(3.0 / 5.0 - 1.0 / 3.0).epsilon(1e-12));
  CHECK(testing::gain_by_split(shares, {0, 0, 0}) == 0.0);
}

TEST_CASE("linear: a touch divided into thirds of its strength gains nothing") {
  const auto divided = [](const Journeys& journeys) {
    std::vector<std::vector<JourneyTouch>> all;
    for (const Acquisition& a : journeys.acquisitions) {
      const auto own = std::span(journeys.touches).subspan(a.first_touch, a.num_touches);
      auto& touches = all.emplace_back(own.begin(), own.end());
      for (JourneyTouch& t : touches) t.weight /= t.referrer == 0 || t.referrer >= 100 ? 3.0 : 1.0;
    }
    return testing::journeys_of(all);
  };
  const Journeys honest = testing::random_journeys(6, 500);
  const Journeys split = divided(testing::split_identity(honest, {0, 100, 101}));
  const auto before = testing::earned_by(honest, linear(honest), {0});
  const auto after = testing::earned_by(split, linear(split), {0, 100, 101});
  for (std::size_t i = 0; i < before.size(); ++i) CHECK(std::abs(after[i] - before[i]) <= 1e-14);
}

}  // namespace
}  // namespace grapevine
