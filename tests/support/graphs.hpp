#pragma once
#include <utility>
#include <vector>

#include "engine/graph/graph.hpp"
#include "engine/parallel/random.hpp"

namespace grapevine::testing {

using Ties = std::vector<std::pair<NodeId, NodeId>>;

inline EdgeList edge_list(const Ties& ties) {
  EdgeList edges;
  for (const auto& [source, target] : ties) {
    edges.source.push_back(source);
    edges.target.push_back(target);
  }
  return edges;
}

inline Graph graph_of(NodeId num_nodes, const Ties& ties, const GraphOptions& options = {}) {
  return Graph::build(num_nodes, edge_list(ties), options);
}

inline Graph cycle(NodeId n) {
  Ties ties;
  for (NodeId u = 0; u < n; ++u) ties.emplace_back(u, (u + 1) % n);
  return graph_of(n, ties);
}

/// Everybody points at node 0.
inline Graph star(NodeId n) {
  Ties ties;
  for (NodeId u = 1; u < n; ++u) ties.emplace_back(u, 0);
  return graph_of(n, ties);
}

/// `m` ties with both ends drawn at random: loops, parallel ties and isolated nodes occur.
inline Ties random_ties(NodeId n, EdgeId m, std::uint64_t seed) {
  Random random(seed, 0);
  Ties ties;
  for (EdgeId i = 0; i < m; ++i) {
    const auto source = static_cast<NodeId>(random.below(n));
    ties.emplace_back(source, static_cast<NodeId>(random.below(n)));
  }
  return ties;
}

inline Graph random_graph(NodeId n, EdgeId m, std::uint64_t seed) {
  return graph_of(n, random_ties(n, m, seed));
}

}  // namespace grapevine::testing
