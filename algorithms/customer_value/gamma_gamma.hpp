#pragma once
#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "algorithms/customer_value/maximum_likelihood.hpp"

namespace grapevine {

/// What a customer spent: the mean over `frequency` repeat purchases. 0 of them: nothing is known.
struct RepeatSpend {
  double frequency = 0.0;
  double mean = 0.0;  ///< In major units.
};

/// p, q and v (in papers gamma): what one purchase brings is Gamma(p, nu), nu of each customer
/// being drawn from Gamma(q, v).
using SpendParameters = std::array<double, 3>;

/// The Gamma-Gamma model fitted to the customers with repeat purchases and a mean above 0 (Fader,
/// Hardie 2013, The Gamma-Gamma Model of Monetary Value). It takes for granted that how much
/// somebody spends at a time has nothing to do with how often he buys: see `correlation`.
struct SpendFit {
  Maximum estimate;  ///< In logarithms. Not converged where all spend alike, or too few do.
  double customers = 0.0;
  double mean = 0.0;         ///< Of the customers' means, which stands in where there is no fit.
  double correlation = 0.0;  ///< Between frequency and mean spend; 0 where either is constant.

  /// Whether the model says what everybody spends: fitted, with a mean and a variance (q > 2).
  bool is_usable() const { return estimate.converged && parameters()[1] > 2.0; }
  SpendParameters parameters() const;
  double standard_error(std::size_t i) const;  ///< NaN: unknown.
};

/// O(customers) for each of some thirty evaluations; the thread count changes no bit.
SpendFit fit_spend(std::span<const RepeatSpend> customers);

/// The likelihood of those customers at ln p, ln q, ln v.
LikelihoodValue spend_likelihood(std::span<const RepeatSpend> customers,
                                 std::span<const double> at);

/// What one customer's purchases are expected to bring.
struct SpendForecast {
  double mean = 0.0;               ///< E[M | data]: of one purchase.
  std::array<double, 3> slopes{};  ///< Of ln of it, by the logarithms of p, q and v.
  /// E[S^2] of a sum S over Y purchases is `by_count` E[Y] + `by_square` E[Y^2].
  double by_count = 0.0, by_square = 0.0;
};

/// Without a usable fit: the customer's own mean, or of one without repeat purchases that of all;
/// every purchase alike.
SpendForecast forecast_spend(const SpendFit& fit, const RepeatSpend& customer);

}  // namespace grapevine
