#include "engine/graph/graph.hpp"

#include <cassert>
#include <functional>
#include <numeric>
#include <tuple>

#include "engine/base/error.hpp"
#include "engine/base/numbers.hpp"
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

/// Edges without columns in canonical order: both ends of one fit a single word to sort by.
EdgeList sorted_ends(const EdgeList& edges) {
  std::vector<std::uint64_t> keys(edges.size());
  for_each_index(keys.size(), [&](std::size_t i) {
    keys[i] = std::uint64_t{edges.source[i]} << 32 | edges.target[i];
  });
  parallel_sort(keys, std::less<>());
  EdgeList result{.source = std::vector<NodeId>(keys.size()),
                  .target = std::vector<NodeId>(keys.size())};
  for_each_index(keys.size(), [&](std::size_t i) {
    result.source[i] = static_cast<NodeId>(keys[i] >> 32);
    result.target[i] = static_cast<NodeId>(keys[i]);
  });
  return result;
}

/// The edges in canonical order: by source, target and columns. Rows that are equal in all of these
/// cannot be told apart, so the order of input rows leaves no trace.
EdgeList sorted(const EdgeList& edges) {
  if (!edges.columns.any()) return sorted_ends(edges);
  std::vector<EdgeId> order(edges.size());
  std::iota(order.begin(), order.end(), EdgeId{0});
  const auto& weight = edges.columns.weight;
  parallel_sort(order, [&](EdgeId a, EdgeId b) {
    const auto ka = kind_of(edges, a), kb = kind_of(edges, b);
    return ka != kb ? ka < kb : entry(weight, a) < entry(weight, b);
  });
  EdgeList result{.source = gathered(edges.source, order),
                  .target = gathered(edges.target, order),
                  .columns = edges.columns,
                  .type_names = edges.type_names};
  for_each_column(result.columns, [&](auto& column) { column = gathered(column, order); });
  return result;
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

/// Applies the choice on self-loops and parallel ties to edges in canonical order, and counts.
GraphReport settle(EdgeList& edges, const GraphOptions& options) {
  GraphReport report;
  auto& weight = edges.columns.weight;
  if (options.parallel_edges == ParallelEdges::Sum && weight.empty())
    weight.assign(edges.size(), 1.0);
  std::size_t kept = 0;
  for (std::size_t i = 0; i < edges.size(); ++i) {
    const bool loop = edges.source[i] == edges.target[i];
    const bool parallel =
        i > 0 && edges.source[i] == edges.source[i - 1] && edges.target[i] == edges.target[i - 1];
    report.self_loops += loop;
    report.parallel_edges += parallel;
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

}  // namespace

Graph Graph::build(NodeId num_nodes, EdgeList edges, const GraphOptions& options) {
  assert(edges.source.size() == edges.target.size());
  for (const double weight : edges.columns.weight)
    if (!(weight >= 0.0) || weight > kMostWeight)
      throw Error(ErrorCode::BadInput, "graph", "a tie has weight " + to_text(weight),
                  "weights must be from 0 to 1e300");
  if (!options.directed) add_reverse_arcs(edges);
  edges = sorted(edges);
  Graph graph;
  graph.num_nodes_ = num_nodes;
  graph.report_ = settle(edges, options);
  graph.fill_out_rows(edges);
  graph.fill_in_rows(edges);
  graph.columns_ = std::move(edges.columns);
  graph.type_names_ = std::move(edges.type_names);
  return graph;
}

void Graph::fill_out_rows(const EdgeList& edges) {
  out_.offsets = row_offsets(num_nodes_, edges.source);
  out_.neighbors = edges.target;  // canonical order is row order
}

void Graph::fill_in_rows(const EdgeList& edges) {
  in_.offsets = row_offsets(num_nodes_, edges.target);
  in_.neighbors.resize(edges.size());
  if (edges.columns.any()) in_edges_.resize(edges.size());
  std::vector<EdgeId> next(in_.offsets.begin(), in_.offsets.end() - 1);
  for (EdgeId e = 0; e < edges.size(); ++e) {
    const EdgeId place = next[edges.target[e]]++;
    in_.neighbors[place] = edges.source[e];
    if (!in_edges_.empty()) in_edges_[place] = e;
  }
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
  const std::uint64_t read = ends + ties.column_bytes(), kept = ends + size.column_bytes();
  // `sorted` holds what was read, the keys or the order, and the room in which these are merged;
  // then what was read, the order, the result, and one column more than once.
  const std::uint64_t key = sizeof(std::uint64_t);
  const std::uint64_t widest = ties.any_column() ? sizeof(double) : 0;
  const std::uint64_t sorting = std::max(read + 2 * key, read + key + read + widest);
  // `fill_in_rows`: the list, both rows, places of ties, and where each row goes on.
  const std::uint64_t rows = 2 * sizeof(NodeId) + (size.any_column() ? sizeof(EdgeId) : 0);
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

Graph Graph::with_ids(std::shared_ptr<const IdIndex> ids) && {
  assert(ids->size() == num_nodes_);
  ids_ = std::move(ids);
  return std::move(*this);
}

}  // namespace grapevine
