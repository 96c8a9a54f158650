#include "engine/graph/adjacency.hpp"

#include <algorithm>
#include <numeric>
#include <vector>

#include "engine/graph/row_builder.hpp"
#include "engine/parallel/loops.hpp"

namespace grapevine {
namespace {

/// Places that cut rows into blocks of some kArcsPerBlock arcs; longer rows are not cut.
std::vector<NodeId> block_begins(const Adjacency& rows) {
  std::vector<NodeId> begins = {0};
  for (NodeId u = 0; u < rows.size(); ++u)
    if (rows.offsets[u + 1] - rows.offsets[begins.back()] >= kArcsPerBlock || u + 1 == rows.size())
      begins.push_back(u + 1);
  return begins;
}

/// Adds the arcs of rows [begin, end), turned round.
void add_turned_round(const Adjacency& rows, NodeId begin, NodeId end, std::size_t block,
                      RowBuilder& builder) {
  const EdgeId first = rows.offsets[begin];
  const auto row = rows.neighbors.all().subspan(first, rows.offsets[end] - first);
  std::vector<std::uint32_t> source(row.begin(), row.end()), target(row.size());
  for (NodeId u = begin; u < end; ++u)
    std::fill(target.data() + (rows.offsets[u] - first),
              target.data() + (rows.offsets[u + 1] - first), u);
  builder.add(block, source, target);
}

}  // namespace

Adjacency transposed(const Adjacency& rows) {
  const std::vector<NodeId> begins = block_begins(rows);
  const std::size_t blocks = begins.size() - 1;
  RowBuilder builder(rows.size(), {});
  run_blocks(blocks,
             [&](std::size_t b) { add_turned_round(rows, begins[b], begins[b + 1], b, builder); });
  builder.finish(rows.size());
  return std::move(builder).build({});
}

Adjacency sorted(const Adjacency& rows, bool unique, EdgeId& equal) {
  const NodeId n = rows.size();
  Buffer<EdgeId> offsets(std::size_t{n} + 1);
  Buffer<NodeId> neighbors(rows.neighbors.size());
  const std::vector<NodeId> begins = block_begins(rows);
  std::vector<EdgeId> counts(begins.size() - 1);
  run_blocks(counts.size(), [&](std::size_t b) {
    for (NodeId u = begins[b]; u < begins[b + 1]; ++u) {
      const auto row = rows[u];
      NodeId* const to = neighbors.data() + rows.offsets[u];
      NodeId* const end = std::ranges::copy(row, to).out;
      std::sort(to, end);
      for (const NodeId* v = to + 1; v < end; ++v) counts[b] += *v == v[-1];
      offsets[u] = unique ? static_cast<EdgeId>(std::unique(to, end) - to) : row.size();
    }
  });
  equal = std::accumulate(counts.begin(), counts.end(), EdgeId{0});
  const EdgeId kept = exclusive_scan_in_place(offsets.all());
  if (kept == rows.neighbors.size())
    return {std::move(offsets).share(), std::move(neighbors).share()};
  Buffer<NodeId> closer(kept);
  for_each_index(n, [&](std::size_t u) {
    std::copy_n(neighbors.data() + rows.offsets[u], offsets[u + 1] - offsets[u],
                closer.data() + offsets[u]);
  });
  return {std::move(offsets).share(), std::move(closer).share()};
}

Adjacency counted(const Adjacency& rows, Buffer<double>& counts) {
  const NodeId n = rows.size();
  Buffer<EdgeId> offsets(std::size_t{n} + 1);
  for_each_index(n, [&](std::size_t u) {
    const auto row = rows[static_cast<NodeId>(u)];
    for (std::size_t i = 0; i < row.size(); ++i) offsets[u] += i == 0 || row[i] != row[i - 1];
  });
  const EdgeId kept = exclusive_scan_in_place(offsets.all());
  Buffer<NodeId> neighbors(kept);
  counts = Buffer<double>(kept);
  for_each_index(n, [&](std::size_t u) {
    const auto row = rows[static_cast<NodeId>(u)];
    EdgeId place = offsets[u];
    for (std::size_t i = 0; i < row.size(); ++i) {
      place += i > 0 && row[i] != row[i - 1];
      neighbors[place] = row[i];
      counts[place] += 1.0;
    }
  });
  return {std::move(offsets).share(), std::move(neighbors).share()};
}

EdgeId count_parallel(const Adjacency& rows) {
  const std::vector<NodeId> begins = block_begins(rows);
  std::vector<EdgeId> counts(begins.size() - 1);
  run_blocks(counts.size(), [&](std::size_t b) {
    std::vector<NodeId> row;
    for (NodeId u = begins[b]; u < begins[b + 1]; ++u) {
      row.assign(rows[u].begin(), rows[u].end());
      std::ranges::sort(row);
      for (std::size_t i = 1; i < row.size(); ++i) counts[b] += row[i] == row[i - 1];
    }
  });
  return std::accumulate(counts.begin(), counts.end(), EdgeId{0});
}

}  // namespace grapevine
