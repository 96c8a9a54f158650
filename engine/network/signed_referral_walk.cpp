#include "engine/network/signed_referral_walk.hpp"

#include <algorithm>

namespace grapevine {
namespace {

class SignedEdges {
 public:
  void add(NodeId from, NodeId to, double weight, int sign, ContextId context) {
    edges_.source.push_back(from);
    edges_.target.push_back(to);
    edges_.columns.weight.push_back(weight);
    edges_.columns.sign.push_back(static_cast<std::int8_t>(sign));
    edges_.columns.context.push_back(context);
  }

  Graph build(const Network& network) {
    auto& sign = edges_.columns.sign;
    if (std::ranges::find(sign, -1) == sign.end()) sign.clear();
    return Graph::build(network.num_people(), std::move(edges_)).with_ids(network.people);
  }

 private:
  EdgeList edges_;
};

void add_ties(const Network& network, SignedEdges& walk) {
  const Graph& ties = network.ties;
  for (NodeId source = 0; source < ties.num_nodes(); ++source) {
    EdgeId e = ties.first_out_edge(source);
    for (const NodeId target : ties.out_neighbors(source)) {
      if (network.influence != Influence::TargetToSource)
        walk.add(target, source, ties.weight(e), ties.sign(e), ties.context(e));
      if (network.influence != Influence::SourceToTarget)
        walk.add(source, target, ties.weight(e), ties.sign(e), ties.context(e));
      ++e;
    }
  }
}

}  // namespace

Graph signed_referral_walk(const Network& network) {
  SignedEdges walk;
  add_ties(network, walk);
  for (const Touch& touch : network.touches.rows)
    if (touch.status == TouchStatus::Succeeded)
      walk.add(touch.to, touch.from, 1.0, 1, touch.context);
  return walk.build(network);
}

}  // namespace grapevine
