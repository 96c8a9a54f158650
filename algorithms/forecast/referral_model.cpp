#include "algorithms/forecast/referral_model.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

#include "engine/parallel/loops.hpp"

namespace grapevine {
namespace {

constexpr std::array kStrengths{0.1, 0.3, 1.0, 3.0, 10.0, 30.0, 100.0};
constexpr double kLeastMean = 1e-9;
/// A record of less than this says nothing yet: 0.05 years, of short horizons their 20th.
constexpr double kLeastExposureDays = 0.05 * 365.25, kLeastExposureShare = 0.05;

double total(std::span<const double> values) {
  return sum_over(values.size(), [&](std::size_t i) { return values[i]; });
}

/// The chosen columns of a window, below those of the windows before.
void append_columns(const ForecastWindow& window, const std::vector<std::size_t>& chosen,
                    std::size_t first_row, FeatureMatrix& into) {
  for (std::size_t j = 0; j < chosen.size(); ++j) {
    const auto column = into.column(j).subspan(first_row, window.num_rows());
    for_each_index(column.size(),
                   [&](std::size_t row) { column[row] = window.feature(chosen[j], row); });
  }
}

std::vector<std::size_t> features_of(const std::vector<Feature>& features, ModelKind kind) {
  std::vector<std::size_t> chosen;
  for (std::size_t f = 0; f < features.size(); ++f)
    if (kind == ModelKind::General ? features[f].of_general : features[f].of_forecast)
      chosen.push_back(f);
  return chosen;
}

/// Referrals of a horizon that the time since a person was first seen is worth, halved likewise.
double exposure(double age_days, double horizon_days, double half_life) {
  const double rate = half_life * horizon_days / std::numbers::ln2;
  const double days = rate * -std::expm1(-std::max(age_days, 0.0) / rate);
  const double least = std::min(kLeastExposureDays, kLeastExposureShare * horizon_days);
  return std::max(days, least) / horizon_days;
}

/// Of means m for counts y: up to a constant, the log-likelihood of negative binomials.
double log_likelihood(std::span<const double> counts, std::span<const double> means, double scale,
                      double dispersion) {
  return sum_over(counts.size(), [&](std::size_t i) {
    const double spread = dispersion * std::max(scale * means[i], kLeastMean);
    const double grown = std::log1p(spread);
    double sum = -grown / dispersion;
    if (counts[i] > 0.0) sum += counts[i] * (std::log(spread) - grown);
    return sum;
  });
}

/// The update under which the last finished window was likeliest, its total given.
RecordUpdate likeliest_update(const ReferralModel& model, const ForecastWindow& last) {
  const std::vector<double> prior = model.prior_means(last);
  const double came = total(last.outcome);
  RecordUpdate best;
  double best_likelihood = -std::numeric_limits<double>::infinity();
  std::vector<double> means(last.num_rows()), seen(last.people.size());
  for (std::size_t h = 0; h < kHalfLives.size(); ++h) {
    for (std::size_t i = 0; i < seen.size(); ++i)
      seen[i] = exposure(last.age_days[i], last.moment.horizon_days, kHalfLives[h]);
    for (const double strength : kStrengths) {
      for_each_index(means.size(), [&](std::size_t row) {
        means[row] = (strength + last.record[h][row]) /
                     (strength / std::max(prior[row], kLeastMean) + seen[last.person_of(row)]);
      });
      const double likelihood =
          log_likelihood(last.outcome, means, came / total(means), model.prior.dispersion);
      if (likelihood <= best_likelihood) continue;
      best_likelihood = likelihood;
      best = {h, strength};
    }
  }
  return best;
}

}  // namespace

std::vector<double> ReferralModel::prior_means(const ForecastWindow& window) const {
  std::vector<double> means(window.num_rows(), prior.intercept);
  for_each_block(means.size(), [&](std::size_t begin, std::size_t end) {
    for (std::size_t j = 0; j < features.size(); ++j)
      for (std::size_t row = begin; row < end; ++row)
        means[row] += prior.part(j, window.feature(features[j], row));
    for (std::size_t row = begin; row < end; ++row) means[row] = prior.mean_of(means[row]);
  });
  return means;
}

RatePosterior ReferralModel::posterior(double prior_mean, double record, double age_days,
                                       double horizon_days) const {
  const double seen = exposure(age_days, horizon_days, kHalfLives[update.half_life]);
  return {update.strength + record, update.strength / std::max(prior_mean, kLeastMean) + seen};
}

std::vector<double> ReferralModel::means(const ForecastWindow& window) const {
  std::vector<double> means = prior_means(window);
  if (kind == ModelKind::General) return means;
  for_each_index(means.size(), [&](std::size_t row) {
    means[row] = posterior(means[row], window.record[update.half_life][row],
                           window.age_days[window.person_of(row)], window.moment.horizon_days)
                     .mean();
  });
  return means;
}

std::optional<ReferralModel> fit_referral_model(const ForecastPast& history,
                                                const std::vector<Feature>& features,
                                                ModelKind kind, const LogLinearOptions& options) {
  ReferralModel model{.kind = kind, .features = features_of(features, kind)};
  for (const std::size_t f : model.features) model.groups.push_back(features[f].group);
  for (const ForecastWindow* window : history) model.training_rows += window->num_rows();
  FeatureMatrix x{model.training_rows, model.features.size(),
                  std::vector<float>(model.training_rows * model.features.size())};
  std::vector<double> counts;
  for (const ForecastWindow* window : history) {
    append_columns(*window, model.features, counts.size(), x);
    counts.insert(counts.end(), window->outcome.begin(), window->outcome.end());
  }
  if (history.empty() || total(counts) == 0.0) return std::nullopt;
  model.prior = fit_log_linear(std::move(x), counts, options);
  if (kind == ModelKind::InContext && total(history.front()->outcome) > 0.0)
    model.update = likeliest_update(model, *history.front());
  return model;
}

double level_of(const ReferralModel& model, const ForecastWindow& now, const ForecastWindow& last) {
  const double came = total(last.outcome), foretold_last = total(model.means(last));
  const double foretold = total(model.means(now));
  if (!(came > 0.0) || !(foretold > 0.0) || !(foretold_last > 0.0)) return 1.0;
  return std::sqrt(came * (foretold * came / foretold_last)) / foretold;
}

}  // namespace grapevine
