#include "engine/network/signed_referral_walk.hpp"

#include <algorithm>

#include "engine/network/walk_edges.hpp"

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

}  // namespace

Graph signed_referral_walk(const Network& network) {
  SignedEdges walk;
  for_each_walk_edge(network, [&](const WalkEdge& edge) {
    walk.add(edge.from, edge.to, edge.weight, edge.sign, edge.context);
  });
  return walk.build(network);
}

}  // namespace grapevine
