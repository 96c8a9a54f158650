#include "algorithms/forecast/decayed_counts.hpp"

#include <catch2/catch.hpp>

namespace grapevine {
namespace {

Time day(std::int64_t number) { return Time{std::chrono::days{number}}; }

TEST_CASE("decayed_counts: an event a horizon ago weighs 1/16, 1/2 and 2^(-1/4)") {
  const ForecastMoment moment{.at = day(100), .since = day(60), .horizon_days = 20.0};
  const std::vector<ContextEvent> events{{0, 1, day(80)},  {0, 1, day(59)},  {0, 0, day(99)},
                                         {0, 1, day(100)}, {0, 1, kUndated}, {1, 1, day(80)}};
  const DecayedCounts counts =
      decayed_counts(events, ChosenPeople(2, {0}), ChosenContexts(2, {1}), moment);
  REQUIRE(counts.anywhere[0].size() == 1);
  const double older = 41.0 / 20.0, newest = 1.0 / 20.0;
  for (std::size_t h = 0; h < kHalfLives.size(); ++h) {
    const auto weight = [&](double horizons) { return std::exp2(-horizons / kHalfLives[h]); };
    CHECK(counts.in_context[h][0] == Approx(weight(1.0) + weight(older)));
    CHECK(counts.anywhere[h][0] == Approx(weight(1.0) + weight(older) + weight(newest)));
  }
  CHECK(counts.in_context[0][0] == Approx(1.0 / 16.0 + std::exp2(-4.0 * older)));
  // Within the look-back, from its first moment on and up to the moment itself.
  CHECK(counts.in_context[DecayedCounts::kPlain][0] == 1.0);
  CHECK(counts.anywhere[DecayedCounts::kPlain][0] == 2.0);
}

TEST_CASE("decayed_counts: moments before another") {
  const ForecastMoment now{.at = day(1000), .since = day(500), .horizon_days = 100.0};
  CHECK(now.end() == day(1100));
  const ForecastMoment before = now.earlier(1.5);
  CHECK(before.at == day(850));
  CHECK(before.since == day(350));
  CHECK(ForecastMoment{.at = day(9), .horizon_days = 1.0}.earlier(1.0).since == Time::min());
}

}  // namespace
}  // namespace grapevine
