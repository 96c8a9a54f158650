#pragma once
#include "algorithms/forecast/referral_forecast.hpp"
#include "bench/support/study.hpp"
#include "engine/parallel/random.hpp"

namespace grapevine::bench {

/// As many people, contexts and undated ties as the Epinions set of docs/forecast.md has: 18,089,
/// 12 and 356,000, with six acts a person and a referral for every tenth, over four years.
class ForecastTown {
 public:
  ForecastTown() {
    streams_.num_people = 18'089;
    streams_.num_contexts = 12;
    streams_.kinds = {"purchases"};
    Random random(1, 0);
    std::vector<ContextEvent> purchases, referrals;
    const auto person = [&] {  // some act far more than others
      const double u = random.uniform();
      return static_cast<NodeId>(u * u * u * streams_.num_people);
    };
    for (int i = 0; i < 110'000; ++i) {
      const NodeId p = person();
      const auto context = static_cast<ContextId>((p + random.below(3)) % 12);
      const Time time{std::chrono::days{random.below(1460)}};
      purchases.push_back({p, context, time});
      if (random.below(10) == 0) referrals.push_back({p, context, time, person()});
    }
    for (int i = 0; i < 356'000; ++i)
      streams_.edges.push_back({.from = static_cast<NodeId>(random.below(streams_.num_people)),
                                .to = person(),
                                .weight = 1.0,
                                .time = kUndated,
                                .context = kEveryContext,
                                .sign = 1,
                                .touch = false});
    streams_.purchases = std::make_shared<const std::vector<ContextEvent>>(std::move(purchases));
    streams_.referrals = std::make_shared<const std::vector<ContextEvent>>(std::move(referrals));
    streams_.activity = {streams_.purchases};
    streams_.listed.assign(streams_.num_people, true);
  }

  const ForecastStreams& streams() const { return streams_; }
  static ForecastMoment now() {
    return {.at = Time{std::chrono::days{1460}}, .horizon_days = 365.0};
  }
  static ForecastWindowOptions options() { return {.pool = PeoplePool::Known}; }

 private:
  ForecastStreams streams_;
};

/// A town's windows at lags of 0, 1, 1.5 and 2 horizons.
struct ForecastWindowsOfTown {
  std::vector<ForecastWindow> windows;

  explicit ForecastWindowsOfTown(const ForecastTown& town) {
    ForecastWindows maker(town.streams(), ForecastTown::options());
    for (const double lag : {0.0, 1.0, 1.5, 2.0}) {
      const ForecastMoment moment = ForecastTown::now().earlier(lag);
      windows.push_back(maker.at(moment, maker.largest_contexts(moment)));
    }
  }
  ForecastPast past() const { return {&windows[1], &windows[2], &windows[3]}; }
  ReferralModel model() const {
    return *fit_referral_model(past(), feature_list({"purchases"}), ModelKind::InContext);
  }
};

}  // namespace grapevine::bench
