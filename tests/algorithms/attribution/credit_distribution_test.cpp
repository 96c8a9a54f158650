#include "algorithms/attribution/credit_distribution.hpp"

#include <cmath>
#include <map>

#include "tests/support/attribution_laws.hpp"
#include "tests/support/errors.hpp"

namespace grapevine {
namespace {

using testing::bought_later;
using testing::touch_of;
using testing::When;

std::vector<double> shares(const Journeys& journeys) {
  return credit_distribution(bought_later(journeys));
}

/// Of three journeys, with last touches 2, 4 and 12 days before the purchase, tau is 6: two of
/// three are soon after, and as nobody has two journeys, everybody's infl is 2/3.
Journeys three_journeys() {
  Journeys journeys = testing::journeys_of({{touch_of(1, 0), touch_of(2, 10, 3.0)},
                                            {},
                                            {touch_of(1, 5)},
                                            {touch_of(3, 1), touch_of(3, 4), touch_of(2, 4)}});
  const int bought[] = {12, 0, 9, 16};
  for (std::size_t i = 0; i < 4; ++i) journeys.acquisitions[i].time = When(bought[i]).time;
  return journeys;
}

TEST_CASE("credit_distribution: infl / d exp(-delay / tau), by hand") {
  const auto share = credit_distribution(three_journeys());
  const double infl = 2.0 / 3;
  const double expected[] = {infl * 0.25 * std::exp(-12.0 / 6),
                             infl * 0.75 * std::exp(-2.0 / 6),
                             infl * std::exp(-4.0 / 6),
                             infl * 0.5 * std::exp(-12.0 / 6),
                             0.0,
                             infl * 0.5 * std::exp(-12.0 / 6)};
  REQUIRE(share.size() == 6);
  for (std::size_t i = 0; i < 6; ++i) CHECK(share[i] == Approx(expected[i]).epsilon(1e-14));
}

TEST_CASE("credit_distribution: even credit is in proportion to weights, dated or not") {
  const auto even = credit_distribution(three_journeys(), {.credit = TouchCredit::Even});
  const double expected[] = {0.25, 0.75, 1.0, 0.5, 0.0, 0.5};
  for (std::size_t i = 0; i < 6; ++i) CHECK(even[i] == Approx(expected[i]).epsilon(1e-15));
  const Journeys undated = testing::journeys_of({{touch_of(1), touch_of(2)}});
  CHECK(credit_distribution(undated, {.credit = TouchCredit::Even}) ==
        std::vector<double>{0.5, 0.5});
  CHECK(testing::error_of([&] { credit_distribution(undated); }) ==
        "BadInput touches: 2 that count have no time; give t for each, or use a model without "
        "decay");
}

TEST_CASE("credit_distribution: each context has its own tau, and who is moved easily earns more") {
  // 7 is soon after the touch in two contexts, 8 in neither; tau is 4 in context 0, 40 in 1.
  Journeys journeys = testing::journeys_of(
      {{touch_of(1, 0)}, {touch_of(1, 0)}, {touch_of(1, 0)}, {touch_of(1, 0)}});
  const NodeId person[] = {7, 8, 7, 8};
  const int bought[] = {2, 6, 20, 60};
  for (std::size_t i = 0; i < 4; ++i) {
    journeys.acquisitions[i].person = person[i];
    journeys.acquisitions[i].context = i < 2 ? 0 : 1;
    journeys.acquisitions[i].time = When(bought[i]).time;
  }
  // Rates of two trials, 1 and 0, are as far apart as can be: nothing pulls them to 1/2.
  const auto share = credit_distribution(journeys);
  CHECK(share[0] == Approx(std::exp(-2.0 / 4)).epsilon(1e-14));
  CHECK(share[1] == 0.0);
  CHECK(share[2] == Approx(std::exp(-20.0 / 40)).epsilon(1e-14));
  CHECK(share[3] == 0.0);
}

TEST_CASE("credit_distribution: equals a plain reckoning in long double") {
  const Journeys journeys = bought_later(testing::random_journeys(10, 500));
  const auto days = [](Time::duration span) {
    return static_cast<long double>(span.count()) / 86'400'000'000.0L;
  };
  long double sum = 0.0L, touched = 0.0L, soon = 0.0L;
  const auto delay = [&](const Acquisition& a) {
    return days(a.time - journeys.touches[a.first_touch + a.num_touches - 1].time);
  };
  for (const Acquisition& a : journeys.acquisitions)
    if (a.num_touches > 0) sum += delay(a), ++touched;
  const long double tau = sum / touched;
  for (const Acquisition& a : journeys.acquisitions)
    if (a.num_touches > 0) soon += delay(a) <= tau;
  const auto share = credit_distribution(journeys);
  double worst = 0.0;
  for (const Acquisition& a : journeys.acquisitions) {
    std::map<NodeId, std::pair<long double, long double>> most;  // weight, and what is kept of it
    for (std::uint64_t k = a.first_touch; k < a.first_touch + a.num_touches; ++k) {
      const JourneyTouch& t = journeys.touches[k];
      auto& [weight, kept] = most[t.referrer];
      weight = std::max<long double>(weight, t.weight);
      kept = std::max<long double>(kept, t.weight * std::exp(-days(a.time - t.time) / tau));
    }
    long double total = 0.0L;
    for (const auto& [referrer, own] : most) total += own.first;
    for (std::uint64_t k = a.first_touch; k < a.first_touch + a.num_touches; ++k) {
      const auto own = most.extract(journeys.touches[k].referrer);
      const long double expected =
          own.empty() ? 0.0L : soon / touched * own.mapped().second / total;
      worst = std::max(worst, static_cast<double>(std::abs(share[k] - expected)));
    }
  }
  CHECK(worst <= 1e-15);
}

TEST_CASE("credit_distribution: shares sum to 1 at most, threads and order of rows change no bit") {
  testing::check_sharing_laws(shares, false);
  testing::check_shuffling_law(
      [](const Journeys& journeys) { return credit_distribution(journeys); }, false);
}

TEST_CASE("credit_distribution: everybody who bought at the moment of their touch, and nobody") {
  // tau is 0: only what lies at the purchase itself counts.
  const Journeys at_once = testing::journeys_of({{touch_of(1, 0), touch_of(2, 3)}, {}});
  CHECK(credit_distribution(at_once) == std::vector<double>{0.0, 0.5});
  CHECK(credit_distribution(testing::journeys_of({{}, {}})).empty());
}

TEST_CASE("credit_distribution: a touch made into three gains as three people, not as one") {
  CHECK(testing::gain_by_split(shares, {0, 100, 101}) > 0.1);
  CHECK(testing::gain_by_split(shares, {0, 0, 0}) == 0.0);
}

}  // namespace
}  // namespace grapevine
