#include "algorithms/forecast/live_forecast.hpp"

#include <catch2/catch.hpp>

#include "tests/support/forecast_town.hpp"

namespace grapevine {
namespace {

using testing::day;
using testing::ForecastTown;

TEST_CASE("live_forecast: a decayed sum is that of its events, in any order") {
  const std::vector<std::int64_t> days{10, 40, 25, 40, 3};
  DecayedSum sum;
  for (const std::int64_t d : days) sum.add(day(d), 30.0);
  for (std::size_t h = 0; h < kHalfLives.size(); ++h) {
    double expected = 0.0;
    for (const std::int64_t d : days)
      expected += std::exp2(-static_cast<double>(100 - d) / (30.0 * kHalfLives[h]));
    CHECK(sum.at(h, day(100), 30.0) == Approx(expected).epsilon(1e-12));
  }
  CHECK(DecayedSum().at(0, day(1), 30.0) == 0.0);
}

struct Live {
  ForecastTown town{300, 4};
  ForecastStreams streams = town.streams();
  ForecastWindows windows{streams, {}};
  ForecastMoment refit = ForecastTown::now().earlier(0.5);
  std::vector<ForecastWindow> past;
  ForecastWindow everybody;
  ReferralModel model;

  Live() {
    for (const double back : {1.0, 1.5, 2.0}) {
      const ForecastMoment moment = refit.earlier(back);
      past.push_back(windows.at(moment, windows.largest_contexts(moment)));
    }
    everybody = windows.at(refit, windows.largest_contexts(refit), true);
    model = *fit_referral_model({&past[0], &past[1], &past[2]}, feature_list({"purchases"}),
                                ModelKind::InContext);
    model.level = 1.25;
  }
};

TEST_CASE("live_forecast: at the refit it is the batch's forecast") {
  const Live live;
  const LiveForecast forecast(live.model, live.everybody, live.streams);
  const std::vector<double> means = live.model.means(live.everybody);
  for (std::size_t row = 0; row < means.size(); ++row) {
    const NodeId person = live.everybody.people[live.everybody.person_of(row)];
    const ContextId context = live.everybody.contexts[row / live.everybody.people.size()];
    REQUIRE(forecast.expected(person, context, live.refit.at) ==
            Approx(means[row] * live.model.level).epsilon(1e-5));
  }
}

TEST_CASE("live_forecast: event by event it has the counts that a batch would have") {
  Live live;
  LiveForecast forecast(live.model, live.everybody, live.streams);
  const ForecastMoment later = ForecastTown::now();
  for (const ContextEvent& event : live.town.purchases)
    if (event.time >= live.refit.at && event.time < later.at)
      forecast.acted(0, event.person, event.context, event.time);
  for (const ContextEvent& event : live.town.referrals)
    if (event.time >= live.refit.at && event.time < later.at)
      forecast.referred(event.person, event.context, event.time);
  const ForecastWindow batch = live.windows.at(later, live.everybody.contexts, true);
  const std::vector<Feature> features = feature_list({"purchases"});
  for (std::size_t row = 0; row < batch.num_rows(); ++row) {
    const auto made = forecast.features(batch.people[batch.person_of(row)],
                                        batch.contexts[row / batch.people.size()], later.at);
    REQUIRE(made.size() == features.size());
    for (std::size_t f = 0; f < features.size(); ++f)
      if (features[f].group != FeatureGroup::Position &&
          features[f].group != FeatureGroup::Audience)
        REQUIRE(made[f] == Approx(batch.feature(f, row)).epsilon(1e-5).margin(1e-6));
  }
}

TEST_CASE("live_forecast: a referral raises the forecast, and time lowers it again") {
  Live live;
  LiveForecast forecast(live.model, live.everybody, live.streams);
  const ContextId context = live.everybody.contexts.front();
  const double before = forecast.expected(7, context, live.refit.at);
  forecast.referred(7, context, live.refit.at);
  const double after = forecast.expected(7, context, live.refit.at);
  CHECK(after > before);
  CHECK(forecast.expected(7, context, live.refit.at + std::chrono::days{2000}) < after);
}

}  // namespace
}  // namespace grapevine
