#pragma once
#include <string>

#include "engine/graph/graph.hpp"

namespace grapevine {

/// What a graph holds: sizes, loops, parallel ties, sinks, degrees. O(n + m).
struct GraphInfo {
  NodeId nodes = 0;
  EdgeId edges = 0, self_loops = 0, parallel_edges = 0, dropped = 0;
  NodeId sinks = 0;     ///< Nodes without out-ties.
  NodeId sources = 0;   ///< Nodes without in-ties.
  NodeId isolated = 0;  ///< Nodes without either.
  NodeId max_in_degree = 0, max_out_degree = 0;
  bool weighted = false, text_ids = false;
};

GraphInfo graph_info(const Graph& graph);

std::string graph_info_text(const GraphInfo& info);
std::string graph_info_json(const GraphInfo& info);

}  // namespace grapevine
