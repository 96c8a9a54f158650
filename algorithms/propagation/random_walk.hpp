#pragma once
#include <cmath>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "engine/graph/graph_view.hpp"
#include "engine/registry/registry.hpp"

namespace grapevine {

/// Where a walk goes on from a node without out-ties.
enum class Sinks {
  Seeds,  ///< To the seeds, as igraph's personalised PageRank does.
  All,    ///< To any node, as PageRank does.
  Absorb  ///< Nowhere: what arrives is lost, and scores sum to less than 1.
};
inline constexpr std::string_view kSinkNames[] = {"seeds", "all", "absorb"};

struct WalkOptions {
  double damping = 0.85;
  double tolerance = 1e-10;
  int max_iterations = 200;
  Sinks sinks = Sinks::Seeds;
};

struct WalkResult {
  std::vector<double> rank;
  int iterations = 0;
  double residual = std::numeric_limits<double>::infinity();  ///< L1 change of the last step.
  bool converged = false;
};

/// Four numbers a node: what it passes on per weight, in this step and the next, and its rank; with
/// weights one a tie.
inline constexpr WorkingMemory kWalkMemory{.node = 4 * sizeof(double),
                                           .weighted_arc = sizeof(double)};

/// What the ties of a view, which must outlive it, weigh in a walk: nothing those of sign -1, or
/// outside the view. Rows are scaled by a power of 2, which changes no share, where their sum would
/// overflow or lose digits.
class TieWeights {
 public:
  explicit TieWeights(const GraphView& view);

  /// Of tie e, which begins at u.
  double operator()(NodeId u, EdgeId e) const {
    const Graph& graph = view_.graph();
    if (graph.sign(e) < 0 || !view_.has(e)) return 0.0;
    return shifts_.empty() ? graph.weight(e) : std::ldexp(graph.weight(e), shifts_[u]);
  }

 private:
  const GraphView& view_;
  std::vector<std::int16_t> shifts_;  ///< Powers of 2, one a row; empty: all 0.
};

/// The steps of a walk that leaves each node along its out-ties in proportion to their weights,
/// ties of one context multiplied by a factor; ties of sign -1 are left out. Shares are right for
/// any finite weights, however large or small: a row is scaled by a power of 2 where its sum would
/// overflow or lose digits. A node whose ties weigh nothing together has none. Memory: 8 bytes a
/// node, and 8 an arc when ties have weights or signs, some are left out, or the factor is not 1;
/// where some weigh nothing 12 for each of the others and 8 a node more.
class WalkSteps {
 public:
  explicit WalkSteps(const GraphView& view) : WalkSteps(view, kEveryContext, 1.0) {}
  WalkSteps(const GraphView& view, ContextId context, double context_factor);

  const Graph& graph() const { return graph_; }
  bool is_sink(NodeId u) const { return per_weight_[u] == 0.0; }

  /// What u passes along one unit of weight, when it holds `rank`.
  double pass(NodeId u, double rank) const { return rank * per_weight_[u]; }

  /// Sum over v's in-ties of weight x what their source passes.
  double pull(NodeId v, std::span<const double> passed) const;

  /// 1 / total weight of each row; 0 for a sink.
  std::span<const double> per_weight() const { return per_weight_; }
  /// Incoming rows, without the ties that weigh nothing: a sum depends on where its terms stand,
  /// and one over a view has to be that over a graph of its ties alone, bit by bit.
  const Adjacency& in_rows() const { return in_rows_; }
  /// In the order of `in_rows`; empty: all 1.
  std::span<const double> in_weight() const { return in_weight_; }

 private:
  template <class Weight>
  void weigh_in_rows(const Weight& weight);

  const Graph& graph_;  ///< That the view looks at.
  Adjacency in_rows_;
  std::vector<double> per_weight_, in_weight_;
};

/// The long-run distribution of a walk that goes on with chance `damping` and else starts again
/// at `restart` (>= 0, sums to 1): power iteration until the L1 change is at most the tolerance;
/// with tolerance 0, exactly `max_iterations` steps, which count as not converged. The error is at
/// most damping / (1 - damping) times the residual. O(iterations (n + m)). It is the walk of one
/// lane of `batched_walks`, bit by bit.
WalkResult long_run_walk(const WalkSteps& steps, std::span<const double> restart,
                         const WalkOptions& options);

}  // namespace grapevine
