#include "algorithms/diffusion/influence_ties.hpp"

#include <utility>

namespace grapevine {
namespace {

template <class T>
std::vector<T> copied(const SharedArray<T>& values) {
  return {values.begin(), values.end()};
}

EdgeList edge_list_of(const Graph& graph) {
  EdgeList edges;
  for (NodeId u = 0; u < graph.num_nodes(); ++u)
    for (const NodeId v : graph.out_neighbors(u)) {
      edges.source.push_back(u);
      edges.target.push_back(v);
    }
  const GraphColumns& columns = graph.columns();
  edges.columns = {.weight = copied(columns.weight),
                   .sign = copied(columns.sign),
                   .type = copied(columns.type),
                   .time = copied(columns.time),
                   .context = copied(columns.context),
                   .end = copied(columns.end)};
  edges.type_names = graph.type_names();
  return edges;
}

}  // namespace

Graph influence_ties(const Network& network) {
  const Graph& ties = network.ties;
  if (network.influence == Influence::SourceToTarget) return ties;
  EdgeList edges = edge_list_of(ties);
  if (network.influence == Influence::TargetToSource) {
    std::swap(edges.source, edges.target);
    return Graph::build(ties.num_nodes(), std::move(edges)).with_ids(network.people);
  }
  return Graph::build(ties.num_nodes(), std::move(edges), {.directed = false})
      .with_ids(network.people);
}

TieFilter ties_known_at_end(const Network& network, ContextId context) {
  TieFilter filter{.context = context};
  // `end` is the first moment that nothing is known of.
  if (network.end > Time::min()) filter.at = network.end - Time::duration(1);
  return filter;
}

}  // namespace grapevine
