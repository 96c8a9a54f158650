#include "algorithms/customer_value/lifetime_forecast.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "algorithms/customer_value/gamma_functions.hpp"
#include "engine/parallel/loops.hpp"

namespace grapevine {
namespace {

using Models = std::vector<std::unique_ptr<const BuyingModel>>;

/// Half the width of the differences by which derivatives are taken, in logarithms.
constexpr double kDifference = 1e-4;

/// What all customers with one history are expected to buy.
struct BuyingForecast {
  double alive = 0.0;
  double purchases = 0.0, discounted = 0.0, square = 0.0;  ///< Of one who is alive.
  double none = 0.0;                                       ///< P(no purchase).
  double variance = 0.0;  ///< Of ln(alive * discounted), by the parameters; NaN: unknown.
};

/// The ends of periods, and what a purchase in each is worth now.
struct Periods {
  std::vector<double> ends, factors;

  explicit Periods(const ValueHorizon& horizon) {
    const bool discounts = horizon.discount_per_period > 0.0;
    const double length = discounts ? horizon.period_length : horizon.length;
    const double count = std::ceil(horizon.length / length * (1.0 - 1e-12));
    for (double i = 1.0; i <= count; i += 1.0) {
      ends.push_back(i < count ? i * length : horizon.length);
      factors.push_back(std::pow(1.0 + horizon.discount_per_period, discounts ? -i : 0.0));
    }
  }

  double discounted(std::span<const double> means) const {
    double sum = 0.0;
    for (std::size_t i = 0; i < ends.size(); ++i)
      sum += (means[i] - (i == 0 ? 0.0 : means[i - 1])) * factors[i];
    return sum;
  }
};

/// Models of one group: as fitted, and with each of the four parameters moved down and up.
struct GroupModels {
  std::unique_ptr<const BuyingModel> fitted;
  Models moved;
};

GroupModels models_of(const BuyingFit& fit, std::uint32_t group, double largest_frequency) {
  GroupModels models{fit.model(group, largest_frequency), {}};
  if (!fit.has_errors()) return models;
  for (std::size_t i = 0; i < 4; ++i)
    for (const double way : {-kDifference, kDifference}) {
      BuyingParameters parameters = fit.parameters(group);
      parameters[i] *= std::exp(way);
      models.moved.push_back(make_buying_model(fit.kind, parameters, largest_frequency));
    }
  return models;
}

/// Forecasts one row of counts after the other; rows with equal x and T stand together and share
/// all that does not depend on t_x.
class RowForecaster {
 public:
  RowForecaster(const BuyingFit& fit, const std::vector<GroupModels>& models,
                const Periods& periods)
      : fit_(fit), models_(models), periods_(periods), means_(periods.ends.size()) {}

  BuyingForecast forecast(const EqualBuyers& row) {
    const bool same = any_ && row.group == last_.group &&
                      row.history.frequency == last_.history.frequency &&
                      row.history.age == last_.history.age;
    if (!same) prepare(row);
    const BuyingLikelihood likelihood = models_[row.group].fitted->likelihood(row.history);
    BuyingForecast result = shared_;
    result.alive = std::exp(likelihood.log_alive);
    result.none = 1.0 - result.alive * (1.0 - shared_.none);
    result.variance = variance(row.group, likelihood.alive_slopes);
    return result;
  }

 private:
  double discounted_by(const BuyingModel& model, const RepeatBuying& history) {
    model.expect(history.frequency, history.age, periods_.ends, means_);
    return periods_.discounted(means_);
  }

  void prepare(const EqualBuyers& row) {
    any_ = true;
    last_ = row;
    const GroupModels& models = models_[row.group];
    shared_.discounted = discounted_by(*models.fitted, row.history);
    shared_.purchases = means_.back();
    const auto [x, unused, age] = row.history;
    shared_.square = models.fitted->mean_square(x, age, periods_.ends.back());
    shared_.none = models.fitted->chance_of_none(x, age, periods_.ends.back());
    for (std::size_t i = 0; 2 * i < models.moved.size(); ++i)
      slopes_[i] = std::log(discounted_by(*models.moved[2 * i + 1], row.history) /
                            discounted_by(*models.moved[2 * i], row.history)) /
                   (2.0 * kDifference);
  }

  double variance(std::uint32_t group, const BuyingParameters& alive_slopes) const {
    if (!fit_.has_errors()) return std::numeric_limits<double>::quiet_NaN();
    const std::size_t n = fit_.estimate.at.size();
    std::vector<double> slopes(n);
    for (std::size_t i = 0; i < 4; ++i) slopes[i] = slopes_[i] + alive_slopes[i];
    if (group > 0) slopes[4 + group - 1] = slopes[1];
    double sum = 0.0;
    for (std::size_t i = 0; i < n; ++i)
      for (std::size_t j = 0; j < n; ++j)
        sum += slopes[i] * slopes[j] * fit_.estimate.covariance[i * n + j];
    return sum;
  }

  const BuyingFit& fit_;
  const std::vector<GroupModels>& models_;
  const Periods& periods_;
  std::vector<double> means_;
  bool any_ = false;
  EqualBuyers last_;
  BuyingForecast shared_;
  BuyingParameters slopes_{};
};

std::vector<BuyingForecast> forecast_buying(const BuyingFit& fit, const BuyerCounts& counts,
                                            const Periods& periods) {
  double largest = 0.0;
  for (const EqualBuyers& row : counts.rows) largest = std::max(largest, row.history.frequency);
  std::vector<GroupModels> models;
  for (std::uint32_t group = 0; group < counts.num_groups; ++group)
    models.push_back(models_of(fit, group, largest));
  std::vector<BuyingForecast> forecasts(counts.rows.size());
  for_each_block(
      counts.rows.size(),
      [&](std::size_t begin, std::size_t end) {
        RowForecaster rows(fit, models, periods);
        for (std::size_t i = begin; i < end; ++i) forecasts[i] = rows.forecast(counts.rows[i]);
      },
      512);
  return forecasts;
}

/// Variance of ln E[M], by the parameters of spending.
double spend_variance(const SpendFit& fit, const SpendForecast& spend) {
  if (!fit.is_usable()) return 0.0;
  double sum = 0.0;
  for (std::size_t i = 0; i < 3; ++i)
    for (std::size_t j = 0; j < 3; ++j)
      sum += spend.slopes[i] * spend.slopes[j] * fit.estimate.covariance[i * 3 + j];
  return sum;
}

LifetimeForecast combine(const BuyingForecast& buying, const SpendForecast& spend,
                         double spend_variance, double confidence) {
  LifetimeForecast result{
      .alive = buying.alive, .purchases = buying.alive * buying.purchases, .spend = spend.mean};
  result.value = buying.alive * buying.discounted * spend.mean;
  result.error = result.value * std::sqrt(buying.variance + spend_variance);
  const double discount = buying.purchases > 0.0 ? buying.discounted / buying.purchases : 1.0;
  const double square = discount * discount * buying.alive *
                        (spend.by_count * buying.purchases + spend.by_square * buying.square);
  const double luck = std::max(0.0, square - result.value * result.value);
  const double unsure = std::isnan(result.error) ? 0.0 : result.error * result.error;
  const Interval interval = interval_of_sum(buying.none, result.value, luck + unsure, confidence);
  result.low = interval.low;
  result.high = interval.high;
  return result;
}

}  // namespace

Interval interval_of_sum(double none, double mean, double variance, double confidence) {
  const double some = 1.0 - none;
  if (some <= 0.0 || mean <= 0.0) return {};
  // Of those sums that are above 0.
  const double above = mean / some;
  const double spread = std::max((variance + mean * mean) / some - above * above, 0.0);
  const double relative = spread / (above * above);
  const auto quantile = [&](double p) {
    if (p <= none) return 0.0;
    if (relative <= 0.0) return above;
    const double within = std::clamp((p - none) / some, 1e-300, 1.0 - 1e-16);
    const double ninth = relative / 9.0;
    const double root = 1.0 - ninth + normal_quantile(within) * std::sqrt(ninth);
    return root > 0.0 ? above * root * root * root : 0.0;
  };
  return {quantile(0.5 - 0.5 * confidence), quantile(0.5 + 0.5 * confidence)};
}

std::vector<LifetimeForecast> forecast_lifetimes(const BuyingFit& buying, const SpendFit& spending,
                                                 const BuyerCounts& counts,
                                                 std::span<const RepeatSpend> spend,
                                                 const ValueHorizon& horizon) {
  const auto rows = forecast_buying(buying, counts, Periods(horizon));
  std::vector<LifetimeForecast> forecasts(spend.size());
  for_each_index(spend.size(), [&](std::size_t i) {
    const SpendForecast one = forecast_spend(spending, spend[i]);
    forecasts[i] =
        combine(rows[counts.row_of[i]], one, spend_variance(spending, one), horizon.confidence);
  });
  return forecasts;
}

}  // namespace grapevine
