#include "algorithms/centrality/degree.hpp"

#include "algorithms/spread.hpp"
#include "engine/parallel/node_loops.hpp"

namespace grapevine {

DegreeResult degree(const GraphView& view, const DegreeOptions&) {
  DegreeResult result;
  result.in_degree.resize(view.num_nodes());
  result.out_degree.resize(view.num_nodes());
  for_each_node(view.graph(), [&](NodeId v) {
    result.in_degree[v] = view.in_degree(v);
    result.out_degree[v] = view.out_degree(v);
  });
  return result;
}

DegreeResult degree_in_study(const ScoreInputs& inputs, const DegreeOptions& options) {
  const DegreeResult result = degree(inputs.network.ties, options);
  return {.in_degree = spread_over_contexts(inputs.network, result.in_degree),
          .out_degree = spread_over_contexts(inputs.network, result.out_degree)};
}

}  // namespace grapevine
