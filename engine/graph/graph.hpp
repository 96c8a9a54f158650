#pragma once
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "engine/base/ids.hpp"
#include "engine/base/time.hpp"
#include "engine/graph/adjacency.hpp"
#include "engine/graph/id_index.hpp"
#include "engine/graph/row_builder.hpp"

namespace grapevine {

/// What a tie carries beside its ends. A column that the input lacks is empty; a present one has an
/// entry per tie, in the order of EdgeId. A plain graph has none and pays for none.
template <template <class> class Array>
struct BasicEdgeColumns {
  Array<double> weight;       ///< >= 0; absent: 1.
  Array<std::int8_t> sign;    ///< +1 or -1; absent: +1.
  Array<std::uint16_t> type;  ///< Index into Graph::type_names().
  Array<Time> time;           ///< kUndated where not given.
  Array<ContextId> context;   ///< kEveryContext where not given.
  Array<Time> end;            ///< kUndated where it is not known to have ended.

  bool any() const {
    return !(weight.empty() && sign.empty() && type.empty() && time.empty() && context.empty() &&
             end.empty());
  }
};

template <class T>
using GrowingArray = std::vector<T>;
using EdgeColumns = BasicEdgeColumns<GrowingArray>;  ///< While ties are read.
using GraphColumns = BasicEdgeColumns<SharedArray>;  ///< Of a graph.

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

enum class Directions {
  Both,
  Out  ///< Half the memory, for who walks along ties only; `in_neighbors` is then not there.
};

/// What a reader of any graph file needs to decide; the choice moves influence results by some 3 %.
struct GraphOptions {
  bool directed =
      true;  ///< Otherwise each tie is stored both ways (a self-loop twice, as in igraph).
  SelfLoops self_loops = SelfLoops::Keep;
  ParallelEdges parallel_edges = ParallelEdges::Keep;
  /// Nodes in the order of their ids and rows sorted, so that equal sets of ties give equal bytes.
  /// Otherwise readers number nodes by falling out-degree, and rows keep the order of the input.
  bool canonical = true;
  Directions directions = Directions::Both;
};

/// What the builder met and did, in arcs. Parallel ones are not counted where rows are not sorted.
struct GraphReport {
  EdgeId self_loops = 0, dropped = 0;
  std::optional<EdgeId> parallel_edges = 0;
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

struct NumberedGraph;

/// Immutable directed graph in compressed sparse rows, kept in one direction or both. Canonical
/// rows are sorted by neighbour, then by the columns. 4 bytes an arc and direction, plus 8 a node;
/// with columns also 8 an arc for `in_edges`. An undirected graph without columns is its own
/// transpose, and keeps one direction. Copies share all of it.
class Graph {
 public:
  Graph() = default;

  /// Ends must be < `num_nodes`; nodes keep their numbers. O(n + m) in the order of the input, else
  /// O(n + m log m); extra memory that of the edge list.
  static Graph build(NodeId num_nodes, EdgeList edges, const GraphOptions& options = {});

  /// What `build_from_rows` needs of a builder.
  static RowBuilder::Options row_options(const GraphOptions& options);
  /// A graph of the ties, without columns, that a finished builder has; its nodes are their ends.
  /// Time O(n + m), and the sorting of rows where it is asked.
  static NumberedGraph build_from_rows(RowBuilder&& builder, const GraphOptions& options);

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
  std::span<const NodeId> out_neighbors(NodeId u) const { return out_[u]; }
  std::span<const NodeId> in_neighbors(NodeId v) const { return in_[v]; }
  const Adjacency& out_rows() const { return out_; }
  const Adjacency& in_rows() const { return in_; }
  bool has_in_rows() const { return in_.offsets.size() == out_.offsets.size(); }

  /// The EdgeIds of u's outgoing row are first_out_edge(u) ... + out_degree(u) - 1.
  EdgeId first_out_edge(NodeId u) const { return out_.offsets[u]; }
  /// Place of v's incoming row in the order of all incoming rows.
  EdgeId first_in_edge(NodeId v) const { return in_.offsets[v]; }

  /// EdgeIds of the ties in v's incoming row; empty unless the graph has columns.
  std::span<const EdgeId> in_edges(NodeId v) const {
    return in_edges_.empty() ? std::span<const EdgeId>()
                             : in_edges_.all().subspan(in_.offsets[v], in_degree(v));
  }

  const GraphColumns& columns() const { return columns_; }
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
  /// The graph with the rows of the other direction, made if they are not there. O(n + m).
  Graph with_in_rows() &&;

  /// All that a graph consists of, for who stores it. `in` is empty where there is one direction.
  struct Parts {
    Adjacency out, in;
    SharedArray<EdgeId> in_edges;
    GraphColumns columns;
    std::vector<std::string> type_names;
    GraphReport report;
    std::shared_ptr<const IdIndex> ids;
  };
  Parts parts() const { return {out_, in_, in_edges_, columns_, type_names_, report_, ids_}; }
  /// A graph of parts that belong together.
  static Graph of_parts(Parts parts);

 private:
  static Graph of_rows(Adjacency out, const GraphOptions& options, GraphReport report);
  static Graph of_ends(NodeId num_nodes, const EdgeList& edges, const GraphOptions& options);
  void fill_in_rows();

  NodeId num_nodes_ = 0;
  Adjacency out_, in_;
  SharedArray<EdgeId> in_edges_;
  GraphColumns columns_;
  std::vector<std::string> type_names_;
  GraphReport report_;
  std::shared_ptr<const IdIndex> ids_;
};

/// A graph, and which node each number of the input became.
struct NumberedGraph {
  Graph graph;
  NodeNumbering numbering;
};

}  // namespace grapevine
