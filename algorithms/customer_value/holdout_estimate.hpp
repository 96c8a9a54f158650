#pragma once
#include <cstdint>
#include <limits>
#include <vector>

#include "engine/network/journeys.hpp"
#include "engine/network/network.hpp"

namespace grapevine {

/// With fewer people in a group, or referred acquisitions, a hold-out group tells nothing.
inline constexpr std::int64_t kLeastGroup = 100, kLeastReferred = 20;

/// What people whom the referral programme could not reach tell of those whom it could. Joins are
/// acquisitions.
struct HoldoutEstimate {
  std::int64_t reached = 0, reached_joins = 0;
  std::int64_t referred_joins = 0;  ///< Of the reached, with a touch that counts.
  std::int64_t held_out = 0, held_out_joins = 0;
  std::int64_t held_out_referred = 0;  ///< By a recorded touch: the group was not out of reach.
  double excess = std::numeric_limits<double>::quiet_NaN();  ///< Joins that the programme caused.
  double p = std::numeric_limits<double>::quiet_NaN();       ///< NaN: too few people or referrals.
  double low = p, high = p;                                  ///< An interval of 95 %.
};

struct HoldoutEstimates {
  std::vector<HoldoutEstimate> contexts;
  HoldoutEstimate all;  ///< All contexts together.
};

/// The chance that a referred newcomer would not have come otherwise, from a randomised hold-out
/// group: p = n (joins / n - held-out joins / held-out people) / referred joins, over the n people
/// who were not held out, clamped to [0, 1]. Who is not said to be either is in neither group.
///
/// The interval is by the delta method over people, with one join and one person without added to
/// each group where their variance is estimated (as Agresti, Caffo 2000, The American Statistician
/// 54(4)), so that a group without joins is not taken for certain. It takes people as independent:
/// cascades make it too short. A join that the programme caused and nobody recorded makes p too
/// high. O(people x contexts + acquisitions).
HoldoutEstimates holdout_estimates(const Network& network, const Journeys& journeys);

}  // namespace grapevine
