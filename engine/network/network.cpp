#include "engine/network/network.hpp"

namespace grapevine {
namespace {

class WalkEdges {
 public:
  void add(NodeId from, NodeId to, double weight, ContextId context) {
    edges_.source.push_back(from);
    edges_.target.push_back(to);
    edges_.columns.weight.push_back(weight);
    edges_.columns.context.push_back(context);
  }

  EdgeList take() { return std::move(edges_); }

 private:
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

Graph referral_walk(const Network& network) {
  WalkEdges walk;
  add_ties(network, walk);
  for (const Touch& touch : network.touches.rows)
    if (touch.status == TouchStatus::Succeeded) walk.add(touch.to, touch.from, 1.0, touch.context);
  return Graph::build(network.num_people(), walk.take()).with_ids(network.people);
}

}  // namespace grapevine
