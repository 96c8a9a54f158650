#include "study/graph_info.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

namespace grapevine {

GraphInfo graph_info(const Graph& graph) {
  GraphInfo info{.nodes = graph.num_nodes(), .edges = graph.num_edges()};
  info.self_loops = graph.report().self_loops;
  const auto counted = graph.report().parallel_edges;
  info.parallel_edges = counted ? *counted : count_parallel(graph.out_rows());
  info.dropped = graph.report().dropped;
  for (NodeId v = 0; v < graph.num_nodes(); ++v) {
    const NodeId out = graph.out_degree(v), in = graph.in_degree(v);
    info.sinks += out == 0;
    info.sources += in == 0;
    info.isolated += out == 0 && in == 0;
    info.max_out_degree = std::max(info.max_out_degree, out);
    info.max_in_degree = std::max(info.max_in_degree, in);
  }
  info.weighted = !graph.columns().weight.empty();
  info.text_ids = graph.ids() && graph.ids()->is_text();
  return info;
}

std::string graph_info_text(const GraphInfo& i) {
  return fmt::format(
      "nodes            {}\nedges            {}\nself-loops       {}\nparallel edges   {}\n"
      "dropped edges    {}\nsinks            {}\nsources          {}\nisolated         {}\n"
      "max out-degree   {}\nmax in-degree    {}\nweights          {}\nids              {}\n",
      i.nodes, i.edges, i.self_loops, i.parallel_edges, i.dropped, i.sinks, i.sources, i.isolated,
      i.max_out_degree, i.max_in_degree, i.weighted ? "yes" : "no",
      i.text_ids ? "text" : "integers");
}

std::string graph_info_json(const GraphInfo& i) {
  const nlohmann::ordered_json json = {{"nodes", i.nodes},
                                       {"edges", i.edges},
                                       {"self_loops", i.self_loops},
                                       {"parallel_edges", i.parallel_edges},
                                       {"dropped_edges", i.dropped},
                                       {"sinks", i.sinks},
                                       {"sources", i.sources},
                                       {"isolated", i.isolated},
                                       {"max_out_degree", i.max_out_degree},
                                       {"max_in_degree", i.max_in_degree},
                                       {"weighted", i.weighted},
                                       {"ids", i.text_ids ? "text" : "integers"}};
  return json.dump(2) + "\n";
}

}  // namespace grapevine
