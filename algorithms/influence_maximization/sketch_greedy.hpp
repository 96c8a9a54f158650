#pragma once
#include "algorithms/influence_maximization/set_cover.hpp"

namespace grapevine {

struct SketchGreedyOptions {
  std::uint32_t size = 256;           ///< Entries of a sketch, by which its person is chosen.
  std::uint32_t most_worlds = 256;    ///< Fewer where they take too much memory.
  std::uint64_t most_work = 1 << 22;  ///< Drawings, and members of their sets.
  std::uint64_t seed = 0;
  OwnWord own_word = OwnWord::Counts;
};

/// People chosen one by one by combined reachability sketches (Cohen, Delling, Pajor, Werneck 2014,
/// Sketch-Based Influence Maximization and Computation). Targets are drawn in proportion to their
/// values, each in one of a few shared worlds of live ties, and everybody who reaches the target
/// there gets an entry. Whose sketch fills first adds most, is chosen, and covers whom they reach
/// in every world; what is covered counts for nobody from then on. So the work lies in what the
/// chosen leave: large cascades are met once. With a budget a sketch is full at entries in
/// proportion to the person's cost. Once `most_work` is done, the others are chosen by the entries
/// that there are (`greedy_cover`).
///
/// `values` as for ReverseSampler. The thread count changes no bit. Time O(worlds x live ties +
/// most_work), memory 16 bytes a person and live tie of each world.
std::vector<NodeId> choose_by_sketches(const TieChances& chances, CascadeModel model,
                                       const SeedLimits& limits, std::span<const double> values,
                                       const SketchGreedyOptions& options = {});

/// Most bytes that it holds where so many ties live in a world, on average.
std::uint64_t sketch_greedy_bytes(std::uint64_t people, double live_ties,
                                  const SketchGreedyOptions& options = {});

}  // namespace grapevine
