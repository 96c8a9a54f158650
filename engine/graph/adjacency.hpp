#pragma once
#include <span>

#include "engine/base/buffer.hpp"
#include "engine/base/ids.hpp"
#include "engine/base/shared_array.hpp"

namespace grapevine {

/// Compressed sparse rows (CSR): the neighbours of u are neighbors[offsets[u]] ... [offsets[u + 1]
/// - 1].
struct Adjacency {
  SharedArray<EdgeId> offsets = {0};  ///< One more than there are rows.
  SharedArray<NodeId> neighbors;

  NodeId size() const { return static_cast<NodeId>(offsets.size() - 1); }
  NodeId degree(NodeId u) const { return static_cast<NodeId>(offsets[u + 1] - offsets[u]); }
  std::span<const NodeId> operator[](NodeId u) const {
    return {neighbors.data() + offsets[u], neighbors.data() + offsets[u + 1]};
  }
};

/// The same arcs turned round; each row in the order of the rows its arcs come from. Time O(n + m),
/// in parallel, with 8 bytes an arc of extra memory.
Adjacency transposed(const Adjacency& rows);

/// Sorts the neighbours of each row, counts those that equal the one before, and with `unique`
/// leaves these out. O(m log of the largest row).
Adjacency sorted(const Adjacency& rows, bool unique, EdgeId& equal);

/// Rows whose neighbours ascend, with one of several equal ones, and how many these were, in
/// `counts`. O(n + m).
Adjacency counted(const Adjacency& rows, Buffer<double>& counts);

/// Arcs to a neighbour that an earlier arc of their row has. O(m log of the largest row).
EdgeId count_parallel(const Adjacency& rows);

}  // namespace grapevine
