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
    : graph_(view.graph()), in_rows_(graph_.in_rows()), per_weight_(view.num_nodes()) {
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
  if (weighted) weigh_in_rows(weight);
}

template <class Weight>
void WalkSteps::weigh_in_rows(const Weight& weight) {
  // Calls `visit(weight, source)` for the ties of v that weigh something.
  const auto for_each_tie = [&](NodeId v, const auto& visit) {
    const auto sources = graph_.in_neighbors(v);
    const auto edges = graph_.in_edges(v);
    for (std::size_t i = 0; i < edges.size(); ++i)
      if (const double w = weight(sources[i], edges[i]); w != 0.0) visit(w, sources[i]);
  };
  Buffer<EdgeId> offsets(std::size_t{graph_.num_nodes()} + 1);
  for_each_node(graph_, [&](NodeId v) {
    EdgeId ties = 0;
    for_each_tie(v, [&](double, NodeId) { ++ties; });
    offsets[v] = ties;
  });
  in_weight_.resize(exclusive_scan_in_place(offsets.all()));
  const bool all = in_weight_.size() == graph_.num_edges();
  Buffer<NodeId> sources(all ? 0 : in_weight_.size());
  for_each_node(graph_, [&](NodeId v) {
    EdgeId place = offsets[v];
    for_each_tie(v, [&](double w, NodeId u) {
      in_weight_[place] = w;
      if (!all) sources[place] = u;
      ++place;
    });
  });
  if (!all) in_rows_ = {std::move(offsets).share(), std::move(sources).share()};
}

double WalkSteps::pull(NodeId v, std::span<const double> passed) const {
  double pulled = 0.0;
  const double* weight = in_weight_.empty() ? nullptr : in_weight_.data() + in_rows_.offsets[v];
  for (const NodeId u : in_rows_[v]) pulled += weight ? *weight++ * passed[u] : passed[u];
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
