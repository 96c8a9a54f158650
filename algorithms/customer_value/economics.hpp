#pragma once
#include <cmath>
#include <cstdint>
#include <string>
#include <tuple>

#include "engine/base/time.hpp"
#include "engine/registry/field.hpp"

namespace grapevine {

/// Whether the incentive is charged for people who would have come anyway. Kumar's formula prints
/// it in the type-1 sum only.
enum class Type2Incentive { None, Charge };
inline constexpr std::string_view kType2IncentiveNames[] = {"none", "charge"};
inline constexpr std::string_view kPeriodNames[] = {"day",     "week",      "month",
                                                    "quarter", "half_year", "year"};

/// How the chance that a newcomer would not have come otherwise is estimated.
enum class Type1Source { Holdout, Matched };
inline constexpr std::string_view kType1SourceNames[] = {"holdout", "matched"};

struct EconomicsOptions {
  Period period = Period::HalfYear;
  double discount_per_period = 0.0;
  double acquisition_saving_type1 = 0.0;
  double acquisition_saving_type2 = 0.0;
  double incentive = 0.0;
  Type2Incentive type2_incentive = Type2Incentive::None;
  double marketing_cost_per_period = 0.0;
  NumberOr<Type1Source> p_type1 = 1.0;
  Period matched_step = Period::Month;
  std::string matched_group;
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
        field(
            "p_type1", &O::p_type1,
            "Chance that a newcomer would not have come otherwise, where no survey says: assumed, "
            "or estimated from people.holdout, or by matched_estimate",
            kType1SourceNames, 0.0, 1.0),
        field("matched_step", &O::matched_step, "Time step of the matched estimate of p_type1",
              kPeriodNames),
        field("matched_group", &O::matched_group,
              "Column of the people table; the matched estimate of p_type1 compares people only "
              "with those of the same value. Empty: with everybody"),
        field("lambda", &O::lambda,
              "value_split: share of a referred margin that goes to the referrers", 0.0, 1.0)};
  }
};

/// (1 + r)^-t: of a flow in period t of the newcomer, counted from 1.
inline double discount_of_period(std::int64_t t, const EconomicsOptions& options) {
  return std::pow(1.0 + options.discount_per_period, -static_cast<double>(t));
}

}  // namespace grapevine
