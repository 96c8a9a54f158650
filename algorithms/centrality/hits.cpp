#include "algorithms/centrality/hits.hpp"

#include <cmath>
#include <utility>

#include "algorithms/spread.hpp"
#include "engine/base/progress.hpp"
#include "engine/parallel/node_loops.hpp"

namespace grapevine {
namespace {

/// Makes values >= 0 sum to 1.
void scale(const Graph& graph, std::vector<double>& values) {
  const double sum = sum_over_nodes(graph, [&](NodeId v) { return values[v]; });
  for_each_node(graph, [&](NodeId v) { values[v] /= sum; });
}

}  // namespace

Facts HitsResult::facts() const { return iteration_facts(iterations, residual, converged); }

HitsResult hits(const GraphView& view, const HitsOptions& options) {
  validate(options);
  const Graph& graph = view.graph();
  const TieMatrix matrix(view, TieSigns::Positive);
  HitsResult result{.hub = std::vector<double>(view.num_nodes()),
                    .authority = std::vector<double>(view.num_nodes())};
  if (matrix.unit() == 0.0) return result;
  result.hub.assign(view.num_nodes(), 1.0 / view.num_nodes());
  result.converged = false;
  std::vector<double> next(view.num_nodes());
  while (!result.converged && result.iterations < options.max_iterations) {
    for_each_node(graph, [&](NodeId v) { next[v] = matrix.pull(v, result.hub); });
    scale(graph, next);
    result.residual =
        sum_over_nodes(graph, [&](NodeId v) { return std::abs(next[v] - result.authority[v]); });
    std::swap(result.authority, next);
    for_each_node(graph, [&](NodeId u) { result.hub[u] = matrix.pull_back(u, result.authority); });
    scale(graph, result.hub);
    ++result.iterations;
    result.converged = options.tolerance > 0.0 && result.residual <= options.tolerance;
    report_progress("hits", static_cast<std::uint64_t>(result.iterations),
                    static_cast<std::uint64_t>(options.max_iterations));
  }
  return result;
}

HitsResult hits_in_study(const ScoreInputs& inputs, const HitsOptions& options) {
  HitsResult result = hits(inputs.walk, options);
  result.hub = spread_over_contexts(inputs.network, result.hub);
  result.authority = spread_over_contexts(inputs.network, result.authority);
  return result;
}

}  // namespace grapevine
