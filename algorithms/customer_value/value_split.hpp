#pragma once
#include <span>
#include <vector>

#include "algorithms/customer_value/ledger.hpp"

namespace grapevine {

/// What of one customer's margin one person gets.
struct SplitPart {
  ContextId context;
  NodeId customer, receiver;
  Money amount;
};

/// Splits every margin between the customer, who keeps (1 - lambda s), and the referrers, who get
/// lambda s by their shares, s being the referred share; a customer's margin outside the horizon
/// stays with the customer. Parts sum to the total margin for any lambda, so own value and value by
/// referral are never counted twice. In the order (context, customer), referrers first. O(credits +
/// purchases log purchases).
std::vector<SplitPart> split_value(const Network& network, const Journeys& journeys,
                                   std::span<const Credit> ledger,
                                   std::span<const AcquisitionValue> values, double lambda);

}  // namespace grapevine
