#pragma once
#include <span>
#include <vector>

#include "algorithms/diffusion/tie_chances.hpp"
#include "engine/parallel/random.hpp"
#include "tests/support/exact_spread.hpp"
#include "tests/support/graphs.hpp"

namespace grapevine::testing {

/// Chances that somebody is reached and is for, or is against.
struct Opinions {
  std::vector<double> for_it, against;
};

/// Of one world of live ties: step by step, each of who is reached has the mean of what arrives in
/// that step, as each arrival decides with the same chance.
inline Opinions opinions_in(const Graph& graph, const std::vector<bool>& live,
                            const std::vector<bool>& detractors, std::span<const NodeId> seeds) {
  const NodeId n = graph.num_nodes();
  const auto is_detractor = [&](NodeId v) { return !detractors.empty() && detractors[v]; };
  Opinions opinions{std::vector<double>(n), std::vector<double>(n)};
  std::vector<bool> reached(n), last(n);
  for (const NodeId v : seeds) {
    reached[v] = last[v] = true;
    (is_detractor(v) ? opinions.against : opinions.for_it)[v] = 1.0;
  }
  for (NodeId step = 0; step < n; ++step) {
    std::vector<double> arrivals(n), arrived_for(n);
    for (NodeId u = 0; u < n; ++u) {
      if (!last[u]) continue;
      EdgeId e = graph.first_out_edge(u);
      for (const NodeId v : graph.out_neighbors(u)) {
        if (live[e] && !reached[v]) {
          arrivals[v] += 1.0;
          arrived_for[v] += graph.sign(e) > 0 ? opinions.for_it[u] : opinions.against[u];
        }
        ++e;
      }
    }
    for (NodeId v = 0; v < n; ++v) {
      last[v] = arrivals[v] > 0.0;
      if (!last[v]) continue;
      reached[v] = true;
      opinions.for_it[v] = is_detractor(v) ? 0.0 : arrived_for[v] / arrivals[v];
      opinions.against[v] = 1.0 - opinions.for_it[v];
    }
  }
  return opinions;
}

/// Over all worlds of a small graph.
inline Opinions exact_opinions(const TieChances& chances, const std::vector<bool>& detractors,
                               std::span<const NodeId> seeds) {
  const Graph& graph = chances.graph();
  Opinions sum{std::vector<double>(graph.num_nodes()), std::vector<double>(graph.num_nodes())};
  for_each_cascade_world(chance_list(chances), [&](const std::vector<bool>& live, double chance) {
    const Opinions one = opinions_in(graph, live, detractors, seeds);
    for (NodeId v = 0; v < graph.num_nodes(); ++v) {
      sum.for_it[v] += chance * one.for_it[v];
      sum.against[v] += chance * one.against[v];
    }
  });
  return sum;
}

/// The exact value won less that set against.
inline double exact_net_spread(const TieChances& chances, const std::vector<bool>& detractors,
                               std::span<const NodeId> seeds, std::span<const double> values) {
  const Opinions opinions = exact_opinions(chances, detractors, seeds);
  double net = 0.0;
  for (std::size_t v = 0; v < values.size(); ++v)
    net += values[v] * (opinions.for_it[v] - opinions.against[v]);
  return net;
}

/// A small graph of random chances, with half of its ties negative.
inline Graph signed_graph(NodeId n, EdgeId m, std::uint64_t seed) {
  EdgeList edges = edge_list(random_ties(n, m, seed));
  Random random(seed, 11);
  for (EdgeId e = 0; e < m; ++e) {
    edges.columns.weight.push_back(random.below(4) == 0 ? 1.0 : random.uniform());
    edges.columns.sign.push_back(random.below(2) == 0 ? -1 : 1);
  }
  return Graph::build(n, std::move(edges));
}

}  // namespace grapevine::testing
