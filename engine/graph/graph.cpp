#include "engine/graph/graph.hpp"

#include <algorithm>
#include <cassert>
#include <limits>
#include <tuple>

#include "engine/base/error.hpp"
#include "engine/base/numbers.hpp"
#include "engine/graph/grouped.hpp"
#include "engine/graph/node_order.hpp"
#include "engine/graph/tie_order.hpp"
#include "engine/parallel/loops.hpp"

namespace grapevine {
namespace {

/// The column as a graph keeps it.
template <class T>
SharedArray<T> kept(std::vector<T>& column) {
  column.shrink_to_fit();
  return std::move(column);
}

/// The rows turned round, and the edge of each place in them.
template <class Place>
std::pair<Adjacency, SharedArray<EdgeId>> turned_round(const Adjacency& out) {
  Groups<Place> in = grouped<Place>(out.neighbors.all(), out.size());
  Buffer<NodeId> source_of(out.neighbors.size()), neighbors(out.neighbors.size());
  Buffer<EdgeId> edges(out.neighbors.size());
  for_each_index(out.size(), [&](std::size_t u) {
    std::fill(source_of.begin() + out.offsets[u], source_of.begin() + out.offsets[u + 1],
              static_cast<NodeId>(u));
  });
  for_each_index(edges.size(), [&](std::size_t i) {
    edges[i] = in.places[i];
    neighbors[i] = source_of[in.places[i]];
  });
  return {{std::move(in.offsets).share(), std::move(neighbors).share()}, std::move(edges).share()};
}

}  // namespace

Graph Graph::build(NodeId num_nodes, EdgeList edges, const GraphOptions& options) {
  assert(edges.source.size() == edges.target.size());
  for (const double weight : edges.columns.weight)
    if (!(weight >= 0.0) || weight > kMostWeight)
      throw Error(ErrorCode::BadInput, "graph", "a tie has weight " + to_text(weight),
                  "weights must be from 0 to 1e300");
  if (!edges.columns.any()) return of_ends(num_nodes, edges, options);
  OrderedTies ordered = in_row_order(std::move(edges), num_nodes, options);
  EdgeList& ties = ordered.ties;
  Graph graph;
  graph.report_ = ordered.report;
  graph.num_nodes_ = num_nodes;
  graph.out_ = {std::move(ordered.offsets).share(), kept(ties.target)};
  EdgeColumns& c = ties.columns;
  graph.columns_ = {kept(c.weight), kept(c.sign),    kept(c.type),
                    kept(c.time),   kept(c.context), kept(c.end)};
  graph.type_names_ = std::move(ties.type_names);
  ordered = {};
  if (options.directions == Directions::Both) graph.fill_in_rows();
  return graph;
}

void Graph::fill_in_rows() {
  if (!columns_.any()) {
    in_ = transposed(out_);
    return;
  }
  if (num_edges() <= std::numeric_limits<std::uint32_t>::max())
    std::tie(in_, in_edges_) = turned_round<std::uint32_t>(out_);
  else
    std::tie(in_, in_edges_) = turned_round<EdgeId>(out_);
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
  // `in_row_order` holds what was read, places of ties, and then one column twice.
  const std::uint64_t place =
      size.edges <= std::numeric_limits<std::uint32_t>::max() ? sizeof(NodeId) : sizeof(EdgeId);
  const std::uint64_t sorting =
      read + (rows_are_sorted(options) ? 4 * place : std::max(2 * place, place + sizeof(double)));
  // `fill_in_rows`: both rows, places of ties, their sources, and the edges of incoming rows.
  const std::uint64_t rows = 2 * sizeof(NodeId) + sizeof(EdgeId);
  const std::uint64_t filling = size.edges * (kept + rows) + size.nodes * 2 * sizeof(EdgeId);
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
