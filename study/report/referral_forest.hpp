#pragma once
#include <cstdint>
#include <vector>

#include "study/report/report_rows.hpp"

namespace grapevine {

/// Everybody who would be downstream of a person in a context, were each newcomer brought by one
/// referrer alone: the one with the largest share (of equal ones the earlier in the ledger).
struct ReferralForest {
  std::vector<std::int64_t> people;  ///< By row: how many are downstream.
  std::vector<double> value;         ///< Their undiscounted margin from joining on.
};

/// Credited referrals have no cycles in a context, so each is a forest; where a study keeps cycles
/// (`exclude_cycles = false`) a newcomer in one has nobody above. O(ledger log ledger).
ReferralForest referral_forest(const ReportRows& rows);

}  // namespace grapevine
