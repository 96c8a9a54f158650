#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/error.hpp"
#include "engine/graph/graph.hpp"

namespace grapevine {

/// The nodes of these ids, each once, in their order. Errors: InvalidOption naming `option` for an
/// id that is no node.
inline std::vector<NodeId> nodes_of_ids(const Graph& graph, const std::vector<std::string>& ids,
                                        std::string_view option) {
  std::vector<NodeId> nodes;
  std::vector<bool> has(graph.num_nodes());
  for (const std::string& id : ids) {
    const auto node = graph.find(id);
    if (!node)
      throw Error(ErrorCode::InvalidOption, option, in_quotes(id) + " is not in the graph",
                  "give ids that the input has");
    if (!has[*node]) nodes.push_back(*node);
    has[*node] = true;
  }
  return nodes;
}

/// Of each node whether its id is among these. Errors: as above.
inline std::vector<bool> marked_nodes(const Graph& graph, const std::vector<std::string>& ids,
                                      std::string_view option) {
  std::vector<bool> marks(graph.num_nodes());
  for (const NodeId v : nodes_of_ids(graph, ids, option)) marks[v] = true;
  return marks;
}

}  // namespace grapevine
