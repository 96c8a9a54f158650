#include "engine/graph/graph.hpp"

#include <cassert>
#include <functional>
#include <numeric>
#include <tuple>

#include "engine/base/error.hpp"
#include "engine/base/numbers.hpp"
#include "engine/graph/node_order.hpp"
#include "engine/parallel/loops.hpp"

namespace grapevine {
namespace {

/// Far enough from the largest double that sums of a row's weights need care, not luck.
constexpr double kMostWeight = 1e300;

/// Calls `use` with each column that is present.
template <class Columns, class Use>
void for_each_column(Columns& columns, const Use& use) {
  const auto offer = [&](auto& column) {
    if (!column.empty()) use(column);
  };
  offer(columns.weight);
  offer(columns.sign);
  offer(columns.type);
  offer(columns.time);
  offer(columns.context);
  offer(columns.end);
}

template <class T>
std::vector<T> gathered(const std::vector<T>& values, const std::vector<EdgeId>& order) {
  std::vector<T> result(order.size());
  for_each_index(order.size(), [&](std::size_t i) { result[i] = values[order[i]]; });
  return result;
}

template <class T>
T entry(const std::vector<T>& column, EdgeId e) {
  return column.empty() ? T{} : column[e];
}

/// All that tells two parallel ties apart, except their weight.
auto kind_of(const EdgeList& edges, EdgeId e) {
  const EdgeColumns& c = edges.columns;
  return std::tuple(edges.source[e], edges.target[e], entry(c.type, e), entry(c.context, e),
                    entry(c.time, e), entry(c.end, e), entry(c.sign, e));
}

/// The edges by source. In canonical order also by target and columns: rows that are equal in all
/// of these cannot be told apart, so the order of input rows leaves no trace. Else each row keeps
/// it.
EdgeList sorted(EdgeList edges, bool canonical) {
  std::vector<EdgeId> order(edges.size());
  std::iota(order.begin(), order.end(), EdgeId{0});
  const auto& weight = edges.columns.weight;
  if (canonical)
    parallel_sort(order, [&](EdgeId a, EdgeId b) {
      const auto ka = kind_of(edges, a), kb = kind_of(edges, b);
      return ka != kb ? ka < kb : entry(weight, a) < entry(weight, b);
    });
  else
    parallel_sort(order, [&](EdgeId a, EdgeId b) {
      return std::pair(edges.source[a], a) < std::pair(edges.source[b], b);
    });
  const auto reorder = [&](auto& column) { column = gathered(column, order); };
  reorder(edges.source);
  reorder(edges.target);
  for_each_column(edges.columns, reorder);
  return edges;
}

void add_reverse_arcs(EdgeList& edges) {
  const std::size_t m = edges.size();
  edges.source.resize(2 * m);
  edges.target.resize(2 * m);
  for (std::size_t i = 0; i < m; ++i) {
    edges.source[m + i] = edges.target[i];
    edges.target[m + i] = edges.source[i];
  }
  for_each_column(edges.columns, [&](auto& column) {
    column.resize(2 * m);
    std::copy_n(column.begin(), m, column.begin() + static_cast<std::ptrdiff_t>(m));
  });
}

/// Copies the edge at `from` to `to`.
void move_edge(EdgeList& edges, std::size_t from, std::size_t to) {
  edges.source[to] = edges.source[from];
  edges.target[to] = edges.target[from];
  for_each_column(edges.columns, [&](auto& column) { column[to] = column[from]; });
}

void truncate(EdgeList& edges, std::size_t size) {
  edges.source.resize(size);
  edges.target.resize(size);
  for_each_column(edges.columns, [&](auto& column) { column.resize(size); });
}

/// Parallel ties are found side by side, and so are dropped or joined in sorted rows alone.
bool rows_are_sorted(const GraphOptions& options) {
  return options.canonical || options.parallel_edges != ParallelEdges::Keep;
}

/// Applies the choice on self-loops and parallel ties to edges in canonical order, and counts.
GraphReport settle(EdgeList& edges, const GraphOptions& options) {
  GraphReport report;
  auto& weight = edges.columns.weight;
  EdgeId parallel_edges = 0;
  std::size_t kept = 0;
  for (std::size_t i = 0; i < edges.size(); ++i) {
    const bool loop = edges.source[i] == edges.target[i];
    const bool parallel =
        i > 0 && edges.source[i] == edges.source[i - 1] && edges.target[i] == edges.target[i - 1];
    report.self_loops += loop;
    parallel_edges += parallel;
    if (loop && options.self_loops == SelfLoops::Drop) continue;
    if (kept > 0 && options.parallel_edges == ParallelEdges::Sum &&
        kind_of(edges, i) == kind_of(edges, kept - 1)) {
      weight[kept - 1] += weight[i];
      if (weight[kept - 1] > kMostWeight)
        throw Error(ErrorCode::BadInput, "graph", "weights of parallel ties sum beyond 1e300",
                    "scale all weights");
      continue;
    }
    if (parallel && options.parallel_edges == ParallelEdges::Drop) continue;
    move_edge(edges, i, kept++);
  }
  report.dropped = edges.size() - kept;
  report.parallel_edges.reset();
  if (rows_are_sorted(options)) report.parallel_edges = parallel_edges;
  truncate(edges, kept);
  return report;
}

/// Row offsets for ties whose row is `end[i]`.
std::vector<EdgeId> row_offsets(NodeId num_nodes, const std::vector<NodeId>& end) {
  std::vector<EdgeId> offsets(std::size_t{num_nodes} + 1);
  for (const NodeId v : end) ++offsets[v];
  exclusive_scan_in_place(std::span(offsets));
  return offsets;
}

/// The column as a graph keeps it.
template <class T>
SharedArray<T> kept(std::vector<T>& column) {
  column.shrink_to_fit();
  return std::move(column);
}

}  // namespace

Graph Graph::build(NodeId num_nodes, EdgeList edges, const GraphOptions& options) {
  assert(edges.source.size() == edges.target.size());
  for (const double weight : edges.columns.weight)
    if (!(weight >= 0.0) || weight > kMostWeight)
      throw Error(ErrorCode::BadInput, "graph", "a tie has weight " + to_text(weight),
                  "weights must be from 0 to 1e300");
  if (!edges.columns.any()) return of_ends(num_nodes, edges, options);
  if (options.parallel_edges == ParallelEdges::Sum && edges.columns.weight.empty())
    edges.columns.weight.assign(edges.size(), 1.0);
  if (!options.directed) add_reverse_arcs(edges);
  edges = sorted(std::move(edges), rows_are_sorted(options));
  Graph graph;
  graph.report_ = settle(edges, options);
  graph.num_nodes_ = num_nodes;
  // Edges are in the order of rows.
  graph.out_ = {row_offsets(num_nodes, edges.source), std::exchange(edges.target, {})};
  EdgeColumns& c = edges.columns;
  graph.columns_ = {kept(c.weight), kept(c.sign),    kept(c.type),
                    kept(c.time),   kept(c.context), kept(c.end)};
  edges = {.type_names = std::move(edges.type_names)};
  if (options.directions == Directions::Both) graph.fill_in_rows();
  graph.type_names_ = std::move(edges.type_names);
  return graph;
}

void Graph::fill_in_rows() {
  if (!columns_.any()) {
    in_ = transposed(out_);
    return;
  }
  std::vector<EdgeId> offsets(std::size_t{num_nodes_} + 1);
  for (const NodeId v : out_.neighbors) ++offsets[v];
  exclusive_scan_in_place(std::span(offsets));
  std::vector<EdgeId> next(offsets.begin(), offsets.end() - 1);
  Buffer<NodeId> neighbors(num_edges());
  Buffer<EdgeId> in_edges(num_edges());
  for (NodeId u = 0; u < num_nodes_; ++u)
    for (EdgeId e = out_.offsets[u]; e < out_.offsets[u + 1]; ++e) {
      const EdgeId place = next[out_.neighbors[e]]++;
      neighbors[place] = u;
      in_edges[place] = e;
    }
  in_ = {std::move(offsets), std::move(neighbors).share()};
  in_edges_ = std::move(in_edges).share();
}

Graph Graph::with_in_rows() && {
  if (!has_in_rows()) fill_in_rows();
  return std::move(*this);
}

Graph Graph::of_rows(Adjacency out, const GraphOptions& options, GraphReport report) {
  Graph graph;
  report.parallel_edges.reset();
  const EdgeId before = out.neighbors.size();
  if (rows_are_sorted(options)) {
    const bool unique = options.parallel_edges == ParallelEdges::Drop;
    out = grapevine::sorted(out, unique, report.parallel_edges.emplace());
  }
  if (options.parallel_edges == ParallelEdges::Sum) {
    Buffer<double> counts;
    out = counted(out, counts);
    graph.columns_.weight = std::move(counts).share();
  }
  report.dropped += before - out.neighbors.size();
  graph.num_nodes_ = out.size();
  graph.report_ = report;
  graph.out_ = std::move(out);
  if (options.directions == Directions::Out) return graph;
  if (!options.directed && !graph.columns_.any())
    graph.in_ = graph.out_;
  else
    graph.fill_in_rows();
  return graph;
}

RowBuilder::Options Graph::row_options(const GraphOptions& options) {
  return {.both_ways = !options.directed, .drop_loops = options.self_loops == SelfLoops::Drop};
}

namespace {

/// Loops that were met, as arcs, and which of them were dropped.
GraphReport loops_of(const RowBuilder& builder, const GraphOptions& options) {
  const EdgeId loops = builder.num_loops() * (options.directed ? 1 : 2);
  return {.self_loops = loops, .dropped = options.self_loops == SelfLoops::Drop ? loops : 0};
}

}  // namespace

Graph Graph::of_ends(NodeId num_nodes, const EdgeList& edges, const GraphOptions& options) {
  RowBuilder builder(num_nodes, row_options(options));
  for_each_block(
      edges.size(),
      [&](std::size_t begin, std::size_t end) {
        std::vector<std::uint32_t> source(edges.source.data() + begin, edges.source.data() + end),
            target(edges.target.data() + begin, edges.target.data() + end);
        builder.add(begin / kArcsPerBlock, source, target);
      },
      kArcsPerBlock);
  builder.finish(num_nodes);
  const GraphReport report = loops_of(builder, options);
  Graph graph = of_rows(std::move(builder).build({}), options, report);
  graph.type_names_ = edges.type_names;
  return graph;
}

NumberedGraph Graph::build_from_rows(RowBuilder&& builder, const GraphOptions& options) {
  const GraphReport report = loops_of(builder, options);
  NodeNumbering numbering =
      options.canonical ? numbered_by_id(builder) : numbered_hot_first(builder);
  Adjacency rows = std::move(builder).build(numbering);
  return {of_rows(std::move(rows), options, report), std::move(numbering)};
}

std::uint64_t GraphSize::column_bytes() const {
  const auto bytes = [](bool present, std::size_t size) { return present ? size : 0; };
  return bytes(weight, sizeof(double)) + bytes(sign, sizeof(std::int8_t)) +
         bytes(type, sizeof(std::uint16_t)) + bytes(time, sizeof(Time)) +
         bytes(context, sizeof(ContextId)) + bytes(end, sizeof(Time));
}

GraphSize Graph::size_of(GraphSize ties, const GraphOptions& options) {
  if (!options.directed) ties.edges *= 2;
  if (options.parallel_edges == ParallelEdges::Sum) ties.weight = true;
  return ties;
}

std::uint64_t Graph::build_bytes_of(const GraphSize& ties, const GraphOptions& options) {
  const GraphSize size = size_of(ties, options);
  const std::uint64_t ends = 2 * sizeof(NodeId);
  if (!ties.any_column()) {
    // `of_ends`: the list, arcs by ranges, the rows; then the rows of the other direction beside.
    const std::uint64_t grouped = sizeof(std::uint16_t) + sizeof(NodeId);
    const bool turned = options.directed && options.directions == Directions::Both;
    const std::uint64_t rows = (turned ? 2 : 1) * sizeof(NodeId);
    const std::uint64_t nodes = 2 * sizeof(EdgeId) + sizeof(std::uint32_t) + 1;
    // Parallel ties that were summed: weights, and the edges of incoming rows.
    const std::uint64_t summed = size.weight ? sizeof(double) + sizeof(EdgeId) : 0;
    return ties.edges * ends + size.edges * std::max(grouped + rows, rows + summed) +
           size.nodes * nodes;
  }
  const std::uint64_t read = ends + ties.column_bytes(), kept = ends + size.column_bytes();
  // `sorted` holds what was read, the order, and the room in which this is merged, or then one
  // column twice.
  const std::uint64_t sorting = read + 2 * sizeof(EdgeId);
  // `fill_in_rows`: the list, both rows, places of ties, and where each row goes on.
  const std::uint64_t rows = 2 * sizeof(NodeId) + sizeof(EdgeId);
  const std::uint64_t filling = size.edges * (kept + rows) + size.nodes * 3 * sizeof(EdgeId);
  return std::max(size.edges * sorting, filling);
}

std::uint64_t Graph::bytes_of(const GraphSize& size) {
  const std::uint64_t an_edge =
      2 * sizeof(NodeId) + size.column_bytes() + (size.any_column() ? sizeof(EdgeId) : 0);
  return size.edges * an_edge + size.nodes * 2 * sizeof(EdgeId) +
         IdIndex::bytes_of(size.nodes, size.text_ids, size.mean_id_bytes);
}

std::optional<NodeId> Graph::find(std::string_view id) const {
  if (ids_) return ids_->find(id);
  const auto integer = canonical_integer(id);
  if (!integer || *integer < 0 || *integer >= std::int64_t{num_nodes_}) return std::nullopt;
  return static_cast<NodeId>(*integer);
}

Graph Graph::of_parts(Parts parts) {
  Graph graph;
  graph.num_nodes_ = parts.out.size();
  graph.out_ = std::move(parts.out);
  graph.in_ = std::move(parts.in);
  graph.in_edges_ = std::move(parts.in_edges);
  graph.columns_ = std::move(parts.columns);
  graph.type_names_ = std::move(parts.type_names);
  graph.report_ = parts.report;
  graph.ids_ = std::move(parts.ids);
  return graph;
}

Graph Graph::with_ids(std::shared_ptr<const IdIndex> ids) && {
  assert(ids->size() == num_nodes_);
  ids_ = std::move(ids);
  return std::move(*this);
}

}  // namespace grapevine
