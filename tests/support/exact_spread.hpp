#pragma once
#include <algorithm>
#include <numeric>
#include <span>
#include <vector>

#include "algorithms/diffusion/tie_chances.hpp"
#include "tests/support/live_worlds.hpp"

namespace grapevine::testing {

/// The chance of every tie of a small graph, by EdgeId.
inline std::vector<double> chance_list(const TieChances& chances) {
  std::vector<double> list;
  for (NodeId u = 0; u < chances.graph().num_nodes(); ++u)
    for (std::size_t i = 0; i < chances.graph().out_degree(u); ++i)
      list.push_back(chances.of(u, i));
  return list;
}

/// The exact value that a group reaches on a small graph.
inline double exact_spread(const TieChances& chances, CascadeModel model,
                           std::span<const NodeId> group, std::span<const double> values) {
  const auto activation = exact_activation(chances.graph(), chance_list(chances),
                                           model == CascadeModel::LinearThreshold, group);
  return std::inner_product(activation.begin(), activation.end(), values.begin(), 0.0);
}

/// The most that any two people reach.
inline double best_pair_spread(const TieChances& chances, CascadeModel model,
                               std::span<const double> values) {
  double best = 0.0;
  for (NodeId a = 0; a < chances.graph().num_nodes(); ++a)
    for (NodeId b = 0; b < a; ++b)
      best = std::max(best, exact_spread(chances, model, std::vector{a, b}, values));
  return best;
}

}  // namespace grapevine::testing
