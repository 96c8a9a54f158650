#pragma once
#include <cstdint>
#include <optional>
#include <vector>

#include "engine/graph/graph.hpp"

namespace grapevine {

/// Which ties of a graph are looked at; each condition that is set must hold.
struct TieFilter {
  std::optional<ContextId> context;  ///< Of this context, or of every context.
  std::vector<std::uint16_t> types;  ///< Of one of these; empty: of any.
  std::optional<int> sign;           ///< 1 or -1.
  /// Begun by then and not ended; an undated tie has always been there.
  std::optional<Time> at;
  /// Begun before it, or undated: what was known then, as `cut_at` has it.
  std::optional<Time> before;
  /// Begun then or later; undated ties are not. With `before` a window, which has no undated ties.
  std::optional<Time> after;

  bool any() const { return context || !types.empty() || sign || at || before || after; }
};

/// Some of the ties between all nodes of a graph, which must outlive the view: one bit a tie, and
/// no copy. Ties are visited in the order of the graph's rows, so that sums over a view of
/// canonical rows equal, bit by bit, those over a graph that was built of its ties alone.
class GraphView {
 public:
  /// All ties.
  GraphView(const Graph& graph) : graph_(&graph) {}
  /// O(m), in parallel. The graph must have incoming rows.
  GraphView(const Graph& graph, const TieFilter& filter);

  const Graph& graph() const { return *graph_; }
  bool is_whole() const { return kept_.empty(); }
  bool has(EdgeId e) const { return kept_.empty() || (kept_[e / 64] >> (e % 64) & 1) != 0; }

  NodeId num_nodes() const { return graph_->num_nodes(); }
  EdgeId num_edges() const { return num_edges_.value_or(graph_->num_edges()); }
  NodeId out_degree(NodeId u) const;
  NodeId in_degree(NodeId v) const;

 private:
  const Graph* graph_;
  std::vector<std::uint64_t> kept_;
  std::optional<EdgeId> num_edges_;
};

}  // namespace grapevine
