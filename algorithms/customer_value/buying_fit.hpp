#pragma once
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "algorithms/customer_value/buying_model.hpp"
#include "algorithms/customer_value/maximum_likelihood.hpp"

namespace grapevine {

/// Customers of one group with one history.
struct EqualBuyers {
  std::uint32_t group = 0;
  RepeatBuying history;
  double customers = 0.0;
};

/// Customers counted by history, in the order (group, x, T, t_x).
struct BuyerCounts {
  std::vector<EqualBuyers> rows;
  std::vector<std::uint32_t> row_of;  ///< Of each customer.
  std::uint32_t num_groups = 1;
};

/// Merges customers with equal histories. `groups` has one per customer, below `num_groups`; empty:
/// all are in one. O(customers log customers), in parallel. Errors: BadInput for a history that is
/// none: a frequency that is not whole, times that are negative, infinite or out of order, or a
/// repeat purchase at the time of the first.
BuyerCounts count_equal_buyers(std::span<const RepeatBuying> customers,
                               std::span<const std::uint32_t> groups = {},
                               std::uint32_t num_groups = 1);

/// A model fitted to customers. Groups share all parameters but alpha, by which their purchase
/// rates differ as a whole: the mean rate of group g is alpha / alpha_g times that of the first.
struct BuyingFit {
  BuyingModelKind kind = BuyingModelKind::BgNbd;
  /// In logarithms: the four parameters, alpha being that of the first group, then
  /// ln(alpha_g / alpha) of each further one. Its value is the log-likelihood of the data.
  Maximum estimate;
  std::uint32_t num_groups = 1;
  double customers = 0.0, repeat_buyers = 0.0;

  BuyingParameters parameters(std::uint32_t group = 0) const;
  /// The model of one group, its parameters moved by `shift` in logarithms where that is given.
  std::unique_ptr<const BuyingModel> model(std::uint32_t group, double largest_frequency) const;

  /// Of parameter i of `estimate` itself, not of its logarithm, by the delta method; of the ratio
  /// of alphas of a further group. NaN: unknown.
  double standard_error(std::size_t i) const;
  bool has_errors() const { return !estimate.covariance.empty(); }
};

/// The likelihood of `counts` at `at`, in the coordinates of `BuyingFit::estimate`. The thread
/// count changes no bit. O(rows).
LikelihoodValue buying_likelihood(BuyingModelKind kind, const BuyerCounts& counts,
                                  std::span<const double> at);

/// The maximum of likelihood. Requires somebody who bought again; whether a maximum was found is
/// told by `estimate.converged`. O(customers) for each of some forty evaluations.
BuyingFit fit_buying(BuyingModelKind kind, const BuyerCounts& counts);

}  // namespace grapevine
