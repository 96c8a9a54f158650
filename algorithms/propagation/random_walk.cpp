#include "algorithms/propagation/random_walk.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <utility>

#include "algorithms/propagation/batched_walk.hpp"
#include "engine/parallel/node_loops.hpp"

namespace grapevine {
namespace {

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

TieWeights::TieWeights(const GraphView& view) : view_(view), shifts_(row_shifts(view)) {}

WalkSteps::WalkSteps(const GraphView& view, ContextId context, double context_factor)
    : graph_(view.graph()), per_weight_(view.num_nodes()) {
  const Graph& graph = graph_;
  const GraphColumns& columns = graph.columns();
  const bool favoured = context_factor != 1.0 && !columns.context.empty();
  const bool weighted =
      favoured || !columns.weight.empty() || !columns.sign.empty() || !view.is_whole();
  const TieWeights plain(view);
  const auto weight = [&](NodeId u, EdgeId e) {
    return plain(u, e) * (favoured && columns.context[e] == context ? context_factor : 1.0);
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
  WalkResult result{.rank = std::vector<double>(restart.size())};
  const WalkStart start = start_of(restart);
  const WalkEnd end = batched_walks(steps, {&start, 1}, {.walk = options}, [&](std::size_t) {
                        return std::span<double>(result.rank);
                      }).front();
  result.iterations = end.iterations;
  result.residual = end.residual;
  result.converged = end.converged;
  return result;
}

}  // namespace grapevine
