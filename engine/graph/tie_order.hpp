#pragma once
#include "engine/base/buffer.hpp"
#include "engine/graph/graph.hpp"

namespace grapevine {

/// Whether rows are sorted: parallel ties are found side by side, and so are dropped or joined in
/// sorted rows alone.
inline bool rows_are_sorted(const GraphOptions& options) {
  return options.canonical || options.parallel_edges != ParallelEdges::Keep;
}

/// Ties that have columns, in the order of the rows of a graph.
struct OrderedTies {
  EdgeList ties;
  Buffer<EdgeId> offsets;  ///< Of rows, one more than there are nodes.
  GraphReport report;
};

/// Brings ties with ends < `num_nodes` into the order of rows: by source, and where rows are sorted
/// also by target and columns, so that the order of the input leaves no trace; else each row keeps
/// it. Adds the ties turned round where they are not directed, and drops or joins what `options`
/// say. Time O(n + m), and the sorting of parallel ties; extra memory 16 bytes a tie where rows are
/// sorted, else 12. Errors: BadInput when the weights of joined ties sum beyond 1e300.
OrderedTies in_row_order(EdgeList ties, NodeId num_nodes, const GraphOptions& options);

/// Far enough from the largest double that sums of a row's weights need care, not luck.
inline constexpr double kMostWeight = 1e300;

}  // namespace grapevine
