#pragma once
#include <span>

#include "algorithms/customer_value/referral_funnel.hpp"

namespace grapevine {

/// The table `funnel`: a row for each of `rows`. Shares are of the step before; null where a step
/// was not asked, needs touches and the study has none, or nobody was there to take it.
NamedTable funnel_table(const Network& network, std::span<const FunnelRow> rows);

/// The table `intent_correlations`.
NamedTable correlations_table(const Network& network,
                              std::span<const IntentCorrelation> correlations);

}  // namespace grapevine
