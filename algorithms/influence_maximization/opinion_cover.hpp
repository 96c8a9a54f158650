#pragma once
#include "algorithms/influence_maximization/opinion_sets.hpp"
#include "algorithms/influence_maximization/set_cover.hpp"

namespace grapevine {

struct OpinionCover {
  std::vector<NodeId> chosen;
  std::int64_t net = 0;  ///< Targets that they win, less those that they set against.
};

/// Chooses people one by one, each the one who adds most to targets won less targets set against
/// (of those who can still be paid, for its cost), the lower number where equal, until nobody adds
/// anything: fewer than may be chosen where more would do harm. What people add may rise and fall
/// as others are chosen (the net spread is neither monotone nor submodular), so nothing is
/// guaranteed. With costs the better of that and of choosing by what they add alone.
/// O(speakers x times that somebody earlier is chosen, some ln of the list, x log).
OpinionCover greedy_opinions(const OpinionSets& sets, NodeId people, const SeedLimits& limits);

/// Bytes that it holds for lists of so many speakers together.
std::uint64_t opinion_cover_bytes(std::uint64_t people, std::uint64_t speakers);

}  // namespace grapevine
