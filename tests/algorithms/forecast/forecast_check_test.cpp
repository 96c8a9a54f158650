#include "algorithms/forecast/forecast_check.hpp"

#include <catch2/catch.hpp>

#include "tests/support/forecast_town.hpp"

namespace grapevine {
namespace {

using testing::day;
using testing::ForecastTown;

ForecastCheck checked(const ForecastTown& town, const ForecastMoment& now = ForecastTown::now(),
                      std::int64_t least = 20, double margin = 0.02) {
  const ForecastStreams streams = town.streams();
  ForecastWindows windows(streams, {});
  ForecastHistory history(windows, now);
  return check_forecast(history, streams, least, {}, {.margin = margin});
}

double auc(const ForecastCheck& check, ForecastScore score) {
  return check.auc[static_cast<std::size_t>(score)].value();
}

TEST_CASE(
    "forecast_check: where people like one context, knowing contexts helps and a placebo does "
    "not") {
  // The last finished window of a town of five years, so that three windows lie before it.
  const ForecastTown town(2'000, 5);
  const ForecastMoment now{.at = day(1460), .horizon_days = 300.0};
  const ForecastCheck check = checked(town, now);
  CHECK(check.context_verdict() == "context helps");
  CHECK(auc(check, ForecastScore::Fitted) > auc(check, ForecastScore::General) + 0.03);
  CHECK(check.placebo_auc.value() == Approx(auc(check, ForecastScore::General)).margin(0.03));
  CHECK_FALSE(check.regime_changed());
  CHECK(check.by_unseen < check.referrals / 20);
  CHECK(check.contexts == 5);
}

TEST_CASE("forecast_check: a score that leads by more than the margin is shown in its stead") {
  // Nothing ever changes in this town: what one did in a context says all.
  const ForecastTown town(2'000, 5);
  const ForecastMoment now{.at = day(1460), .horizon_days = 300.0};
  const ForecastCheck check = checked(town, now);
  const double lead =
      auc(check, ForecastScore::ContextActivityDecayed) - auc(check, ForecastScore::Fitted);
  REQUIRE(lead > 0.02);
  CHECK(check.chosen == ForecastScore::ContextActivityDecayed);
  CHECK(checked(town, now, 20, lead + 0.001).chosen == ForecastScore::Fitted);
}

TEST_CASE("forecast_check: without a trained past the best of the others is shown") {
  const ForecastCheck check = checked(ForecastTown(2'000, 5), ForecastTown::now(), 1'000'000);
  CHECK_FALSE(check.auc[static_cast<std::size_t>(ForecastScore::Fitted)]);
  CHECK(check.chosen != ForecastScore::Fitted);
  for (const auto& other : check.auc)
    if (other) CHECK(auc(check, check.chosen) >= *other);
  CHECK(check.context_verdict() == "cannot be judged");
}

TEST_CASE("forecast_check: nothing can be judged where hardly anybody refers") {
  ForecastTown town(50, 2);
  town.referrals.resize(3);
  const ForecastCheck check = checked(town, ForecastTown::now(), 1);
  CHECK(check.chosen == ForecastScore::Fitted);
  CHECK(check.contexts == 0);
}

TEST_CASE(
    "forecast_check: a number of referrals that more than doubles or halves is another regime") {
  ForecastCheck check{.referrals = 100, .referrals_before = 50};
  CHECK_FALSE(check.regime_changed());
  check.referrals = 101;
  CHECK(check.regime_changed());
  check = {.referrals = 24, .referrals_before = 50};
  CHECK(check.regime_changed());
}

TEST_CASE("forecast_check: referrals by people whom nothing named before are counted") {
  ForecastTown town(2'000, 5);
  town.people = 2'001;
  town.referrals.push_back({2'000, 0, day(1400), 1});
  const ForecastStreams streams = town.streams();
  ForecastWindows windows(streams, {});
  ForecastHistory history(windows, ForecastTown::now());
  CHECK(check_forecast(history, streams, 20, {}).by_unseen >= 1);
}

TEST_CASE("forecast_check: moved contexts have each other's numbers, people keep theirs") {
  const ForecastTown town(100, 3);
  const ForecastStreams streams = town.streams();
  ForecastWindows windows(streams, {});
  const ForecastWindow window = windows.at(ForecastTown::now(), {0, 1, 2});
  const ForecastWindow moved = with_contexts_moved(window);
  const std::size_t people = window.people.size();
  for (std::size_t f = 0; f < window.features.size(); ++f)
    for (std::size_t row = 0; row < window.num_rows(); ++row) {
      const bool own = window.features[f].scope != FeatureScope::Row;
      REQUIRE(moved.feature(f, row) ==
              window.feature(f, own ? row : (row + people) % window.num_rows()));
    }
  CHECK(moved.outcome == window.outcome);
}

TEST_CASE("forecast_check: untrained scores rank as their counts do") {
  const ForecastTown town(100, 3);
  const ForecastStreams streams = town.streams();
  ForecastWindows windows(streams, {});
  const ForecastMoment now = ForecastTown::now();
  const ForecastWindow window = windows.at(now, {0, 1, 2});
  const EventCounts counts = count_events(town.purchases, 100, {0, 1, 2},
                                          {.until = now.at, .half_life_days = now.horizon_days});
  const auto anywhere = untrained_score(window, ForecastScore::ActivityDecayed, {"purchases"});
  const auto there = untrained_score(window, ForecastScore::ContextActivityDecayed, {"purchases"});
  for (std::size_t row = 0; row < window.num_rows(); ++row) {
    const NodeId person = window.people[window.person_of(row)];
    const double general = counts.everywhere[person];
    CHECK(anywhere[row] == Approx(general).epsilon(1e-4).margin(1e-6));
    CHECK(there[row] ==
          Approx(counts.in_context[row / window.people.size()][person] + 1e-3 * general)
              .epsilon(1e-4)
              .margin(1e-6));
  }
}

}  // namespace
}  // namespace grapevine
