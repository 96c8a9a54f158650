#pragma once
#include <cstdint>
#include <vector>

#include "engine/graph/graph.hpp"

namespace grapevine {

/// Number of each node's strongly connected component; equal exactly for nodes that reach each
/// other. Tarjan 1972, Depth-First Search and Linear Graph Algorithms, without recursion. O(n + m).
std::vector<std::uint32_t> strong_components(const Graph& graph);

}  // namespace grapevine
