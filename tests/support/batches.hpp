#pragma once
#include <algorithm>
#include <cmath>
#include <vector>

#include "algorithms/propagation/batched_walk.hpp"
#include "tests/support/graphs.hpp"

namespace grapevine::testing {

/// What `batched_walks` gives: the ranks of each walk, and how it ended.
struct Batch {
  std::vector<std::vector<double>> rank;
  std::vector<WalkEnd> ends;
};

inline Batch batch_of(const GraphView& view, const std::vector<WalkStart>& starts,
                      const BatchOptions& options) {
  Batch batch{.rank = {starts.size(), std::vector<double>(view.num_nodes())}, .ends = {}};
  batch.ends = batched_walks(view, WalkSteps(view), starts, options,
                             [&](std::size_t i) { return std::span<double>(batch.rank[i]); });
  return batch;
}

/// Walks from one to five nodes each, at random, in contexts 0 ... contexts - 1 in turn.
inline std::vector<WalkStart> random_starts(NodeId n, std::size_t count, ContextId contexts,
                                            std::uint64_t seed) {
  std::vector<WalkStart> starts;
  for (std::size_t i = 0; i < count; ++i) {
    Random random(seed, i);
    std::vector<double> restart(n);
    double total = 0.0;
    for (std::uint64_t left = 1 + random.below(5); left > 0; --left) {
      const double weight = 0.1 + random.uniform();
      restart[random.below(n)] += weight;
      total += weight;
    }
    WalkStart& start = starts.emplace_back();
    for (NodeId v = 0; v < n; ++v)
      if (restart[v] > 0.0) start.seeds.push_back({v, restart[v] / total});
    if (contexts > 0) start.context = static_cast<ContextId>(i % contexts);
  }
  return starts;
}

inline std::vector<double> restart_of(const WalkStart& start, NodeId n) {
  std::vector<double> restart(n, start.seeds.empty() ? 1.0 / n : 0.0);
  for (const WalkStart::Seed& seed : start.seeds) restart[seed.node] = seed.chance;
  return restart;
}

/// Ties with weights from 1e-300 to 1e300, of which some are 0, and contexts 0 ... contexts - 1 or
/// none.
inline EdgeList wild_ties(NodeId n, EdgeId m, ContextId contexts, std::uint64_t seed) {
  EdgeList edges = edge_list(random_ties(n, m, seed));
  Random random(seed, 9);
  const int scale = static_cast<int>(random.below(3));  // alike, far apart, as far as can be
  for (EdgeId i = 0; i < m; ++i) {
    const double exponent = scale == 0 ? 0.0 : (random.uniform() - 0.5) * (scale == 1 ? 40 : 600);
    const double weight = (0.1 + random.uniform()) * std::pow(10.0, exponent);
    edges.columns.weight.push_back(random.below(8) == 0 ? 0.0 : std::min(weight, 1e300));
    const std::uint64_t context = random.below(contexts + 1);
    edges.columns.context.push_back(context == contexts ? kEveryContext
                                                        : static_cast<ContextId>(context));
  }
  return edges;
}

}  // namespace grapevine::testing
