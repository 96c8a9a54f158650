#pragma once
#include <vector>

#include "engine/graph/graph.hpp"

namespace grapevine {

/// igraph's answers to what `hits` and `eigenvector` answer, each scaled to sum to 1. The graph has
/// weights > 0 or none. Errors: BadInput with igraph's reason to refuse.
struct IgraphHits {
  std::vector<double> hub, authority;
};
IgraphHits igraph_hits(const Graph& graph);

struct IgraphEigenvector {
  std::vector<double> centrality;
  double radius = 0.0;
};
IgraphEigenvector igraph_eigenvector(const Graph& graph);

}  // namespace grapevine
