#include "algorithms/propagation/random_walk.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <utility>

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

/// Rows whose largest weight is beyond these powers of 2 are scaled: their sum, or what 1 over it
/// passes on, would overflow or lose digits.
constexpr int kPlainExponent = 500;

/// The power of 2 to multiply each row's weights by, which changes no share; empty: all 0.
std::vector<std::int16_t> row_shifts(const GraphView& view) {
  const Graph& graph = view.graph();
  const SharedArray<double>& weight = graph.columns().weight;
  std::vector<std::int16_t> shifts(weight.empty() ? 0 : graph.num_nodes());
  const auto row_shift = [&](NodeId u) {
    double largest = 0.0;
    const EdgeId first = graph.first_out_edge(u);
    for (EdgeId e = first; e < first + graph.out_degree(u); ++e)
      if (graph.sign(e) > 0 && view.has(e)) largest = std::max(largest, weight[e]);
    const int exponent = largest > 0.0 ? std::ilogb(largest) : 0;
    return std::abs(exponent) > kPlainExponent ? -exponent : 0;
  };
  if (weight.empty()) return shifts;
  for_each_node(graph, [&](NodeId u) { shifts[u] = static_cast<std::int16_t>(row_shift(u)); });
  if (std::ranges::all_of(shifts, [](std::int16_t shift) { return shift == 0; })) shifts.clear();
  return shifts;
}

}  // namespace

WalkSteps::WalkSteps(const GraphView& view, ContextId context, double context_factor)
    : graph_(view.graph()), per_weight_(view.num_nodes()) {
  const Graph& graph = graph_;
  const GraphColumns& columns = graph.columns();
  const bool favoured = context_factor != 1.0 && !columns.context.empty();
  const bool weighted =
      favoured || !columns.weight.empty() || !columns.sign.empty() || !view.is_whole();
  const std::vector<std::int16_t> shifts = row_shifts(view);
  const auto weight = [&](NodeId u, EdgeId e) {
    if (graph.sign(e) < 0 || !view.has(e)) return 0.0;
    const double plain = shifts.empty() ? graph.weight(e) : std::ldexp(graph.weight(e), shifts[u]);
    return plain * (favoured && columns.context[e] == context ? context_factor : 1.0);
  };
  for_each_node(graph, [&](NodeId u) {
    double total = weighted ? 0.0 : graph.out_degree(u);
    if (weighted)
      for (EdgeId e = graph.first_out_edge(u); e < graph.first_out_edge(u) + graph.out_degree(u);
           ++e)
        total += weight(u, e);
    per_weight_[u] = total == 0.0 ? 0.0 : 1.0 / total;
  });
  if (!weighted) return;
  in_weight_.resize(graph.num_edges());
  for_each_node(graph, [&](NodeId v) {
    EdgeId place = graph.first_in_edge(v);
    for (const EdgeId e : graph.in_edges(v)) {
      in_weight_[place] = weight(graph.in_neighbors(v)[place - graph.first_in_edge(v)], e);
      ++place;
    }
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
