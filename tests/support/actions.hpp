#pragma once
#include <cmath>
#include <map>
#include <span>
#include <utility>
#include <vector>

#include "algorithms/influence_learning/action_log.hpp"
#include "tests/support/graphs.hpp"

namespace grapevine::testing {

inline Time day(double d) {
  return Time{std::chrono::microseconds(static_cast<std::int64_t>(d * 864e8))};
}

/// Actions of (person, day).
inline ActionLog log_of(const std::vector<std::vector<std::pair<NodeId, double>>>& actions) {
  ActionLog log;
  for (const auto& action : actions) {
    std::vector<Act> acts;
    for (const auto& [person, at] : action) acts.push_back({person, day(at)});
    log.add(acts);
  }
  return log;
}

/// Cascades from two random people each: with its chance a tie carries an action over, after a day,
/// or, if means are given, after an exponential time.
inline ActionLog cascades(const Graph& graph, std::span<const double> chances, int count,
                          std::uint64_t seed, std::span<const double> mean_delay = {}) {
  ActionLog log;
  for (int i = 0; i < count; ++i) {
    Random random(seed, static_cast<std::uint64_t>(i));
    std::map<NodeId, double> acts;         // settled
    std::multimap<double, NodeId> coming;  // by time
    for (int s = 0; s < 2; ++s)
      coming.emplace(0.0, static_cast<NodeId>(random.below(graph.num_nodes())));
    while (!coming.empty()) {
      const auto [time, u] = *coming.begin();
      coming.erase(coming.begin());
      if (!acts.emplace(u, time).second) continue;
      EdgeId e = graph.first_out_edge(u);
      for (const NodeId v : graph.out_neighbors(u)) {
        const EdgeId tie = e++;
        if (random.uniform() >= chances[tie]) continue;
        const double delay =
            mean_delay.empty() ? 1.0 : -mean_delay[tie] * std::log1p(-random.uniform());
        coming.emplace(time + delay, v);
      }
    }
    std::vector<Act> action;
    for (const auto& [person, time] : acts) action.push_back({person, day(time)});
    log.add(action);
  }
  return log;
}

/// One action within `days`, as `learn_with_background` has it: everybody acts unasked at a rate,
/// and each tie carries the action over with one chance, after an exponential time.
inline std::vector<Act> action_with_background(const Graph& graph, double chance, double tau_days,
                                               double unasked_per_day, double days,
                                               std::uint64_t seed) {
  Random random(seed, 0);
  const auto exponential = [&](double mean) { return -mean * std::log1p(-random.uniform()); };
  std::map<NodeId, double> acts;
  std::multimap<double, NodeId> coming;
  for (NodeId v = 0; v < graph.num_nodes(); ++v)
    coming.emplace(exponential(1.0 / unasked_per_day), v);
  while (!coming.empty() && coming.begin()->first < days) {
    const auto [time, u] = *coming.begin();
    coming.erase(coming.begin());
    if (!acts.emplace(u, time).second) continue;
    for (const NodeId v : graph.out_neighbors(u))
      if (random.uniform() < chance) coming.emplace(time + exponential(tau_days), v);
  }
  std::vector<Act> action;
  for (const auto& [person, time] : acts) action.push_back({person, day(time)});
  return action;
}

}  // namespace grapevine::testing
