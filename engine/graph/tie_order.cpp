#include "engine/graph/tie_order.hpp"

#include <algorithm>
#include <limits>
#include <tuple>

#include "engine/base/error.hpp"
#include "engine/graph/grouped.hpp"
#include "engine/parallel/loops.hpp"

namespace grapevine {
namespace {

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

template <class T, class Place>
std::vector<T> gathered(const std::vector<T>& values, const Buffer<Place>& order) {
  std::vector<T> result(order.size());
  for_each_index(order.size(), [&](std::size_t i) { result[i] = values[order[i]]; });
  return result;
}

template <class T>
T entry(const std::vector<T>& column, std::size_t i) {
  return column.empty() ? T{} : column[i];
}

/// All that tells two parallel ties apart, except their weight.
auto kind_of(const EdgeColumns& c, std::size_t i) {
  return std::tuple(entry(c.type, i), entry(c.context, i), entry(c.time, i), entry(c.end, i),
                    entry(c.sign, i));
}

bool are_parallel(const EdgeList& ties, std::size_t a, std::size_t b) {
  return ties.source[a] == ties.source[b] && ties.target[a] == ties.target[b];
}

/// Sorts the parallel ties of each row by their columns. Ties that are equal in all of these cannot
/// be told apart.
template <class Place>
void sort_parallel(const EdgeList& ties, Groups<Place>& rows) {
  const auto less = [&](Place a, Place b) {
    const auto of_a = kind_of(ties.columns, a), of_b = kind_of(ties.columns, b);
    if (of_a != of_b) return of_a < of_b;
    return entry(ties.columns.weight, a) < entry(ties.columns.weight, b);
  };
  for_each_index(rows.offsets.size() - 1, [&](std::size_t u) {
    Place* const end = rows.places.begin() + rows.offsets[u + 1];
    for (Place* run = rows.places.begin() + rows.offsets[u]; run != end;) {
      Place* const run_end =
          std::find_if(run + 1, end, [&](Place i) { return !are_parallel(ties, *run, i); });
      if (run_end - run > 1) std::sort(run, run_end, less);
      run = run_end;
    }
  });
}

/// Places of ties by source, in the order of their targets: two rounds of a radix sort.
template <class Place>
Groups<Place> by_ends(const EdgeList& ties, NodeId num_nodes) {
  const Buffer<Place> by_target = grouped<Place>(ties.target, num_nodes).places;
  Groups<Place> rows = grouped<Place>(gathered(ties.source, by_target), num_nodes);
  for_each_index(ties.size(), [&](std::size_t i) { rows.places[i] = by_target[rows.places[i]]; });
  return rows;
}

template <class Place>
void bring_in_order(EdgeList& ties, NodeId num_nodes, bool sort_rows) {
  Groups<Place> rows =
      sort_rows ? by_ends<Place>(ties, num_nodes) : grouped<Place>(ties.source, num_nodes);
  if (sort_rows) sort_parallel(ties, rows);
  const auto reorder = [&](auto& column) { column = gathered(column, rows.places); };
  reorder(ties.source);
  reorder(ties.target);
  for_each_column(ties.columns, reorder);
}

void add_reverse_arcs(EdgeList& ties) {
  const std::size_t m = ties.size();
  ties.source.resize(2 * m);
  ties.target.resize(2 * m);
  for (std::size_t i = 0; i < m; ++i) {
    ties.source[m + i] = ties.target[i];
    ties.target[m + i] = ties.source[i];
  }
  for_each_column(ties.columns, [&](auto& column) {
    column.resize(2 * m);
    std::copy_n(column.begin(), m, column.begin() + static_cast<std::ptrdiff_t>(m));
  });
}

/// Copies the tie at `from` to `to`.
void move_tie(EdgeList& ties, std::size_t from, std::size_t to) {
  ties.source[to] = ties.source[from];
  ties.target[to] = ties.target[from];
  for_each_column(ties.columns, [&](auto& column) { column[to] = column[from]; });
}

void truncate(EdgeList& ties, std::size_t size) {
  ties.source.resize(size);
  ties.target.resize(size);
  for_each_column(ties.columns, [&](auto& column) { column.resize(size); });
}

/// How many of 0 .. count-1 `fits` holds for.
template <class Fits>
EdgeId count_fitting(std::size_t count, const Fits& fits) {
  return static_cast<EdgeId>(sum_over(count, [&](std::size_t i) { return fits(i) ? 1.0 : 0.0; }));
}

void join(EdgeList& ties, std::size_t into, std::size_t from) {
  double& weight = ties.columns.weight[into];
  weight += ties.columns.weight[from];
  if (weight > kMostWeight)
    throw Error(ErrorCode::BadInput, "graph", "weights of parallel ties sum beyond 1e300",
                "scale all weights");
}

/// Leaves out or joins what the options say, of ties whose parallel ones stand side by side.
void leave_out(EdgeList& ties, const GraphOptions& options) {
  std::size_t kept = 0;
  for (std::size_t i = 0; i < ties.size(); ++i) {
    if (options.self_loops == SelfLoops::Drop && ties.source[i] == ties.target[i]) continue;
    const bool parallel = kept > 0 && are_parallel(ties, i, kept - 1);
    if (parallel && options.parallel_edges == ParallelEdges::Drop) continue;
    if (parallel && options.parallel_edges == ParallelEdges::Sum &&
        kind_of(ties.columns, i) == kind_of(ties.columns, kept - 1))
      join(ties, kept - 1, i);
    else
      move_tie(ties, i, kept++);
  }
  truncate(ties, kept);
}

/// Applies the choice on self-loops and parallel ties, and counts.
GraphReport settle(EdgeList& ties, const GraphOptions& options) {
  GraphReport report;
  const std::size_t before = ties.size();
  report.self_loops =
      count_fitting(before, [&](std::size_t i) { return ties.source[i] == ties.target[i]; });
  report.parallel_edges.reset();
  if (rows_are_sorted(options))
    report.parallel_edges =
        count_fitting(before, [&](std::size_t i) { return i > 0 && are_parallel(ties, i - 1, i); });
  const bool drops_loops = report.self_loops > 0 && options.self_loops == SelfLoops::Drop;
  if (drops_loops ||
      (report.parallel_edges.value_or(0) > 0 && options.parallel_edges != ParallelEdges::Keep))
    leave_out(ties, options);
  report.dropped = before - ties.size();
  return report;
}

/// Offsets of the rows of ascending sources.
Buffer<EdgeId> row_offsets(const std::vector<NodeId>& source, NodeId num_nodes) {
  Buffer<EdgeId> offsets(std::size_t{num_nodes} + 1);
  for_each_index(source.size() + 1, [&](std::size_t i) {
    const std::size_t row = i == source.size() ? std::size_t{num_nodes} + 1 : source[i] + 1;
    const std::size_t before = i == 0 ? 0 : source[i - 1] + std::size_t{1};
    std::fill(offsets.begin() + before, offsets.begin() + row, i);
  });
  return offsets;
}

}  // namespace

OrderedTies in_row_order(EdgeList ties, NodeId num_nodes, const GraphOptions& options) {
  if (options.parallel_edges == ParallelEdges::Sum && ties.columns.weight.empty())
    ties.columns.weight.assign(ties.size(), 1.0);
  if (!options.directed) add_reverse_arcs(ties);
  if (ties.size() <= std::numeric_limits<std::uint32_t>::max())
    bring_in_order<std::uint32_t>(ties, num_nodes, rows_are_sorted(options));
  else
    bring_in_order<EdgeId>(ties, num_nodes, rows_are_sorted(options));
  OrderedTies ordered;
  ordered.report = settle(ties, options);
  ordered.offsets = row_offsets(ties.source, num_nodes);
  ordered.ties = std::move(ties);
  return ordered;
}

}  // namespace grapevine
