#include "algorithms/influence_maximization/context_union.hpp"

#include <utility>

#include "engine/base/error.hpp"

namespace grapevine {
namespace {

/// Adds the ties of one context that let influence pass, from `first` on.
void add_ties(EdgeList& edges, const TieChances& chances, NodeId first) {
  const Graph& ties = chances.graph();
  const bool have_signs = !ties.columns().sign.empty();
  for (NodeId u = 0; u < ties.num_nodes(); ++u) {
    const auto targets = ties.out_neighbors(u);
    for (std::size_t i = 0; i < targets.size(); ++i) {
      const double chance = chances.of(u, i);
      if (chance <= 0.0) continue;
      edges.source.push_back(first + u);
      edges.target.push_back(first + targets[i]);
      edges.columns.weight.push_back(chance);
      if (have_signs) edges.columns.sign.push_back(ties.columns().sign[ties.first_out_edge(u) + i]);
    }
  }
}

}  // namespace

TieChances ContextUnion::chances(NegativeTies negative_ties) const {
  return {graph, {.kind = ChanceRule::Kind::Column, .negative_ties = negative_ties}, 0};
}

ContextUnion context_union(const ContextDiffusion& diffusion, std::span<const ContextId> contexts,
                           CascadeModel model) {
  const NodeId people = diffusion.ties().num_nodes();
  const std::uint64_t nodes = std::uint64_t{people} * contexts.size();
  if (nodes >= kNoNode)
    throw Error(ErrorCode::InvalidOption, "context",
                std::to_string(contexts.size()) + " contexts of " + std::to_string(people) +
                    " people are more than can be chosen from at once",
                "name one context");
  ContextUnion all{.contexts = {contexts.begin(), contexts.end()}, .num_people = people};
  EdgeList edges;
  for (std::size_t place = 0; place < contexts.size(); ++place) {
    const TieChances chances = diffusion.chances(contexts[place]);
    // Here, where people still have their names.
    if (model == CascadeModel::LinearThreshold) chances.require_shares();
    add_ties(edges, chances, all.node(place, 0));
    const auto values = diffusion.values(contexts[place]);
    all.values.insert(all.values.end(), values.begin(), values.end());
  }
  all.graph = Graph::build(static_cast<NodeId>(nodes), std::move(edges));
  return all;
}

}  // namespace grapevine
