#pragma once
#include <algorithm>
#include <numeric>
#include <span>
#include <vector>

#include "engine/network/journeys.hpp"
#include "engine/parallel/loops.hpp"

namespace grapevine {

/// Shares of every touch: `weigh(touches, shares)` fills the shares of one journey, which are then
/// scaled to sum to 1. Journeys without touches have none. O(touches), parallel.
template <class Weigh>
std::vector<double> shares_of_journeys(const Journeys& journeys, const Weigh& weigh) {
  std::vector<double> shares(journeys.touches.size());
  for_each_index(journeys.acquisitions.size(), [&](std::size_t i) {
    const Acquisition& acquisition = journeys.acquisitions[i];
    if (acquisition.num_touches == 0) return;
    const auto touches =
        std::span(journeys.touches).subspan(acquisition.first_touch, acquisition.num_touches);
    const auto own = std::span(shares).subspan(acquisition.first_touch, acquisition.num_touches);
    weigh(touches, own);
    double total = 0.0;
    for (const double share : own) total += share;
    for (double& share : own) share /= total;
  });
  return shares;
}

/// For each touch of a journey the place of its referrer's first one. O(touches log touches).
inline std::vector<std::size_t> first_of_referrer(std::span<const JourneyTouch> touches) {
  std::vector<std::size_t> order(touches.size()), first(touches.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::sort(order, {}, [&](std::size_t i) { return std::pair(touches[i].referrer, i); });
  for (std::size_t k = 0; k < order.size(); ++k) {
    const bool same = k > 0 && touches[order[k]].referrer == touches[order[k - 1]].referrer;
    first[order[k]] = same ? first[order[k - 1]] : order[k];
  }
  return first;
}

/// Gives each referrer the largest of their shares, at their first touch, and no other: players are
/// people, and who says a thing twice, or under two names that were merged, has said it once.
inline void count_people_once(std::span<const JourneyTouch> touches, std::span<double> shares) {
  const std::vector<std::size_t> first = first_of_referrer(touches);
  for (std::size_t i = 0; i < touches.size(); ++i)
    if (first[i] != i) {
      shares[first[i]] = std::max(shares[first[i]], shares[i]);
      shares[i] = 0.0;
    }
}

}  // namespace grapevine
