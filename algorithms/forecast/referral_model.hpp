#pragma once
#include <array>
#include <optional>
#include <vector>

#include "algorithms/forecast/forecast_window.hpp"

namespace grapevine {

/// Which features a model may use.
enum class ModelKind {
  InContext,  ///< All; the own record enters by an update, not as a feature.
  General     ///< Those that know no contexts, the own record anywhere among them.
};

/// How a person's own record moves the prior: a Gamma-Poisson update.
struct RecordUpdate {
  std::size_t half_life = kOneHorizon;  ///< Place among kHalfLives.
  double strength = 1.0;                ///< Of the prior, in referrals.
};

/// The posterior of a person's referrals a horizon: Gamma(shape, rate).
struct RatePosterior {
  double shape, rate;
  double mean() const { return shape / rate; }
};

/// A forecast of referrals, learnt from windows that had ended.
struct ReferralModel {
  ModelKind kind = ModelKind::InContext;
  LogLinearModel prior;               ///< Of the features that it uses, in their order.
  std::vector<std::size_t> features;  ///< Their places in `feature_list`.
  std::vector<FeatureGroup> groups;   ///< What each speaks of.
  RecordUpdate update;                ///< InContext only.
  double level = 1.0;                 ///< What all expectations are multiplied by.
  std::size_t training_rows = 0;

  /// Expected referrals of each row before the own record is looked at.
  std::vector<double> prior_means(const ForecastWindow& window) const;

  /// What a row's own record makes of its prior mean.
  RatePosterior posterior(double prior_mean, double record, double age_days,
                          double horizon_days) const;

  /// Expected referrals of each row in a horizon, not levelled.
  std::vector<double> means(const ForecastWindow& window) const;
};

/// Windows that had ended, the last first.
using ForecastPast = std::vector<const ForecastWindow*>;

/// Learns from `history`, the last finished window first: the prior's weights from all, the
/// update's half-life and strength by the likelihood of the last. O(steps x rows x features^2 + 21
/// rows).
/// Source: the referral forecast that docs/forecast.md derives; the update is the Gamma-Poisson
/// (negative binomial) of Ehrenberg 1959 with geometrically discounted counts and exposure.
/// Nothing where nobody referred in any window.
std::optional<ReferralModel> fit_referral_model(const ForecastPast& history,
                                                const std::vector<Feature>& features,
                                                ModelKind kind,
                                                const LogLinearOptions& options = {});

/// The square root of (referrals in the last window x the total that the model foretells for `now`,
/// rescaled to what came in the last window), over that total: halfway, on a log scale, between
/// "as many as last time" and "as the model says".
double level_of(const ReferralModel& model, const ForecastWindow& now, const ForecastWindow& last);

}  // namespace grapevine
