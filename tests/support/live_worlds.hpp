#pragma once
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "engine/graph/graph.hpp"

namespace grapevine::testing {

/// Who is reached from `seeds` along the ties that are live.
inline std::vector<bool> reached_in(const Graph& graph, const std::vector<bool>& live,
                                    std::span<const NodeId> seeds) {
  std::vector<bool> reached(graph.num_nodes());
  std::vector<NodeId> next(seeds.begin(), seeds.end());
  while (!next.empty()) {
    const NodeId u = next.back();
    next.pop_back();
    if (reached[u]) continue;
    reached[u] = true;
    EdgeId e = graph.first_out_edge(u);
    for (const NodeId v : graph.out_neighbors(u))
      if (live[e++]) next.push_back(v);
  }
  return reached;
}

/// Calls `visit(live, chance)` for every set of ties that may be live when each is with a chance of
/// its own, by EdgeId: 2^m of them.
inline void for_each_cascade_world(
    const std::vector<double>& chances,
    const std::function<void(const std::vector<bool>&, double)>& visit) {
  const std::size_t m = chances.size();
  std::vector<bool> live(m);
  for (std::uint64_t world = 0; world < std::uint64_t{1} << m; ++world) {
    double chance = 1.0;
    for (std::size_t e = 0; e < m; ++e) {
      live[e] = (world >> e & 1) != 0;
      chance *= live[e] ? chances[e] : 1.0 - chances[e];
    }
    if (chance > 0.0) visit(live, chance);
  }
}

/// The same when each person has one live tie at most, with linear thresholds.
inline void for_each_threshold_world(
    const Graph& graph, const std::vector<double>& chances,
    const std::function<void(const std::vector<bool>&, double)>& visit) {
  std::vector<std::vector<EdgeId>> into(graph.num_nodes());
  for (NodeId u = 0; u < graph.num_nodes(); ++u) {
    EdgeId e = graph.first_out_edge(u);
    for (const NodeId v : graph.out_neighbors(u)) into[v].push_back(e++);
  }
  std::vector<bool> live(chances.size());
  std::function<void(NodeId, double)> choose = [&](NodeId v, double chance) {
    if (chance == 0.0) return;
    if (v == graph.num_nodes()) return visit(live, chance);
    double none = 1.0;
    for (const EdgeId e : into[v]) {
      live[e] = true;
      choose(v + 1, chance * chances[e]);
      live[e] = false;
      none -= chances[e];
    }
    choose(v + 1, chance * (none < 1e-9 ? 0.0 : none));
  };
  choose(0, 1.0);
}

/// The exact chance that each person is reached from the seeds.
inline std::vector<double> exact_activation(const Graph& graph, const std::vector<double>& chances,
                                            bool thresholds, std::span<const NodeId> seeds) {
  std::vector<double> activation(graph.num_nodes());
  const auto add = [&](const std::vector<bool>& live, double chance) {
    const auto reached = reached_in(graph, live, seeds);
    for (NodeId v = 0; v < graph.num_nodes(); ++v)
      if (reached[v]) activation[v] += chance;
  };
  if (thresholds)
    for_each_threshold_world(graph, chances, add);
  else
    for_each_cascade_world(chances, add);
  return activation;
}

}  // namespace grapevine::testing
