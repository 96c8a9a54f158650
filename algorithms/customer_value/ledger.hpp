#pragma once
#include <span>
#include <vector>

#include "algorithms/customer_value/acquisition_value.hpp"
#include "engine/network/score_inputs.hpp"

namespace grapevine {

/// The share of one acquisition that one referrer earned, or that nobody did.
struct Credit {
  std::uint32_t acquisition;
  NodeId referrer;     ///< kNoNode: unattributed.
  std::int64_t parts;  ///< Of kWholeShare.
  double share;
  Money margin;              ///< share x undiscounted margin, in minor units.
  double type1;              ///< share x p PV(A - M + ACQ1 - a), in major units.
  double type2;              ///< share x (1 - p) PV(ACQ2).
  bool incentivised = true;  ///< False: all of the referrer's touches say there was no reward.
  bool implied = false;      ///< The touches are implied by ties.

  double value() const { return type1 + type2; }  ///< CRV, or CIV of influence without reward.
};

/// Credits of one attribution model, acquisition by acquisition, referrers in the order of their
/// first touch, what stays unattributed last. Parts of an acquisition sum to kWholeShare; margins
/// to its margin.
///
/// A referrer's touches in a journey add up. A referrer all of whose touches in it say that they
/// were not rewarded is charged no incentive, and the value is influence (CIV; Kumar et al.,
/// Journal of Service Research 13(3), 2010), not referral value: it is in one of the two, never in
/// both. O(touches + acquisitions), parallel.
std::vector<Credit> build_ledger(const Journeys& journeys, std::span<const double> touch_shares,
                                 std::span<const AcquisitionValue> values,
                                 const EconomicsOptions& options);

}  // namespace grapevine
