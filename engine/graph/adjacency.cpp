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

/// Adds the arcs [begin, end), which may be a part of a row, turned round.
void add_turned_round(const Adjacency& rows, EdgeId begin, EdgeId end, std::size_t block,
                      RowBuilder& builder) {
  const auto arcs = rows.neighbors.all().subspan(begin, end - begin);
  std::vector<std::uint32_t> source(arcs.begin(), arcs.end()), target(arcs.size());
  auto row = std::ranges::upper_bound(rows.offsets.all(), begin) - rows.offsets.all().begin() - 1;
  for (EdgeId at = begin; at < end; ++row) {
    const EdgeId row_end = std::min(end, rows.offsets[static_cast<std::size_t>(row) + 1]);
    std::fill(target.data() + (at - begin), target.data() + (row_end - begin),
              static_cast<NodeId>(row));
    at = row_end;
  }
  builder.add(block, source, target);
}

}  // namespace

Adjacency transposed(const Adjacency& rows) {
  RowBuilder builder(rows.size(), {});
  for_each_block(
      rows.neighbors.size(),
      [&](std::size_t begin, std::size_t end) {
        add_turned_round(rows, begin, end, begin / kArcsPerBlock, builder);
      },
      kArcsPerBlock);
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
      for (std::size_t i = 1; i < row.size(); ++i) counts[b] += to[i] == to[i - 1];
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
