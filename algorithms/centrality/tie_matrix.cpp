#include "algorithms/centrality/tie_matrix.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "engine/base/error.hpp"
#include "engine/base/progress.hpp"
#include "engine/parallel/node_loops.hpp"

namespace grapevine {
namespace {

/// To tell whether a factor is allowed, and to choose one.
constexpr double kRadiusTolerance = 1e-10;
/// Of factor x radius: more than the iteration leaves open.
constexpr double kRadiusDoubt = 1e-9;
constexpr int kRadiusIterations = 1000;

double l1_norm(const Graph& graph, std::span<const double> x) {
  return sum_over_nodes(graph, [&](NodeId v) { return std::abs(x[v]); });
}

}  // namespace

TieMatrix::TieMatrix(const GraphView& view, TieSigns signs) : graph_(view.graph()) {
  const Graph& graph = graph_;
  if (view.num_edges() == 0) return;
  const GraphColumns& columns = graph.columns();
  if (columns.weight.empty() && columns.sign.empty() && view.is_whole()) {
    unit_ = 1.0;
    return;
  }
  const auto takes = [&](EdgeId e) {
    return view.has(e) && (signs == TieSigns::Both || graph.sign(e) > 0);
  };
  for (EdgeId e = 0; e < graph.num_edges(); ++e)
    if (takes(e)) unit_ = std::max(unit_, graph.weight(e));
  if (unit_ == 0.0) return;
  entry_.resize(graph.num_edges());
  for_each_index(graph.num_edges(), [&](std::size_t e) {
    if (takes(e)) entry_[e] = graph.sign(e) * (graph.weight(e) / unit_);
  });
  if (!columns.any()) return;  // a view that leaves nothing out
  in_entry_.resize(graph.num_edges());
  for_each_node(graph, [&](NodeId v) {
    EdgeId place = graph.first_in_edge(v);
    for (const EdgeId e : graph.in_edges(v)) in_entry_[place++] = entry_[e];
  });
}

double TieMatrix::pull(NodeId v, std::span<const double> x) const {
  double pulled = 0.0;
  const auto sources = graph_.in_neighbors(v);
  if (unit_ == 0.0) return pulled;
  const EdgeId first = graph_.first_in_edge(v);
  for (std::size_t i = 0; i < sources.size(); ++i)
    pulled += (in_entry_.empty() ? 1.0 : in_entry_[first + i]) * x[sources[i]];
  return pulled;
}

double TieMatrix::pull_absolute(NodeId v, std::span<const double> x) const {
  double pulled = 0.0;
  const auto sources = graph_.in_neighbors(v);
  if (unit_ == 0.0) return pulled;
  const EdgeId first = graph_.first_in_edge(v);
  for (std::size_t i = 0; i < sources.size(); ++i)
    pulled += (in_entry_.empty() ? 1.0 : std::abs(in_entry_[first + i])) * x[sources[i]];
  return pulled;
}

double TieMatrix::entry(EdgeId e) const {
  if (unit_ == 0.0) return 0.0;
  return entry_.empty() ? 1.0 : entry_[e];
}

double TieMatrix::pull_back(NodeId u, std::span<const double> x) const {
  double pulled = 0.0;
  EdgeId e = graph_.first_out_edge(u);
  for (const NodeId v : graph_.out_neighbors(u)) pulled += entry(e++) * x[v];
  return pulled;
}

bool TieMatrix::has_cycle() const {
  std::vector<NodeId> left(graph_.num_nodes()), ready;  // ties to each node that still stand
  const auto for_each_target = [&](NodeId u, const auto& visit) {
    EdgeId e = graph_.first_out_edge(u);
    for (const NodeId v : graph_.out_neighbors(u))
      if (entry(e++) != 0.0) visit(v);
  };
  for (NodeId u = 0; u < graph_.num_nodes(); ++u) for_each_target(u, [&](NodeId v) { ++left[v]; });
  for (NodeId v = 0; v < graph_.num_nodes(); ++v)
    if (left[v] == 0) ready.push_back(v);
  for (std::size_t i = 0; i < ready.size(); ++i)
    for_each_target(ready[i], [&](NodeId v) {
      if (--left[v] == 0) ready.push_back(v);
    });
  return ready.size() < graph_.num_nodes();
}

Dominant dominant_of(const TieMatrix& matrix, double tolerance, int max_iterations) {
  const Graph& graph = matrix.graph();
  const NodeId n = graph.num_nodes();
  Dominant result{.vector = std::vector<double>(n)};
  if (!matrix.has_cycle()) return result;
  result.vector.assign(n, 1.0 / n);
  result.converged = false;
  std::vector<double> next(n);
  while (!result.converged && result.iterations < max_iterations) {
    for_each_node(graph, [&](NodeId v) { next[v] = matrix.pull_absolute(v, result.vector); });
    result.radius = l1_norm(graph, next);
    result.residual = sum_over_nodes(
        graph, [&](NodeId v) { return std::abs(next[v] / result.radius - result.vector[v]); });
    const double sum = sum_over_nodes(graph, [&](NodeId v) {
      return result.vector[v] = 0.5 * (result.vector[v] + next[v] / result.radius);
    });
    for (double& value : result.vector) value /= sum;
    ++result.iterations;
    result.converged = tolerance > 0.0 && result.residual <= tolerance;
    report_progress("eigenvector", static_cast<std::uint64_t>(result.iterations),
                    static_cast<std::uint64_t>(max_iterations));
  }
  return result;
}

Attenuation attenuation_of(const TieMatrix& matrix, std::optional<double> given,
                           std::string_view option) {
  const double units = dominant_of(matrix, kRadiusTolerance, kRadiusIterations).radius;
  const double half = units > 0.0 ? 0.5 / units : 0.5;
  // Weights may be so small that half of their largest factor is no number.
  const double own = std::min(half / std::max(matrix.unit(), 1e-300), 1e300);
  const Attenuation attenuation{.factor = given.value_or(own),
                                .radius = units * matrix.unit(),
                                .step = given ? *given * matrix.unit() : half};
  // The radius is known to so many digits only: what may be at the limit is beyond it.
  if (attenuation.step * units >= 1.0 - kRadiusDoubt)
    throw Error(ErrorCode::InvalidOption, std::string(option),
                "is " + to_text(attenuation.factor) + ", but the spectral radius of the ties is " +
                    to_text(attenuation.radius),
                "give less than " + to_text(1.0 / attenuation.radius) + ", or leave it out");
  return attenuation;
}

WalkSums walk_sums(const TieMatrix& matrix, const Attenuation& attenuation,
                   std::span<const double> endowment, double tolerance, int max_iterations,
                   std::string_view option) {
  const Graph& graph = matrix.graph();
  WalkSums result{.sum = {endowment.begin(), endowment.end()}};
  std::vector<double> next(graph.num_nodes());
  while (!result.converged && result.iterations < max_iterations) {
    for_each_node(graph, [&](NodeId v) {
      next[v] = endowment[v] + attenuation.step * matrix.pull(v, result.sum);
    });
    const double norm = l1_norm(graph, next);
    if (!std::isfinite(norm))
      throw Error(ErrorCode::InvalidOption, std::string(option),
                  "the sums over walks overflow with " + to_text(attenuation.factor),
                  "give a smaller one");
    const double change =
        sum_over_nodes(graph, [&](NodeId v) { return std::abs(next[v] - result.sum[v]); });
    result.residual = norm > 0.0 ? change / norm : 0.0;
    std::swap(result.sum, next);
    ++result.iterations;
    result.converged = tolerance > 0.0 && result.residual <= tolerance;
    report_progress("walks", static_cast<std::uint64_t>(result.iterations),
                    static_cast<std::uint64_t>(max_iterations));
  }
  return result;
}

Facts iteration_facts(int iterations, double residual, bool converged) {
  return {{"iterations", std::to_string(iterations)},
          {"residual", to_text(residual)},
          {"converged", converged ? "true" : "false"}};
}

}  // namespace grapevine
