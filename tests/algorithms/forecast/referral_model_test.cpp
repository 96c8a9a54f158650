#include "algorithms/forecast/referral_model.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <numeric>

#include "algorithms/evaluation/ranking.hpp"
#include "tests/support/forecast_town.hpp"

namespace grapevine {
namespace {

using testing::ForecastTown;

struct Learnt {
  ForecastTown town{600, 4};
  ForecastStreams streams = town.streams();
  ForecastWindows windows{streams, {}};
  std::vector<ForecastWindow> past;
  ForecastWindow test;

  Learnt() {
    const ForecastMoment last = ForecastTown::now().earlier(1.0);
    for (const double back : {1.0, 1.5, 2.0}) {
      const ForecastMoment moment = last.earlier(back);
      past.push_back(windows.at(moment, windows.largest_contexts(moment)));
    }
    test = windows.at(last, windows.largest_contexts(last));
  }
  std::optional<ReferralModel> model(ModelKind kind = ModelKind::InContext) const {
    return fit_referral_model({&past[0], &past[1], &past[2]}, feature_list({"purchases"}), kind);
  }
};

TEST_CASE("referral_model: the update is the mean of a gamma posterior") {
  ReferralModel model;
  model.update = {kOneHorizon, 3.0};
  // Long known: exposure of a half-life of one horizon is 1 / ln 2 horizons.
  const RatePosterior posterior = model.posterior(0.5, 2.0, 1e9, 365.0);
  CHECK(posterior.shape == 5.0);
  CHECK(posterior.rate == Approx(3.0 / 0.5 + 1.0 / std::log(2.0)));
  // Known for one horizon: half of it.
  CHECK(model.posterior(0.5, 2.0, 365.0, 365.0).rate == Approx(6.0 + 0.5 / std::log(2.0)));
  // Just seen: at least a twentieth of a horizon, of a long one 0.05 years.
  CHECK(model.posterior(0.5, 0.0, 0.0, 10.0).rate == Approx(6.0 + 0.05));
  CHECK(model.posterior(0.5, 0.0, 0.0, 3652.5).rate == Approx(6.0 + 0.005));
}

TEST_CASE("referral_model: it foretells who refers in a town where activity tells") {
  const Learnt learnt;
  const auto model = learnt.model();
  REQUIRE(model);
  const auto auc = area_under_roc(rank_outcomes(model->means(learnt.test), learnt.test.outcome));
  CHECK(auc.value() > 0.85);
  for (const double weight : model->prior.weight) CHECK(weight >= 0.0);
  // Who likes a context is no secret of the general model: it ranks all contexts of a person alike.
  const auto general = learnt.model(ModelKind::General);
  REQUIRE(general);
  const auto general_auc =
      area_under_roc(rank_outcomes(general->means(learnt.test), learnt.test.outcome));
  CHECK(auc.value() > general_auc.value() + 0.03);
}

TEST_CASE("referral_model: the level lies halfway between last time and the model") {
  const Learnt learnt;
  const auto model = learnt.model();
  const auto total = [](const std::vector<double>& values) {
    return std::accumulate(values.begin(), values.end(), 0.0);
  };
  const double level = level_of(*model, learnt.test, learnt.past[0]);
  const double came = total(learnt.past[0].outcome);
  const double now = total(model->means(learnt.test)), last = total(model->means(learnt.past[0]));
  CHECK(level * now == Approx(came * std::sqrt(now / last)));
  // And here, where nothing changes, near what comes.
  CHECK(level * now == Approx(total(learnt.test.outcome)).epsilon(0.25));
}

TEST_CASE("referral_model: nothing is learnt where nobody referred") {
  Learnt learnt;
  for (ForecastWindow& window : learnt.past) std::ranges::fill(window.outcome, 0.0);
  CHECK_FALSE(learnt.model());
  CHECK_FALSE(fit_referral_model({}, feature_list({"purchases"}), ModelKind::InContext));
}

}  // namespace
}  // namespace grapevine
