#pragma once
#include <span>
#include <vector>

#include "algorithms/customer_value/economics.hpp"
#include "engine/base/money.hpp"
#include "engine/network/journeys.hpp"
#include "engine/network/network.hpp"

namespace grapevine {

/// What one acquisition is worth. Present values are in major units, as of joining.
struct AcquisitionValue {
  Money margin = 0;        ///< Undiscounted, from the acquisition on, inside the horizon.
  Money outside = 0;       ///< The person's other margin in the context.
  double type1 = 0.0;      ///< PV(A - M + ACQ1), without the incentive.
  double type2 = 0.0;      ///< PV(ACQ2), without the incentive.
  double incentive = 0.0;  ///< PV(a).
  double p_type1 = 1.0;    ///< NaN where nothing tells it and nobody earns anything.
};

/// One per acquisition, in their order.
///
/// CRV (Kumar, Petersen, Leone, Harvard Business Review 85(10) 2007; Journal of Marketing 74(5)
/// 2010): a flow in period t of the newcomer, [join + (t-1) periods, join + t periods), is divided
/// by (1+r)^t; a and ACQ fall in t = 1; M in each period up to the horizon, else up to the last one
/// begun before the study's end. p = 1 - the newcomer's answer to `would_have_joined_anyway` (the
/// context's before a general one, the latest), else that of the context. O(purchases +
/// acquisitions x periods), parallel.
std::vector<AcquisitionValue> value_acquisitions(const Network& network, const Journeys& journeys,
                                                 const EconomicsOptions& options,
                                                 std::span<const double> p_type1_by_context);

/// The same with p as the options say: see `estimate_type1`.
std::vector<AcquisitionValue> value_acquisitions(const Network& network, const Journeys& journeys,
                                                 const EconomicsOptions& options);

/// The end of what counts for a newcomer; without a horizon, of all time.
Time horizon_end(Time join, const Journeys& journeys);

/// The margin in each context of people who never were acquired in it: refunds alone.
std::vector<Money> margin_without_acquisition(const Network& network, const Journeys& journeys);

}  // namespace grapevine
