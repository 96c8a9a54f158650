#include "algorithms/customer_value/customer_influence_effect.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "engine/parallel/node_loops.hpp"

namespace grapevine {
namespace {

/// What a person says to himself weighs nothing.
double link_weight(const Graph& graph, NodeId from, NodeId to, EdgeId e) {
  return from == to ? 0.0 : graph.weight(e);
}

/// Of each person: the largest weight of a response, and the sum of all as multiples of it.
struct RowScale {
  double largest = 0.0, sum = 0.0;

  double share(double weight) const { return largest == 0.0 ? 0.0 : weight / largest / sum; }
};

std::vector<RowScale> row_scales(const Graph& graph) {
  std::vector<RowScale> scales(graph.num_nodes());
  for_each_node(graph, [&](NodeId u) {
    RowScale& scale = scales[u];
    EdgeId e = graph.first_out_edge(u);
    for (const NodeId v : graph.out_neighbors(u))
      scale.largest = std::max(scale.largest, link_weight(graph, u, v, e++));
    if (scale.largest == 0.0) return;
    e = graph.first_out_edge(u);
    for (const NodeId v : graph.out_neighbors(u))
      scale.sum += link_weight(graph, u, v, e++) / scale.largest;
  });
  return scales;
}

double share_of(const Graph& graph, const std::vector<RowScale>& scales, NodeId from, NodeId to,
                EdgeId e) {
  return graph.sign(e) * scales[from].share(link_weight(graph, from, to, e));
}

/// The shares in the order of incoming rows.
std::vector<double> incoming_shares(const Graph& graph) {
  const std::vector<RowScale> scales = row_scales(graph);
  std::vector<double> shares(graph.num_edges());
  for_each_node(graph, [&](NodeId v) {
    const auto sources = graph.in_neighbors(v);
    const auto edges = graph.in_edges(v);
    for (std::size_t i = 0; i < sources.size(); ++i) {
      const EdgeId e = edges.empty() ? 0 : edges[i];  // without columns all ties are alike
      shares[graph.first_in_edge(v) + i] = share_of(graph, scales, sources[i], v, e);
    }
  });
  return shares;
}

}  // namespace

Facts InfluenceEffectResult::facts() const {
  return {{"iterations", std::to_string(iterations)},
          {"residual", to_text(residual)},
          {"converged", converged ? "true" : "false"}};
}

std::vector<double> response_shares(const Graph& graph) {
  const std::vector<RowScale> scales = row_scales(graph);
  std::vector<double> shares(graph.num_edges());
  for_each_node(graph, [&](NodeId u) {
    EdgeId e = graph.first_out_edge(u);
    for (const NodeId v : graph.out_neighbors(u)) {
      shares[e] = share_of(graph, scales, u, v, e);
      ++e;
    }
  });
  return shares;
}

InfluenceEffectResult customer_influence_effect(const Graph& graph,
                                                const InfluenceEffectOptions& options) {
  validate(options);
  const std::vector<double> shares = incoming_shares(graph);
  InfluenceEffectResult result{.influence = std::vector<double>(graph.num_nodes(), 1.0)};
  std::vector<double> next(graph.num_nodes());
  while (!result.converged && result.iterations < options.max_iterations) {
    for_each_node(graph, [&](NodeId v) {
      double pulled = 0.0;
      const double* share = shares.data() + graph.first_in_edge(v);
      for (const NodeId u : graph.in_neighbors(v)) pulled += *share++ * result.influence[u];
      next[v] = 1.0 + options.damping * pulled;
    });
    result.residual =
        sum_over_nodes(graph, [&](NodeId v) { return std::abs(next[v] - result.influence[v]); });
    std::swap(result.influence, next);
    ++result.iterations;
    result.converged = result.residual <= options.tolerance;
  }
  const double total =
      sum_over_nodes(graph, [&](NodeId v) { return std::abs(result.influence[v]); });
  result.share = result.influence;
  for (double& share : result.share) share /= total;
  return result;
}

}  // namespace grapevine
