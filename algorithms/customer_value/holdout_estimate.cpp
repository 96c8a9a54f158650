#include "algorithms/customer_value/holdout_estimate.hpp"

#include <algorithm>
#include <cmath>
#include <span>

#include "engine/base/normal_quantile.hpp"

namespace grapevine {
namespace {

/// One person's acquisitions.
struct PersonJoins {
  std::int64_t referred = 0, other = 0;
};

/// Sum of the variances of `count` people's values, with a person of value 1 and one of 0 added.
double summed_variance(double count, double sum, double sum_of_squares) {
  const double mean = (sum + 1.0) / (count + 2.0);
  return count * ((sum_of_squares + 1.0) / (count + 2.0) - mean * mean);
}

void count(HoldoutEstimate& e, YesNo held_out, const PersonJoins& joins) {
  if (held_out == YesNo::No) {
    ++e.reached;
    e.reached_joins += joins.referred + joins.other;
    e.referred_joins += joins.referred;
  } else if (held_out == YesNo::Yes) {
    ++e.held_out;
    e.held_out_joins += joins.referred + joins.other;
    e.held_out_referred += joins.referred;
  }
}

/// The standard error of p: to first order it is off by the sum over the reached of other joins +
/// (1 - p) referred ones, less that of the held out, each less its expectation, over the referred.
double standard_error(std::span<const YesNo> held_out, std::span<const PersonJoins> joins,
                      const HoldoutEstimate& e, double p) {
  double sum = 0.0, squares = 0.0, held_out_sum = 0.0, held_out_squares = 0.0;
  for (std::size_t person = 0; person < joins.size(); ++person) {
    const auto referred = static_cast<double>(joins[person].referred);
    const auto other = static_cast<double>(joins[person].other);
    if (held_out[person] == YesNo::No) {
      const double value = other + (1.0 - p) * referred;
      sum += value;
      squares += value * value;
    } else if (held_out[person] == YesNo::Yes) {
      held_out_sum += other + referred;
      held_out_squares += (other + referred) * (other + referred);
    }
  }
  const auto reached = static_cast<double>(e.reached), kept = static_cast<double>(e.held_out);
  const double variance =
      summed_variance(reached, sum, squares) +
      reached / kept * (reached / kept) * summed_variance(kept, held_out_sum, held_out_squares);
  return std::sqrt(variance) / static_cast<double>(e.referred_joins);
}

HoldoutEstimate estimate_of(std::span<const YesNo> held_out, std::span<const PersonJoins> joins) {
  HoldoutEstimate e;
  for (std::size_t person = 0; person < held_out.size(); ++person)
    count(e, held_out[person], joins[person]);
  if (std::min(e.reached, e.held_out) < kLeastGroup || e.referred_joins < kLeastReferred) return e;
  e.excess = static_cast<double>(e.reached_joins) - static_cast<double>(e.reached) *
                                                        static_cast<double>(e.held_out_joins) /
                                                        static_cast<double>(e.held_out);
  const double p = e.excess / static_cast<double>(e.referred_joins);
  const double error = kTwoSided95 * standard_error(held_out, joins, e, p);
  e.p = std::clamp(p, 0.0, 1.0);
  e.low = std::clamp(p - error, 0.0, 1.0);
  e.high = std::clamp(p + error, 0.0, 1.0);
  return e;
}

}  // namespace

HoldoutEstimates holdout_estimates(const Network& network, const Journeys& journeys) {
  HoldoutEstimates estimates;
  std::vector<PersonJoins> everywhere(network.num_people());
  auto acquisition = journeys.acquisitions.begin();  // in the order of contexts
  for (ContextId context = 0; context < network.num_contexts(); ++context) {
    std::vector<PersonJoins> here(network.num_people());
    for (; acquisition != journeys.acquisitions.end() && acquisition->context == context;
         ++acquisition) {
      // What a tie implies nobody recorded: the programme had no part in it.
      const bool recorded =
          acquisition->num_touches > 0 && !journeys.touches[acquisition->first_touch].implied;
      const bool referred = network.held_out[acquisition->person] == YesNo::Yes
                                ? recorded
                                : acquisition->num_touches > 0;
      const auto kind = referred ? &PersonJoins::referred : &PersonJoins::other;
      ++(here[acquisition->person].*kind);
      ++(everywhere[acquisition->person].*kind);
    }
    estimates.contexts.push_back(estimate_of(network.held_out, here));
  }
  estimates.all = estimate_of(network.held_out, everywhere);
  return estimates;
}

}  // namespace grapevine
