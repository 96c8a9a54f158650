#pragma once
#include "engine/graph/graph.hpp"
#include "engine/parallel/loops.hpp"

namespace grapevine {

/// Calls `visit(v)` for every node, in parallel. `visit` may write only what belongs to `v`.
template <class Visit>
void for_each_node(const Graph& graph, const Visit& visit) {
  for_each_index(graph.num_nodes(), [&](std::size_t v) { visit(static_cast<NodeId>(v)); }, 1024);
}

/// Sums `value(v)` over all nodes; the thread count changes no bit.
template <class Value>
double sum_over_nodes(const Graph& graph, const Value& value) {
  return sum_over(graph.num_nodes(), [&](std::size_t v) { return value(static_cast<NodeId>(v)); });
}

}  // namespace grapevine
