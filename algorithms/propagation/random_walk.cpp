#include "algorithms/propagation/random_walk.hpp"

#include <cmath>
#include <utility>

#include "engine/base/error.hpp"
#include "engine/base/progress.hpp"
#include "engine/parallel/node_loops.hpp"

namespace grapevine {
namespace {

/// Where the restart and the rank of sinks go: `on_restart` x restart[v] + `on_all`.
struct Jump {
  double on_restart, on_all;
};

Jump jump_of(double sink_rank, NodeId num_nodes, const WalkOptions& options) {
  Jump jump{1.0 - options.damping, 0.0};
  if (options.sinks == Sinks::Seeds) jump.on_restart += options.damping * sink_rank;
  if (options.sinks == Sinks::All) jump.on_all = options.damping * sink_rank / num_nodes;
  return jump;
}

}  // namespace

WalkSteps::WalkSteps(const Graph& graph, ContextId context, double context_factor)
    : graph_(graph), per_weight_(graph.num_nodes()) {
  const EdgeColumns& columns = graph.columns();
  const bool favoured = context_factor != 1.0 && !columns.context.empty();
  const auto weight = [&](EdgeId e) {
    return graph.weight(e) * (favoured && columns.context[e] == context ? context_factor : 1.0);
  };
  const bool weighted = favoured || !columns.weight.empty();
  for_each_node(graph, [&](NodeId u) {
    double total = weighted ? 0.0 : graph.out_degree(u);
    if (weighted)
      for (EdgeId e = graph.first_out_edge(u); e < graph.first_out_edge(u) + graph.out_degree(u);
           ++e)
        total += weight(e);
    per_weight_[u] = total == 0.0 ? 0.0 : 1.0 / total;
    if (!std::isfinite(total)) per_weight_[u] = total;
  });
  // Looked for in order, so that the person named does not depend on threads.
  for (NodeId u = 0; u < graph.num_nodes(); ++u)
    if (!std::isfinite(per_weight_[u]))
      throw Error(ErrorCode::BadInput, "ties",
                  "weights from " + in_quotes(graph.name(u)) + " overflow", "scale the weights");
  if (!weighted) return;
  in_weight_.resize(graph.num_edges());
  for_each_node(graph, [&](NodeId v) {
    EdgeId place = graph.first_in_edge(v);
    for (const EdgeId e : graph.in_edges(v)) in_weight_[place++] = weight(e);
  });
}

double WalkSteps::pull(NodeId v, std::span<const double> passed) const {
  double pulled = 0.0;
  if (in_weight_.empty()) {
    for (const NodeId u : graph_.in_neighbors(v)) pulled += passed[u];
    return pulled;
  }
  const double* weight = in_weight_.data() + graph_.first_in_edge(v);
  for (const NodeId u : graph_.in_neighbors(v)) pulled += *weight++ * passed[u];
  return pulled;
}

WalkResult long_run_walk(const WalkSteps& steps, std::span<const double> restart,
                         const WalkOptions& options) {
  const Graph& graph = steps.graph();
  WalkResult result{.rank = {restart.begin(), restart.end()}};
  if (graph.num_nodes() == 0) return {.residual = 0.0, .converged = true};
  std::vector<double> passed(graph.num_nodes()), next(graph.num_nodes());
  while (!result.converged && result.iterations < options.max_iterations) {
    for_each_node(graph, [&](NodeId u) { passed[u] = steps.pass(u, result.rank[u]); });
    const double sink_rank =
        sum_over_nodes(graph, [&](NodeId u) { return steps.is_sink(u) ? result.rank[u] : 0.0; });
    const Jump jump = jump_of(sink_rank, graph.num_nodes(), options);
    for_each_node(graph, [&](NodeId v) {
      next[v] =
          jump.on_restart * restart[v] + jump.on_all + options.damping * steps.pull(v, passed);
    });
    result.residual =
        sum_over_nodes(graph, [&](NodeId v) { return std::abs(next[v] - result.rank[v]); });
    std::swap(result.rank, next);
    ++result.iterations;
    result.converged = options.tolerance > 0.0 && result.residual <= options.tolerance;
    report_progress("random walk", static_cast<std::uint64_t>(result.iterations),
                    static_cast<std::uint64_t>(options.max_iterations));
  }
  return result;
}

}  // namespace grapevine
