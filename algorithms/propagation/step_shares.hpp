#pragma once
#include <vector>

#include "engine/graph/graph_view.hpp"

namespace grapevine {

/// Which ties a walk can take.
enum class TieSigns { Positive, Both };

/// How a walk goes on, tie by tie: of those that it can take at u, each with the chance of its
/// weight, ties of one context multiplied by a factor >= 0. Right for any finite weights: each row
/// is measured by its largest. Memory: 16 bytes a node. O(n + m).
class StepShares {
 public:
  /// The view must outlive the object.
  StepShares(const GraphView& view, ContextId context, double context_factor, TieSigns signs);
  StepShares(GraphView&&, ContextId, double, TieSigns) = delete;

  /// The chance that a walk at u takes its tie e; negative where the tie is. Their absolute values
  /// sum to 1 over u's ties, or are all 0.
  double operator()(NodeId u, EdgeId e) const {
    const Row& row = rows_[u];
    return row.sum == 0.0 ? 0.0 : view_.graph().sign(e) * (weight(e, row.largest) / row.sum);
  }

  /// Whether no tie at u weighs anything.
  bool is_sink(NodeId u) const { return rows_[u].sum == 0.0; }

  const Graph& graph() const { return view_.graph(); }

 private:
  /// The largest weight of a tie that can be taken, and the sum of all in multiples of it.
  struct Row {
    double largest = 0.0, sum = 0.0;
  };

  /// What the weight of a tie is multiplied by; 0 where it cannot be taken.
  double factor(EdgeId e) const;
  double weight(EdgeId e, double largest) const {
    return factor(e) * (view_.graph().weight(e) / largest);
  }

  const GraphView& view_;
  ContextId context_;
  double context_factor_;
  TieSigns signs_;
  std::vector<Row> rows_;
};

}  // namespace grapevine
