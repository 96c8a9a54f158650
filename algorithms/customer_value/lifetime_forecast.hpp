#pragma once
#include <cstdint>
#include <span>
#include <vector>

#include "algorithms/customer_value/buying_fit.hpp"
#include "algorithms/customer_value/gamma_gamma.hpp"

namespace grapevine {

/// Over what a lifetime value is summed. Times are in the unit of the histories.
struct ValueHorizon {
  double length = 52.0;
  double discount_per_period = 0.0;  ///< What is bought in period i is divided by (1 + d)^i.
  double period_length = 1.0;        ///< The last period is cut by the horizon.
  double confidence = 0.95;          ///< Of the intervals.
};

/// What is expected of one customer after the time observed.
struct LifetimeForecast {
  double alive = 0.0;      ///< P(still a customer | history).
  double purchases = 0.0;  ///< Expected up to the horizon.
  double spend = 0.0;      ///< Expected of one purchase.
  double value = 0.0;      ///< Discounted purchases times spend.
  double error = 0.0;      ///< Standard error of `value`; NaN where the fit has none.
  double low = 0.0, high = 0.0;
};

/// Forecasts for customers with those counts of equal histories, `spend` in the order of
/// `counts.row_of`.
///
/// The value is lifetimes' and BTYD's: sum over periods i of (E[Y(i)] - E[Y(i - 1)]) / (1 + d)^i,
/// times E[M], both given the customer's history and the fitted parameters.
///
/// `error` is what the value is uncertain by because the parameters are: the delta method, on the
/// logarithm of the value. `low` and `high` are where, with the chance that `confidence` says, what
/// the customer will really bring lies; the customer's own luck is in them, and the error as well.
/// They are approximate: the chance of no purchase at all is exact, mean and variance of the sum
/// are exact but for treating all purchases as discounted alike, and a sum above 0 is taken to have
/// a gamma distribution (its quantiles by Wilson and Hilferty 1931).
///
/// O(customers + rows x terms), in parallel; the thread count changes no bit.
std::vector<LifetimeForecast> forecast_lifetimes(const BuyingFit& buying, const SpendFit& spending,
                                                 const BuyerCounts& counts,
                                                 std::span<const RepeatSpend> spend,
                                                 const ValueHorizon& horizon);

/// The interval of a sum that is 0 with chance `none` and else has that mean and variance in all.
struct Interval {
  double low = 0.0, high = 0.0;
};
Interval interval_of_sum(double none, double mean, double variance, double confidence);

}  // namespace grapevine
