#include "algorithms/propagation/step_shares.hpp"

#include <algorithm>

#include "engine/parallel/node_loops.hpp"

namespace grapevine {

StepShares::StepShares(const GraphView& view, ContextId context, double context_factor,
                       TieSigns signs)
    : view_(view),
      context_(context),
      context_factor_(context_factor),
      signs_(signs),
      rows_(view.num_nodes()) {
  const Graph& graph = view.graph();
  for_each_node(graph, [&](NodeId u) {
    Row& row = rows_[u];
    const EdgeId first = graph.first_out_edge(u), end = first + graph.out_degree(u);
    for (EdgeId e = first; e < end; ++e)
      if (factor(e) > 0.0) row.largest = std::max(row.largest, graph.weight(e));
    if (row.largest == 0.0) return;
    for (EdgeId e = first; e < end; ++e) row.sum += weight(e, row.largest);
  });
}

double StepShares::factor(EdgeId e) const {
  const Graph& graph = view_.graph();
  if (!view_.has(e) || (signs_ == TieSigns::Positive && graph.sign(e) < 0)) return 0.0;
  return context_ != kEveryContext && graph.context(e) == context_ ? context_factor_ : 1.0;
}

}  // namespace grapevine
