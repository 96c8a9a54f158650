#pragma once
#include <vector>

#include "algorithms/propagation/batched_walk.hpp"

namespace grapevine {

/// The walk along the edges known at a moment, and its PageRank.
class KnownWalk {
 public:
  KnownWalk(Graph known, double damping);
  KnownWalk(const KnownWalk&) = delete;
  KnownWalk& operator=(const KnownWalk&) = delete;

  const Graph& graph() const { return graph_; }
  /// Shares of a walk that starts at everybody alike: one a person.
  const std::vector<double>& rank() const { return rank_; }

  /// Of each context, shares of its walk from `seeds` (> 0, a list of all people for each context);
  /// edges of the context weigh `factor` times. O(iterations (people + edges)) for up to 64.
  std::vector<double> ranks_from(const std::vector<ContextId>& contexts,
                                 const std::vector<double>& seeds, double factor) const;

  /// Sum of `of(follower)` over the different people with an edge to this one.
  template <class Of>
  double over_followers(NodeId person, const Of& of) const {
    double sum = 0.0;
    NodeId before = kNoNode;
    for (const NodeId follower : graph_.in_neighbors(person)) {
      if (follower != before) sum += of(follower);
      before = follower;
    }
    return sum;
  }

 private:
  BatchOptions options() const;

  Graph graph_;
  GraphView view_;
  WalkSteps steps_;
  double damping_;
  std::vector<double> rank_;
};

}  // namespace grapevine
