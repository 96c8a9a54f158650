#include "algorithms/attribution/time_decay.hpp"

#include <map>

#include "tests/support/attribution_laws.hpp"
#include "tests/support/errors.hpp"

namespace grapevine {
namespace {

using testing::error_of;
using testing::touch_of;

std::vector<double> shares(const Journeys& journeys) { return time_decay(journeys); }

TEST_CASE("time_decay: a half-life halves the share, weights multiply it") {
  const Journeys journeys =
      testing::journeys_of({{touch_of(1, 0), touch_of(2, 7)},
                            {},
                            {touch_of(1, 0), touch_of(2, 7), touch_of(3, 14, 0.5)},
                            {touch_of(4, 3)}});
  const auto share = time_decay(journeys);
  const double expected[] = {1.0 / 3, 2.0 / 3, 0.2, 0.4, 0.4, 1.0};
  REQUIRE(share.size() == 6);
  for (std::size_t i = 0; i < 6; ++i) CHECK(share[i] == Approx(expected[i]).epsilon(1e-15));
  CHECK(time_decay(journeys, {.half_life_days = 1.0})[0] == Approx(1.0 / 129).epsilon(1e-15));
}

TEST_CASE("time_decay: a day's hours count") {
  const auto at = [](int hours) { return testing::When(Time{std::chrono::hours{hours}}); };
  const auto share = time_decay(testing::journeys_of({{touch_of(1, at(0)), touch_of(2, at(12))}}),
                                {.half_life_days = 0.5});
  CHECK(share[1] == Approx(2.0 / 3).epsilon(1e-15));
}

TEST_CASE("time_decay: touches of 20 years ago do not underflow") {
  // Everything lies 7,300 days before the purchase: 2^-1043 of it, were ages counted from there.
  testing::StudyBuilder study;
  study.purchase({"bob", "2020-03-10", 1})
      .touch({.from = "ann", .to = "bob", .t = "2000-03-03"})
      .touch({.from = "cat", .to = "bob", .t = "2000-03-10"});
  const auto share = time_decay(build_journeys(study.build(), {}));
  CHECK(share[0] == Approx(1.0 / 3).epsilon(1e-15));
  CHECK(share[1] == Approx(2.0 / 3).epsilon(1e-15));

  const auto far = time_decay(testing::journeys_of({{touch_of(1, 0), touch_of(2, 7'300)}}),
                              {.half_life_days = 1.0});
  CHECK(far == std::vector<double>{0.0, 1.0});
  const auto steep = time_decay(testing::journeys_of({{touch_of(1, 0), touch_of(2, 7'300)}}),
                                {.half_life_days = 1e-6});
  CHECK(steep == std::vector<double>{0.0, 1.0});
}

TEST_CASE("time_decay: equals a plain sum in long double") {
  const Journeys journeys = testing::random_journeys(10, 500);
  const auto share = time_decay(journeys, {.half_life_days = 5.5});
  for (const Acquisition& a : journeys.acquisitions) {
    const auto weight = [&](std::uint64_t k) {
      const JourneyTouch& t = journeys.touches[a.first_touch + k];
      const auto days = static_cast<long double>((a.time - t.time).count()) / 86'400'000'000.0L;
      return t.weight * std::exp2(-days / 5.5L);
    };
    std::map<NodeId, long double> largest;
    for (std::uint64_t k = 0; k < a.num_touches; ++k) {
      long double& most = largest[journeys.touches[a.first_touch + k].referrer];
      most = std::max(most, weight(k));
    }
    long double total = 0.0L;
    for (const auto& [referrer, most] : largest) total += most;
    for (std::uint64_t k = 0; k < a.num_touches; ++k) {
      const auto own = largest.extract(journeys.touches[a.first_touch + k].referrer);
      const long double expected = own.empty() ? 0.0L : own.mapped() / total;
      CHECK(std::abs(share[a.first_touch + k] - expected) <= 1e-15L);
    }
  }
}

TEST_CASE("time_decay: shares sum to 1, threads and the order of rows change no bit") {
  testing::check_sharing_laws(shares);
  testing::check_shuffling_law(shares, false);
}

TEST_CASE("time_decay: a touch made into three gains as three people, not once these are merged") {
  CHECK(testing::gain_by_split(shares, {0, 100, 101}) > 0.2);
  CHECK(testing::gain_by_split(shares, {0, 0, 0}) == 0.0);
}

TEST_CASE("time_decay: undated touches and bad options are refused") {
  const Journeys undated = testing::journeys_of({{touch_of(1), touch_of(2)}, {touch_of(1, 3)}});
  CHECK(
      error_of([&] { time_decay(undated); }) ==
      "BadInput touches: 2 that count have no time; give t for each, or use a model without decay");
  for (const double bad : {0.0, -1.0, 1e10, std::nan("")})
    CHECK(error_of([&] {
            time_decay({}, {.half_life_days = bad});
          }).starts_with("InvalidOption half_life_days"));
}

}  // namespace
}  // namespace grapevine
