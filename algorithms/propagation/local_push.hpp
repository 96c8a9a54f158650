#pragma once
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "algorithms/propagation/shared_walk.hpp"

namespace grapevine {

struct PushOptions {
  double damping = 0.85;
  double error = 1e-4;            ///< L1, of all scores; above 0.
  Sinks sinks = Sinks::Seeds;     ///< Or Absorb.
  std::uint64_t most_visits = 0;  ///< Of ties, beyond which it gives up.
};

/// Scores of the people that a push came to, by node; each is at most the true one.
struct PushedWalk {
  std::vector<std::pair<NodeId, double>> score;
  double error = 0.0;        ///< L1: what had not been passed on in the end.
  std::uint64_t visits = 0;  ///< Of ties.
};

/// The long-run distribution of a walk from few people by forward push (Andersen, Chung, Lang 2006,
/// Local Graph Partitioning using PageRank Vectors): what lies at a node stays with chance 1 -
/// damping and else moves on along its ties, until what has not been passed on sums to at most the
/// error. It looks only at the ties of people it comes to; nodes go first whose rest is large for
/// their ties. Nothing when that takes more than `most_visits`. `steps` and `weights` are those of
/// all ties of a view. The start must have seeds. Time O(visits), memory of the pages it touches.
std::optional<PushedWalk> local_push(const WalkSteps& steps, const TieWeights& weights,
                                     const WalkStart& start, const PushOptions& options);

}  // namespace grapevine
