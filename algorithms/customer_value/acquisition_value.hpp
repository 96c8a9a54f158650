#pragma once
#include <tuple>
#include <vector>

#include "engine/base/money.hpp"
#include "engine/network/journeys.hpp"
#include "engine/network/network.hpp"
#include "engine/registry/field.hpp"

namespace grapevine {

/// Whether the incentive is charged for people who would have come anyway. Kumar's formula prints
/// it in the type-1 sum only.
enum class Type2Incentive { None, Charge };
inline constexpr std::string_view kType2IncentiveNames[] = {"none", "charge"};
inline constexpr std::string_view kPeriodNames[] = {"day",     "week",      "month",
                                                    "quarter", "half_year", "year"};

struct EconomicsOptions {
  Period period = Period::HalfYear;
  double discount_per_period = 0.0;
  double acquisition_saving_type1 = 0.0;
  double acquisition_saving_type2 = 0.0;
  double incentive = 0.0;
  Type2Incentive type2_incentive = Type2Incentive::None;
  double marketing_cost_per_period = 0.0;
  double p_type1 = 1.0;
  double lambda = 0.5;

  static constexpr auto fields() {
    using O = EconomicsOptions;
    return std::tuple{
        field("period", &O::period, "The unit of t in the CRV formula", kPeriodNames),
        field("discount_per_period", &O::discount_per_period,
              "r: a flow in period t is divided by (1 + r)^t", 0.0, 100.0),
        field("acquisition_saving_type1", &O::acquisition_saving_type1,
              "ACQ1: acquisition cost saved for one who would not have come otherwise", 0.0)
            .in("money"),
        field("acquisition_saving_type2", &O::acquisition_saving_type2,
              "ACQ2: acquisition cost saved for one who would have come anyway", 0.0)
            .in("money"),
        field("incentive", &O::incentive, "a: cost of the referral's reward, once, at joining", 0.0)
            .in("money"),
        field("type2_incentive", &O::type2_incentive,
              "Whether the incentive is charged for type 2 as well", kType2IncentiveNames),
        field("marketing_cost_per_period", &O::marketing_cost_per_period,
              "M: cost of keeping one customer for one period", 0.0)
            .in("money"),
        field("p_type1", &O::p_type1,
              "Chance that a newcomer would not have come otherwise, where no survey says", 0.0,
              1.0),
        field("lambda", &O::lambda,
              "value_split: share of a referred margin that goes to the referrers", 0.0, 1.0)};
  }
};

/// What one acquisition is worth. Present values are in major units, as of joining.
struct AcquisitionValue {
  Money margin = 0;        ///< Undiscounted, from the acquisition on, inside the horizon.
  Money outside = 0;       ///< The person's other margin in the context.
  double type1 = 0.0;      ///< PV(A - M + ACQ1), without the incentive.
  double type2 = 0.0;      ///< PV(ACQ2), without the incentive.
  double incentive = 0.0;  ///< PV(a).
  double p_type1 = 1.0;
};

/// One per acquisition, in their order.
///
/// CRV (Kumar, Petersen, Leone, Harvard Business Review 85(10) 2007; Journal of Marketing 74(5)
/// 2010): a flow in period t of the newcomer, [join + (t-1) periods, join + t periods), is divided
/// by (1+r)^t; a and ACQ fall in t = 1; M in each period up to the horizon, else up to the last one
/// begun before the study's end. p = 1 - the newcomer's answer to `would_have_joined_anyway` (the
/// context's before a general one, the latest), else the option. O(purchases + acquisitions x
/// periods), parallel.
std::vector<AcquisitionValue> value_acquisitions(const Network& network, const Journeys& journeys,
                                                 const EconomicsOptions& options);

/// The margin in each context of people who never were acquired in it: refunds alone.
std::vector<Money> margin_without_acquisition(const Network& network, const Journeys& journeys);

}  // namespace grapevine
