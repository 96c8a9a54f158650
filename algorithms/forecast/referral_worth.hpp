#pragma once
#include <cstdint>
#include <span>
#include <vector>

namespace grapevine {

/// What people's referrals were worth: one group of rows is one context, people in the same order
/// in each.
struct ReferralRecord {
  std::span<const double> value;      ///< All that a person's referrals brought, a row.
  std::span<const double> referrals;  ///< How many, a row.
  std::size_t people = 0;
};

/// Expected value of one more referral of each row: the mean of the person's own referrals there,
/// shrunk to the context's mean, and this to that of all contexts, by credibility n / (n + k)
/// (Buehlmann, Straub 1970). k = s^2 / a is estimated by least squares: the squared distance of the
/// mean of n referrals from its group's is a + s^2 / n on average. Where a <= 0, or too few have
/// referrals to tell, groups differ by chance alone and the wider mean stands. NaN where nobody has
/// a referral anywhere. O(rows).
std::vector<double> expected_worth(const ReferralRecord& record);

}  // namespace grapevine
