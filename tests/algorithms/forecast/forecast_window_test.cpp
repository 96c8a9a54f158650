#include "algorithms/forecast/forecast_window.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>

#include "engine/parallel/blocks.hpp"
#include "tests/support/forecast_town.hpp"

namespace grapevine {
namespace {

using testing::day;
using testing::ForecastTown;

ForecastWindow window_of(const ForecastTown& town, const ForecastMoment& moment,
                         const ForecastWindowOptions& options = {}, bool everybody = false) {
  const ForecastStreams streams = town.streams();
  ForecastWindows windows(streams, options);
  return windows.at(moment, windows.largest_contexts(moment), everybody);
}

std::size_t place(const std::string& name) {
  const auto features = feature_list({"purchases"});
  return static_cast<std::size_t>(std::ranges::find(features, name, &Feature::name) -
                                  features.begin());
}

TEST_CASE("forecast_window: nothing from its moment on moves a feature") {
  ForecastTown town;
  const ForecastMoment moment = ForecastTown::now().earlier(1.0);
  const ForecastWindow before = window_of(town, moment);
  for (NodeId p = 0; p < town.people; ++p)
    for (const std::int64_t later : {1095, 1200, 1459}) {
      town.purchases.push_back({p, p % town.contexts, day(later)});
      town.referrals.push_back({p, p % town.contexts, day(later), 0});
      town.edges.push_back({.from = p,
                            .to = 0,
                            .weight = 1.0,
                            .time = day(later),
                            .context = 1,
                            .sign = 1,
                            .touch = true});
    }
  const ForecastWindow after = window_of(town, moment);
  CHECK(before.people == after.people);
  CHECK(before.contexts == after.contexts);
  CHECK(before.record == after.record);
  CHECK(before.age_days == after.age_days);
  REQUIRE(before.features.size() == feature_list({"purchases"}).size());
  for (std::size_t f = 0; f < before.features.size(); ++f)
    CHECK(before.features[f].values == after.features[f].values);
  CHECK(before.outcome != after.outcome);
}

TEST_CASE("forecast_window: a hand-made town, feature by feature") {
  ForecastTown town(3, 1);
  town.referrals = {{0, 0, day(80), 1}, {0, 0, day(120), 2}};
  town.purchases = {{0, 0, day(80)}, {1, 0, day(90)}};
  town.edges = {{.from = 1,
                 .to = 0,
                 .weight = 1.0,
                 .time = kUndated,
                 .context = kEveryContext,
                 .sign = 1,
                 .touch = false}};
  const ForecastMoment moment{.at = day(100), .horizon_days = 20.0};
  const ForecastWindow window =
      window_of(town, moment, {.pool = PeoplePool::Known, .least_referrals = 1});
  REQUIRE(window.people == std::vector<NodeId>{0, 1, 2});
  const auto at = [&](const std::string& name, std::size_t row) {
    return window.feature(place(name), row);
  };
  CHECK(at("purchases_in_context_horizon", 0) == Approx(std::log1p(0.5)));
  CHECK(at("purchases_in_context_ever", 0) == 1.0F);
  CHECK(at("purchases_in_context_ever", 2) == 0.0F);
  CHECK(at("in_degree", 0) == Approx(std::log1p(1.0)));
  CHECK(at("audience_in_context", 0) == Approx(std::log1p(std::exp2(-0.5))));
  CHECK(at("audience_in_context_x_acted", 0) == at("audience_in_context", 0));
  CHECK(at("audience_in_context_x_acted", 2) == 0.0F);
  CHECK(at("context_referrals", 1) == Approx(std::log(0.5 + 0.5)));
  CHECK(window.record[kOneHorizon][0] == 0.5F);
  CHECK(window.outcome == std::vector<double>{0.0, 0.0, 0.0});  // day 120 is the end, not inside
  CHECK(window.age_days == std::vector<double>{20.0, 10.0, 20.0});  // never seen: a horizon
}

TEST_CASE("forecast_window: where nobody acts twice the audience is who has not acted yet") {
  ForecastTown town(4, 1);
  town.referrals = {{0, 0, day(50), 1}};
  town.purchases = {{1, 0, day(50)}};
  town.edges.clear();
  for (const NodeId follower : {1U, 2U, 3U})
    town.edges.push_back({.from = follower,
                          .to = 0,
                          .weight = 1.0,
                          .time = kUndated,
                          .context = kEveryContext,
                          .sign = 1,
                          .touch = false});
  ForecastStreams streams = town.streams();
  streams.once = true;
  ForecastWindows windows(streams, {.pool = PeoplePool::Known, .least_referrals = 1});
  const ForecastWindow window = windows.at({.at = day(100), .horizon_days = 20.0}, {0});
  CHECK(window.feature(place("audience_in_context"), 0) == Approx(std::log1p(2.0)));
}

TEST_CASE("forecast_window: pools are who acted, who is tied, or everybody known") {
  ForecastTown town(4, 1);
  town.purchases = {{0, 0, day(10)}, {1, 0, day(90)}};
  town.referrals = {{1, 0, day(90), 0}};
  town.edges = {{.from = 2,
                 .to = 3,
                 .weight = 1.0,
                 .time = kUndated,
                 .context = kEveryContext,
                 .sign = 1,
                 .touch = false}};
  const ForecastMoment moment{.at = day(100), .since = day(50), .horizon_days = 20.0};
  const auto pool = [&](PeoplePool of) {
    return window_of(town, moment, {.pool = of, .least_referrals = 1}).people;
  };
  CHECK(pool(PeoplePool::Active) == std::vector<NodeId>{1});
  CHECK(pool(PeoplePool::Tied) == std::vector<NodeId>{2, 3});
  CHECK(pool(PeoplePool::Known) == std::vector<NodeId>{0, 1, 2, 3});
}

TEST_CASE("forecast_window: of a large pool some people are drawn, the same in each window") {
  const ForecastTown town;
  const ForecastWindowOptions few{.pool = PeoplePool::Known, .most_rows = 300};
  const auto now = window_of(town, ForecastTown::now(), few);
  const auto before = window_of(town, ForecastTown::now().earlier(1.0), few);
  CHECK(now.people == before.people);
  CHECK(now.people.size() > 40);
  CHECK(now.people.size() < 110);
}

TEST_CASE("forecast_window: everybody has a row, and those of the pool have the same numbers") {
  const ForecastTown town;
  const ForecastMoment moment = ForecastTown::now();
  const ForecastWindow pool = window_of(town, moment), all = window_of(town, moment, {}, true);
  REQUIRE(all.people.size() == town.people);
  for (std::size_t j = 0; j < pool.contexts.size(); ++j)
    for (std::size_t i = 0; i < pool.people.size(); ++i)
      for (std::size_t f = 0; f < pool.features.size(); ++f)
        REQUIRE(pool.feature(f, j * pool.people.size() + i) ==
                all.feature(f, j * all.people.size() + pool.people[i]));
}

TEST_CASE("forecast_window: threads change no bit") {
  const ForecastTown town;
  std::vector<ForecastWindow> windows;
  for (const std::size_t threads : {1U, 2U, 3U, 8U}) {
    const ThreadLimit limit(threads);
    windows.push_back(window_of(town, ForecastTown::now().earlier(1.0)));
  }
  for (const ForecastWindow& window : windows) {
    CHECK(window.outcome == windows.front().outcome);
    for (std::size_t f = 0; f < window.features.size(); ++f)
      CHECK(window.features[f].values == windows.front().features[f].values);
  }
}

}  // namespace
}  // namespace grapevine
