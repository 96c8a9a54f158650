#pragma once
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "algorithms/customer_value/acquisition_value.hpp"

namespace grapevine {

/// What flows from one newcomer in a period, as the CRV formula has it. Periods that follow one
/// another with nothing but M in each are one entry, `first` < `last`. In major units.
struct PeriodFlow {
  std::int64_t first = 1, last = 1;  ///< t, counted from joining.
  Time begin{};                      ///< Of period `first`.
  double discount = 1.0;             ///< (1 + r)^-first.
  double margin = 0.0;               ///< A.
  double marketing_cost = 0.0;       ///< M, of each period.
  double saving_type1 = 0.0;         ///< ACQ1; like ACQ2 and a, in t = 1 only.
  double saving_type2 = 0.0;         ///< ACQ2.
  double incentive = 0.0;            ///< a.
  double present_value = 0.0;        ///< Of A - M + ACQ1, over all periods of the entry.
};

/// For each of `acquisitions` (places in `journeys`) the flows behind its AcquisitionValue, by
/// which anybody can recompute it: present values sum to `type1`, ACQ2 and a times the discount of
/// t = 1 are `type2` and `incentive`. Periods ascend; the first is t = 1, and periods without any
/// flow are left out. O(purchases log acquisitions + acquisitions x periods).
std::vector<std::vector<PeriodFlow>> discounted_flows(const Network& network,
                                                      const Journeys& journeys,
                                                      const EconomicsOptions& options,
                                                      std::span<const std::size_t> acquisitions);

}  // namespace grapevine
