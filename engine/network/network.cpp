#include "engine/network/walk_edges.hpp"

namespace grapevine {
namespace {

class WalkEdges {
 public:
  explicit WalkEdges(bool distinct) : distinct_(distinct) {}

  void add(NodeId from, NodeId to, double weight, ContextId context) {
    edges_.source.push_back(from);
    edges_.target.push_back(to);
    if (distinct_) return;
    edges_.columns.weight.push_back(weight);
    edges_.columns.context.push_back(context);
  }

  Graph build(const Network& network) {
    const ParallelEdges parallel = distinct_ ? ParallelEdges::Drop : ParallelEdges::Keep;
    return Graph::build(network.num_people(), std::move(edges_), {.parallel_edges = parallel})
        .with_ids(network.people);
  }

 private:
  bool distinct_;
  EdgeList edges_;
};

}  // namespace

Graph referral_walk(const Network& network, const WalkSources& sources) {
  WalkEdges walk(sources.distinct);
  for_each_walk_edge(network, [&](const WalkEdge& edge) {
    const bool wanted = edge.touch ? sources.touches && edge.time >= sources.touches_since
                                   : sources.ties && edge.sign > 0;
    if (wanted) walk.add(edge.from, edge.to, edge.weight, edge.context);
  });
  return walk.build(network);
}

Time time_of(const Touch& touch, const Network& network) {
  const bool by_purchase = touch.time == kUndated && touch.purchase != kNoId;
  return by_purchase ? network.purchases.rows[touch.purchase].time : touch.time;
}

}  // namespace grapevine
