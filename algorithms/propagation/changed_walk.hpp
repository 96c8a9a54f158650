#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "algorithms/propagation/incremental_walk.hpp"
#include "algorithms/propagation/shared_walk.hpp"

namespace grapevine {

struct ChangedWalkOptions {
  double damping = 0.85;       ///< Less than 1.
  double tolerance = 1e-9;     ///< L1 distance of all scores from the exact ones, at most.
  Sinks sinks = Sinks::Seeds;  ///< Or Absorb.
  ContextFactors factors = {};
};

/// Walks of any context on a graph that changed, from what they were before: only what the change
/// reaches is walked again, as in `IncrementalWalk`, but from two graphs that stand side by side,
/// with weights of the context. Ties of sign -1 are left out. Memory: the changed rows.
class ChangedWalk {
 public:
  /// Two graphs of the same nodes in canonical rows, which must outlive the object. O(n + m).
  ChangedWalk(const Graph& before, const Graph& after, const ChangedWalkOptions& options);

  /// The rows that differ.
  std::span<const NodeId> changed_rows() const { return changed_; }

  /// Sets the scores that the walk from `start_after` has on the graph after, from those that the
  /// walk from `start_before`, of the same context, had on the one before. Both must have seeds.
  /// Nothing where that takes more than so many visits of ties. The error that is told is beside
  /// that of the scores before. 25 bytes a node.
  std::optional<WalkUpdate> follow(const WalkStart& start_before, const WalkStart& start_after,
                                   std::span<const double> scores_before, std::uint64_t most_visits,
                                   std::span<double> scores_after) const;

 private:
  const Graph &before_, &after_;
  ChangedWalkOptions options_;
  std::vector<NodeId> changed_;
};

}  // namespace grapevine
