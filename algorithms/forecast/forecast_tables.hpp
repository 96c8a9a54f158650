#pragma once
#include <span>
#include <string>
#include <vector>

#include "algorithms/forecast/forecast_check.hpp"
#include "engine/network/network.hpp"
#include "engine/table/table.hpp"

namespace grapevine {

/// What one person's forecast in one context is made of: `typical` times the factors and the level
/// is the expectation.
struct ForecastPart {
  NodeId person;
  ContextId context;
  double expected;
  double typical;  ///< Of a member of the pool with the mean of every feature, in this context.
  double in_context, anywhere, position, audience;  ///< Factors, by FeatureGroup.
  double record;         ///< Own referrals there, by the update's half-life.
  double record_factor;  ///< What they make of the prior.
  double level;
  double rate_low, rate_high;    ///< Of the rate; without the doubt about the weights.
  double count_low, count_high;  ///< Of the count.
};

/// The first people of each context.
class ForecastParts {
 public:
  /// Of each context of `window` the `listed` people with the highest `means`, those of `model`,
  /// equal ones by place. Intervals are meant to cover with that chance.
  void add(const ForecastWindow& window, const ReferralModel& model,
           const std::vector<double>& means, std::size_t listed, double chance);

  std::span<const ForecastPart> all() const { return parts_; }

 private:
  std::vector<ForecastPart> parts_;
};

/// `forecast_check`, `forecast_weights` and `referral_forecasts`; the latter two of a model.
std::vector<NamedTable> forecast_tables(const Network& network, const ForecastCheck& check,
                                        ForecastScore ranked_by, const ReferralModel* model,
                                        const std::vector<std::string>& kinds,
                                        const ForecastParts& parts);

}  // namespace grapevine
