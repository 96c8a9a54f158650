#pragma once
#include <algorithm>
#include <numeric>
#include <span>
#include <vector>

#include "engine/network/journey_shares.hpp"

namespace grapevine {

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
/// people, and who says a thing twice, or under two names that were merged, has said it once. Most
/// journeys are short: then a look back costs less than memory and sorting.
inline void count_people_once(std::span<const JourneyTouch> touches, std::span<double> shares) {
  const auto merge = [&](std::size_t first, std::size_t i) {
    if (first == i) return;
    shares[first] = std::max(shares[first], shares[i]);
    shares[i] = 0.0;
  };
  constexpr std::size_t kShort = 32;
  if (touches.size() <= kShort) {
    for (std::size_t i = 0; i < touches.size(); ++i) {
      const auto same = std::ranges::find(touches, touches[i].referrer, &JourneyTouch::referrer);
      merge(static_cast<std::size_t>(same - touches.begin()), i);
    }
    return;
  }
  const std::vector<std::size_t> first = first_of_referrer(touches);
  for (std::size_t i = 0; i < touches.size(); ++i) merge(first[i], i);
}

}  // namespace grapevine
