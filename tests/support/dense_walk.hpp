#pragma once
#include <cmath>
#include <utility>
#include <vector>

#include "algorithms/propagation/random_walk.hpp"

namespace grapevine::testing {

/// x with `a` x = b, by Gaussian elimination with partial pivoting.
inline std::vector<double> solve(std::vector<std::vector<double>> a, std::vector<double> b) {
  const std::size_t n = b.size();
  for (std::size_t i = 0; i < n; ++i) {
    std::size_t pivot = i;
    for (std::size_t r = i + 1; r < n; ++r)
      if (std::abs(a[r][i]) > std::abs(a[pivot][i])) pivot = r;
    std::swap(a[i], a[pivot]);
    std::swap(b[i], b[pivot]);
    for (std::size_t r = i + 1; r < n; ++r) {
      const double factor = a[r][i] / a[i][i];
      for (std::size_t c = i; c < n; ++c) a[r][c] -= factor * a[i][c];
      b[r] -= factor * b[i];
    }
  }
  for (std::size_t i = n; i-- > 0;) {
    for (std::size_t c = i + 1; c < n; ++c) b[i] -= a[i][c] * b[c];
    b[i] /= a[i][i];
  }
  return b;
}

/// The walk's long-run distribution straight from its definition: the chance to be at v is
/// (1 - d) restart[v] + d sum over u of rank[u] x chance of the step u -> v.
inline std::vector<double> dense_walk(const Graph& graph, const std::vector<double>& restart,
                                      double damping, Sinks sinks) {
  const std::size_t n = graph.num_nodes();
  std::vector<std::vector<double>> a(n, std::vector<double>(n));
  std::vector<double> b(n);
  for (NodeId u = 0; u < n; ++u) {
    std::vector<double> step(n);
    double total = 0.0;
    EdgeId e = graph.first_out_edge(u);
    for (const NodeId v : graph.out_neighbors(u)) {
      step[v] += graph.weight(e);
      total += graph.weight(e++);
    }
    for (NodeId v = 0; v < n; ++v) {
      if (total > 0.0)
        step[v] /= total;
      else if (sinks == Sinks::Seeds)
        step[v] = restart[v];
      else if (sinks == Sinks::All)
        step[v] = 1.0 / static_cast<double>(n);
      a[v][u] = (u == v ? 1.0 : 0.0) - damping * step[v];
    }
    b[u] = (1.0 - damping) * restart[u];
  }
  return solve(std::move(a), std::move(b));
}

inline double l1_distance(const std::vector<double>& a, const std::vector<double>& b) {
  double distance = a.size() == b.size() ? 0.0 : INFINITY;
  for (std::size_t i = 0; i < a.size() && i < b.size(); ++i) distance += std::abs(a[i] - b[i]);
  return distance;
}

}  // namespace grapevine::testing
