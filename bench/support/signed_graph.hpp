#pragma once
#include <utility>

#include "algorithms/diffusion/tie_chances.hpp"
#include "bench/support/influence_graph.hpp"

namespace grapevine::bench {

/// The R-MAT graph with every fourth tie negative.
inline const Graph& signed_graph() {
  static const Graph graph = [] {
    const Graph& plain = rmat_graph();
    EdgeList edges;
    for (NodeId u = 0; u < plain.num_nodes(); ++u)
      for (const NodeId v : plain.out_neighbors(u)) {
        edges.source.push_back(u);
        edges.target.push_back(v);
        edges.columns.sign.push_back(edges.source.size() % 4 == 0 ? -1 : 1);
      }
    return Graph::build(plain.num_nodes(), std::move(edges));
  }();
  return graph;
}

/// Weighted cascade along all of its ties.
inline TieChances signed_chances() {
  return {signed_graph(), {.negative_ties = NegativeTies::Carry}, 1};
}

}  // namespace grapevine::bench
