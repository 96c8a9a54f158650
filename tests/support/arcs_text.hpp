#pragma once
#include <string>

#include "engine/base/numbers.hpp"
#include "engine/graph/graph.hpp"

namespace grapevine::testing {

/// One line per stored arc with all that it carries, by the users' own ids: "1>2 w0.5 s-1 friend".
inline std::string arcs_text(const Graph& graph) {
  std::string text;
  const GraphColumns& columns = graph.columns();
  for (NodeId u = 0; u < graph.num_nodes(); ++u) {
    EdgeId e = graph.first_out_edge(u);
    for (const NodeId v : graph.out_neighbors(u)) {
      text += graph.name(u) + ">" + graph.name(v);
      if (!columns.weight.empty()) text += " w" + to_text(columns.weight[e]);
      if (!columns.sign.empty()) text += " s" + std::to_string(columns.sign[e]);
      if (!columns.time.empty()) text += " t" + time_text(columns.time[e]);
      if (!columns.type.empty()) text += " " + graph.type_names()[columns.type[e]];
      text += "\n";
      ++e;
    }
  }
  return text;
}

}  // namespace grapevine::testing
