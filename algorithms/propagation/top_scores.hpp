#pragma once
#include <cstdint>
#include <vector>

#include "algorithms/propagation/batched_walk.hpp"

namespace grapevine {

struct TopScore {
  NodeId node;
  double score;
};

struct TopScores {
  std::vector<TopScore> top;  ///< Falling; equal ones by node.
  double error = 0.0;         ///< L1, of all scores together: a score is off by no more.
  bool certain = false;       ///< Nobody else can score higher than the last of these.
  bool pushed = false;        ///< Found without the scores of everybody.
};

/// The `count` people that a walk reaches most, who score above 0. A local push is refined until
/// its error is less than what parts the last of them from the next, and the scores of others are
/// never made; where that takes more visits of ties than a quarter of the passes of
/// `batched_walks`, or the push has no seeds or sinks that pass on to all, they are taken from the
/// scores of everybody. `steps` are those of all ties of the view. Time O(visits + k log k).
TopScores top_scores(const GraphView& view, const WalkSteps& steps, const WalkStart& start,
                     std::size_t count, const WalkOptions& options = {});

}  // namespace grapevine
