#pragma once
#include <vector>

#include "bench/support/rmat_graph.hpp"

namespace grapevine::bench {

/// The 50 people of a graph with the most ties, which are its first.
inline std::vector<NodeId> first_fifty() {
  std::vector<NodeId> seeds(50);
  for (NodeId v = 0; v < 50; ++v) seeds[v] = v;
  return seeds;
}

}  // namespace grapevine::bench
