#pragma once
#include <cmath>
#include <random>
#include <span>
#include <vector>

#include "engine/graph/graph.hpp"

namespace grapevine::testing {

struct PlainSpread {
  double mean = 0.0, standard_error = 0.0;
};

/// Cascades as the papers state them, with another generator of random numbers than ours, and
/// nothing skipped: each out-tie of who is reached is tried with the chance `chance(u, v)`; or, of
/// `thresholds`, adds it to what its target has.
template <class Chance>
PlainSpread plain_spread(const Graph& graph, std::span<const NodeId> seeds, const Chance& chance,
                         bool thresholds, int runs) {
  std::mt19937_64 random(20'26);
  const auto uniform = [&] { return static_cast<double>(random() >> 11) * 0x1.0p-53; };
  double sum = 0.0, squares = 0.0;
  for (int run = 0; run < runs; ++run) {
    std::vector<bool> reached(graph.num_nodes());
    std::vector<double> threshold(thresholds ? graph.num_nodes() : 0, -1.0);
    std::vector<NodeId> queue;
    const auto reach = [&](NodeId v) {
      if (!reached[v]) queue.push_back(v);
      reached[v] = true;
    };
    for (const NodeId v : seeds) reach(v);
    for (std::size_t i = 0; i < queue.size(); ++i)
      for (const NodeId v : graph.out_neighbors(queue[i])) {
        const double c = chance(queue[i], v);
        if (!thresholds) {
          if (uniform() < c) reach(v);
          continue;
        }
        if (threshold[v] < 0.0 && !reached[v]) threshold[v] = uniform();
        threshold[v] -= c;
        if (threshold[v] < 0.0) reach(v);
      }
    const auto size = static_cast<double>(queue.size());
    sum += size;
    squares += size * size;
  }
  const double n = runs, mean = sum / n;
  return {mean, std::sqrt(std::max(0.0, squares / n - mean * mean) / n)};
}

}  // namespace grapevine::testing
