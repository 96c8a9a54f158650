#pragma once
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "engine/base/ids.hpp"
#include "engine/base/time.hpp"
#include "engine/graph/id_index.hpp"

namespace grapevine {

/// What a tie carries beside its ends. A column that the input lacks is empty; a present one has an
/// entry per tie, in the order of EdgeId. A plain graph has none and pays for none.
struct EdgeColumns {
  std::vector<double> weight;       ///< >= 0; absent: 1.
  std::vector<std::int8_t> sign;    ///< +1 or -1; absent: +1.
  std::vector<std::uint16_t> type;  ///< Index into Graph::type_names().
  std::vector<Time> time;           ///< kUndated where not given.
  std::vector<ContextId> context;   ///< kEveryContext where not given.
  std::vector<Time> end;            ///< kUndated where it is not known to have ended.

  bool any() const {
    return !(weight.empty() && sign.empty() && type.empty() && time.empty() && context.empty() &&
             end.empty());
  }
};

/// Ties as they were read: `source[i] -> target[i]`, with the columns of row i.
struct EdgeList {
  std::vector<NodeId> source, target;
  EdgeColumns columns;
  std::vector<std::string> type_names;

  std::size_t size() const { return source.size(); }
};

enum class SelfLoops { Keep, Drop };
enum class ParallelEdges {
  Keep,
  Drop,  ///< The first in canonical order stays.
  Sum  ///< One tie with the sum of weights; ties of other sign, type, context or times stay apart.
};

/// What a reader of any graph file needs to decide; the choice moves influence results by some 3 %.
struct GraphOptions {
  bool directed =
      true;  ///< Otherwise each tie is stored both ways (a self-loop twice, as in igraph).
  SelfLoops self_loops = SelfLoops::Keep;
  ParallelEdges parallel_edges = ParallelEdges::Keep;
};

/// What the builder met and did, in arcs of the input.
struct GraphReport {
  EdgeId self_loops = 0, parallel_edges = 0, dropped = 0;
};

/// How large a graph is, for who asks what it will take before it is there.
struct GraphSize {
  std::uint64_t nodes = 0, edges = 0;
  bool weight = false, sign = false, type = false, time = false, context = false, end = false;
  bool text_ids = false;
  double mean_id_bytes = 0.0;  ///< Of text ids.

  bool any_column() const { return weight || sign || type || time || context || end; }
  std::uint64_t column_bytes() const;  ///< Of one edge.
};

/// Immutable directed graph in compressed sparse rows, kept in both directions. Rows are sorted by
/// neighbour, then by the columns, so equal sets of ties give equal bytes. 4 bytes an arc and
/// direction, plus 8 a node; with columns also 8 an arc for `in_edges`.
class Graph {
 public:
  Graph() = default;

  /// Ends must be < `num_nodes`. Time O((n + m) log m), extra memory that of the edge list.
  static Graph build(NodeId num_nodes, EdgeList edges, const GraphOptions& options = {});

  /// What `build` makes of ties of this size at most: none is dropped or joined.
  static GraphSize size_of(GraphSize ties, const GraphOptions& options);
  /// Most bytes held while `build` runs on ties of this size, the edge list included.
  static std::uint64_t build_bytes_of(const GraphSize& ties, const GraphOptions& options);
  /// Bytes of a graph of this size, its ids included.
  static std::uint64_t bytes_of(const GraphSize& size);

  NodeId num_nodes() const { return num_nodes_; }
  EdgeId num_edges() const { return out_.neighbors.size(); }

  NodeId out_degree(NodeId u) const { return out_.degree(u); }
  NodeId in_degree(NodeId v) const { return in_.degree(v); }
  std::span<const NodeId> out_neighbors(NodeId u) const { return out_.row(u); }
  std::span<const NodeId> in_neighbors(NodeId v) const { return in_.row(v); }

  /// The EdgeIds of u's outgoing row are first_out_edge(u) ... + out_degree(u) - 1.
  EdgeId first_out_edge(NodeId u) const { return out_.offsets[u]; }
  /// Place of v's incoming row in the order of all incoming rows.
  EdgeId first_in_edge(NodeId v) const { return in_.offsets[v]; }

  /// EdgeIds of the ties in v's incoming row; empty unless the graph has columns.
  std::span<const EdgeId> in_edges(NodeId v) const {
    return in_edges_.empty() ? std::span<const EdgeId>()
                             : std::span(in_edges_).subspan(in_.offsets[v], in_degree(v));
  }

  const EdgeColumns& columns() const { return columns_; }
  double weight(EdgeId e) const { return columns_.weight.empty() ? 1.0 : columns_.weight[e]; }
  int sign(EdgeId e) const { return columns_.sign.empty() ? 1 : columns_.sign[e]; }
  ContextId context(EdgeId e) const {
    return columns_.context.empty() ? kEveryContext : columns_.context[e];
  }
  const std::vector<std::string>& type_names() const { return type_names_; }
  const GraphReport& report() const { return report_; }

  /// External ids of the nodes; nodes are named 0 .. n-1 unless `with_ids` was called.
  std::string name(NodeId v) const { return ids_ ? ids_->name(v) : std::to_string(v); }
  std::optional<NodeId> find(std::string_view id) const;
  const IdIndex* ids() const { return ids_.get(); }
  Graph with_ids(std::shared_ptr<const IdIndex> ids) &&;

 private:
  struct Rows {
    std::vector<EdgeId> offsets = {0};
    std::vector<NodeId> neighbors;

    NodeId degree(NodeId u) const { return static_cast<NodeId>(offsets[u + 1] - offsets[u]); }
    std::span<const NodeId> row(NodeId u) const {
      return std::span(neighbors).subspan(offsets[u], degree(u));
    }
  };

  void fill_out_rows(const EdgeList& edges);
  void fill_in_rows(const EdgeList& edges);

  NodeId num_nodes_ = 0;
  Rows out_, in_;
  std::vector<EdgeId> in_edges_;
  EdgeColumns columns_;
  std::vector<std::string> type_names_;
  GraphReport report_;
  std::shared_ptr<const IdIndex> ids_;
};

}  // namespace grapevine
