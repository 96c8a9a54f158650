#pragma once
#include <string>
#include <tuple>
#include <vector>

#include "algorithms/customer_value/acquisition_value.hpp"
#include "engine/registry/registry.hpp"

namespace grapevine {

/// One value per (context, person); the tables `credits` and `value_split`; the audit.
struct CustomerReferralValueResult {
  std::vector<double> crv, crv_type1, crv_type2, civ, crv_forecast, civ_forecast;
  std::vector<std::int64_t> referrals_made;
  MoneyColumn margin_credited;
  std::vector<NamedTable> tables;
  std::vector<AuditLine> audit;
  std::vector<std::string> warnings;
  Facts run_facts;

  Facts facts() const { return run_facts; }

  static constexpr auto columns() {
    using R = CustomerReferralValueResult;
    constexpr std::string_view kSource = "purchases.value touches surveys.value";
    return std::tuple{
        column("crv", &R::crv, "money",
               "customer referral value: present value of the referrals the person actually made",
               kSource),
        column("crv_type1", &R::crv_type1, "money",
               "of it, by newcomers in so far as they would not have come otherwise", kSource),
        column(
            "crv_type2", &R::crv_type2, "money",
            "of it, acquisition cost saved on newcomers in so far as they would have come anyway",
            kSource),
        column("civ", &R::civ, "money",
               "customer influence value: the same of referrals made without a reward; in no crv",
               kSource),
        column("crv_forecast", &R::crv_forecast, "money",
               "present value of margin that those newcomers are still expected to bring up to the "
               "horizon; in no crv; null: no horizon",
               kSource),
        column("civ_forecast", &R::civ_forecast, "money",
               "the same of referrals made without a reward; in no civ", kSource),
        column("referrals_made", &R::referrals_made, "people",
               "acquisitions of which the person earned a share, rewarded or not",
               "purchases touches"),
        column("margin_credited", &R::margin_credited, "money",
               "undiscounted margin of newcomers, by the person's shares",
               "purchases.value touches")};
  }
};

inline constexpr AlgorithmDoc kCustomerReferralValueDoc{
    .name = "customer_referral_value",
    .section = "economics",
    .summary =
        "CRV of each person in each context from the referrals they actually made, with its "
        "ledger, the split of value and the audit.",
    .complexity = "Time O(touches + purchases log purchases)",
    .reference =
        "Kumar, Petersen, Leone 2007, How Valuable Is Word of Mouth?, HBR 85(10); 2010, "
        "Driving Profitability by Encouraging Customer Referrals, J. Marketing 74(5)"};

/// Scores rest on the first attribution model; the ledger has rows for every one. CRV is one level:
/// a newcomer's margin goes to those who brought the newcomer, not to who brought these.
/// What touches say was done without a reward is `civ` and in no `crv`; counts and margins are of
/// both.
CustomerReferralValueResult customer_referral_value(const ScoreInputs& inputs,
                                                    const EconomicsOptions& options = {});

}  // namespace grapevine
