#include "engine/network/network.hpp"

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

void add_ties(const Network& network, WalkEdges& walk) {
  const Graph& ties = network.ties;
  for (NodeId source = 0; source < ties.num_nodes(); ++source) {
    EdgeId e = ties.first_out_edge(source);
    for (const NodeId target : ties.out_neighbors(source)) {
      if (ties.sign(e) > 0) {
        if (network.influence != Influence::TargetToSource)
          walk.add(target, source, ties.weight(e), ties.context(e));
        if (network.influence != Influence::SourceToTarget)
          walk.add(source, target, ties.weight(e), ties.context(e));
      }
      ++e;
    }
  }
}

}  // namespace

Graph referral_walk(const Network& network, const WalkSources& sources) {
  WalkEdges walk(sources.distinct);
  const Time since = sources.touches_since;
  const auto is_recent = [&](const Touch& touch) {
    return since == Time::min() || time_of(touch, network) >= since;
  };
  if (sources.ties) add_ties(network, walk);
  if (sources.touches)
    for (const Touch& touch : network.touches.rows)
      if (touch.status == TouchStatus::Succeeded && is_recent(touch))
        walk.add(touch.to, touch.from, 1.0, touch.context);
  return walk.build(network);
}

Time time_of(const Touch& touch, const Network& network) {
  const bool by_purchase = touch.time == kUndated && touch.purchase != kNoId;
  return by_purchase ? network.purchases.rows[touch.purchase].time : touch.time;
}

}  // namespace grapevine
