#pragma once
#include "algorithms/influence_maximization/set_cover.hpp"

namespace grapevine {

/// People chosen one by one so that they, and whom their own ties reach, are worth most: what the
/// cascade does after its first step is left out, so nothing is sampled. Good where chances are
/// small (as degree discount is: Chen, Wang, Yang 2009, Efficient Influence Maximization in Social
/// Networks), and exact there up to the square of chances. Parallel ties
/// of one person count as if to different people. `values` as for ReverseSampler.
/// O(ties + chosen x log people).
std::vector<NodeId> choose_by_one_step(const TieChances& chances, CascadeModel model,
                                       const SeedLimits& limits, std::span<const double> values,
                                       OwnWord own_word = OwnWord::Counts);

/// Those with the most ties out, the lower number where equal, passing over who cannot be paid.
std::vector<NodeId> choose_by_degree(const Graph& graph, const SeedLimits& limits);

}  // namespace grapevine
