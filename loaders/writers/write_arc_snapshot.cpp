#include "loaders/writers/write_arc_snapshot.hpp"

#include <algorithm>
#include <atomic>

#include "engine/base/error.hpp"
#include "engine/base/progress.hpp"
#include "engine/graph/node_order.hpp"
#include "engine/graph/number_ids.hpp"
#include "engine/graph/row_builder.hpp"
#include "engine/parallel/blocks.hpp"
#include "loaders/writers/snapshot_file.hpp"

namespace grapevine {
namespace {

/// Arcs of each number as source and as target.
struct Degrees {
  Buffer<std::uint32_t> out, in;
  EdgeId arcs = 0, loops = 0;
};

Degrees count_degrees(const ArcSource& source) {
  Degrees degrees{Buffer<std::uint32_t>(source.num_nodes()),
                  Buffer<std::uint32_t>(source.num_nodes())};
  std::atomic<EdgeId> arcs = 0, loops = 0;
  run_blocks(source.num_blocks(), [&](std::size_t b) {
    ArcBlock block;
    source.fill(b, block);
    EdgeId loops_here = 0;
    for (std::size_t i = 0; i < block.size(); ++i) {
      const NodeId from = block.sources[i], to = block.targets[i];
      std::atomic_ref(degrees.out[from]).fetch_add(1, std::memory_order_relaxed);
      std::atomic_ref(degrees.in[to]).fetch_add(1, std::memory_order_relaxed);
      loops_here += from == to;
    }
    arcs += block.size();
    loops += loops_here;
  });
  degrees.arcs = arcs;
  degrees.loops = loops;
  return degrees;
}

/// Offsets of the rows of nodes. Errors: BadInput where a degree did not fit 32 bits.
Buffer<EdgeId> offsets_of(const Buffer<std::uint32_t>& degrees, const NodeNumbering& numbering,
                          EdgeId arcs) {
  Buffer<EdgeId> offsets(std::size_t{numbering.num_nodes} + 1);
  for_each_index(degrees.size(), [&](std::size_t number) {
    const NodeId node = numbering.node_of[number];
    if (node != kNoNode) offsets[node] = degrees[number];
  });
  if (exclusive_scan_in_place(offsets.all()) != arcs)
    throw Error(ErrorCode::BadInput, "graph", "a node has more than 4,294,967,295 ties",
                "generate fewer arcs");
  return offsets;
}

enum class Direction { Out, In };

/// Writes rows part by part.
class RowWriter {
 public:
  RowWriter(const ArcSource& source, const NodeNumbering& numbering, Direction direction,
            std::uint64_t arcs_at_once)
      : source_(source),
        numbering_(numbering),
        direction_(direction),
        arcs_at_once_(arcs_at_once) {}

  void write(const Buffer<EdgeId>& offsets, SnapshotFile& file) const {
    const std::size_t num_nodes = offsets.size() - 1;
    for (std::size_t begin = 0; begin < num_nodes;) {
      const auto behind = std::ranges::upper_bound(offsets, offsets[begin] + arcs_at_once_);
      const std::size_t last = static_cast<std::size_t>(behind - offsets.begin()) - 1;
      const std::size_t end = std::min(num_nodes, std::max(last, begin + 1));
      file.append(part(static_cast<NodeId>(begin), static_cast<NodeId>(end)).all());
      begin = end;
      report_progress("rows", offsets[end], offsets[num_nodes]);
    }
  }

 private:
  /// The neighbours of the rows [begin, end).
  SharedArray<NodeId> part(NodeId begin, NodeId end) const {
    RowBuilder builder(numbering_.num_nodes, {});
    run_blocks(source_.num_blocks(), [&](std::size_t b) {
      ArcBlock arcs;
      source_.fill(b, arcs);
      if (direction_ == Direction::In) std::swap(arcs.sources, arcs.targets);
      std::size_t kept = 0;
      for (std::size_t i = 0; i < arcs.size(); ++i) {
        const NodeId row = numbering_.node_of[arcs.sources[i]], to = arcs.targets[i];
        arcs.sources[kept] = row;
        arcs.targets[kept] = to;
        kept += row >= begin && row < end;
      }
      arcs.resize(kept);
      for (NodeId& to : arcs.targets) to = numbering_.node_of[to];
      if (kept > 0) builder.add(b, arcs.sources, arcs.targets);
    });
    builder.finish(numbering_.num_nodes);
    const Adjacency rows = std::move(builder).build({});
    if (direction_ == Direction::Out) return rows.neighbors;
    EdgeId equal = 0;
    return sorted(rows, false, equal).neighbors;  // as rows turned round are
  }

  const ArcSource& source_;
  const NodeNumbering& numbering_;
  Direction direction_;
  std::uint64_t arcs_at_once_;
};

/// All of a snapshot, as `write_snapshot` has it: sections without items are not there.
class ArcSnapshot {
 public:
  ArcSnapshot(const ArcSource& source, std::uint64_t arcs_at_once)
      : source_(source), arcs_at_once_(std::max<std::uint64_t>(1, arcs_at_once)) {
    degrees_ = count_degrees(source);
    numbering_ = numbered_hot_first(degrees_.out.all(), degrees_.in.all());
  }

  void write(const std::filesystem::path& path) {
    const bool empty = degrees_.arcs == 0;
    SnapshotFile file(path, empty ? 1 : 6);
    write_rows(degrees_.out, Direction::Out, SnapshotKind::OutOffsets, file);
    if (!empty) {
      write_rows(degrees_.in, Direction::In, SnapshotKind::InOffsets, file);
      write_ids(file);
    }
    SnapshotHead head{.nodes = numbering_.num_nodes, .edges = degrees_.arcs};
    head.self_loops = degrees_.loops;
    head.set(kHasIds, true);
    head.set(kSymmetric, empty);
    file.commit(head);
  }

  EdgeId arcs() const { return degrees_.arcs; }

 private:
  void write_rows(Buffer<std::uint32_t>& degrees, Direction direction, SnapshotKind kind,
                  SnapshotFile& file) {
    const Buffer<EdgeId> offsets = offsets_of(degrees, numbering_, degrees_.arcs);
    degrees = {};
    file.write_section<EdgeId>(kind, offsets.all());
    if (degrees_.arcs == 0) return;
    file.begin_section(static_cast<SnapshotKind>(static_cast<std::uint32_t>(kind) + 1),
                       sizeof(NodeId));
    RowWriter(source_, numbering_, direction, arcs_at_once_).write(offsets, file);
  }

  void write_ids(SnapshotFile& file) const {
    const auto ids =
        index_of(numbering_, false, [](std::size_t v) { return static_cast<std::int64_t>(v); });
    file.write_section(SnapshotKind::IntegerIds, ids->integers().all());
    file.write_section(SnapshotKind::IdOrder, ids->ascending().all());
  }

  const ArcSource& source_;
  std::uint64_t arcs_at_once_;
  Degrees degrees_;
  NodeNumbering numbering_;
};

}  // namespace

namespace {

/// An arc in a RowBuilder, and in the rows.
constexpr std::uint64_t kArcBytes = 6 + sizeof(NodeId);

}  // namespace

std::uint64_t arc_snapshot_bytes(std::uint64_t num_nodes, std::uint64_t arcs_at_once) {
  // In-degrees and the numbering; offsets of all rows; the builder's degrees and marks, the offsets
  // of its rows, and those of the sorted ones.
  constexpr std::uint64_t kNodeBytes =
      2 * sizeof(NodeId) + sizeof(EdgeId) + 4 + 1 + 2 * sizeof(EdgeId) + sizeof(NodeId);
  return arcs_at_once * kArcBytes + num_nodes * kNodeBytes;
}

std::uint64_t arcs_at_once_in(std::uint64_t bytes, std::uint64_t num_nodes) {
  constexpr std::uint64_t kLeast = 4 << 20;
  const std::uint64_t fixed = arc_snapshot_bytes(num_nodes, 0);
  return std::max(kLeast, (bytes - std::min(bytes, fixed)) / kArcBytes);
}

std::uint64_t write_arc_snapshot(const ArcSource& source, const std::filesystem::path& path,
                                 std::uint64_t arcs_at_once) {
  if (source.num_nodes() >= kNoNode)
    throw Error(ErrorCode::BadInput, path.string(), "a graph has at most 4,294,967,294 nodes",
                "write .txt or .parquet, or fewer nodes");
  ArcSnapshot snapshot(source, arcs_at_once);
  snapshot.write(path);
  return snapshot.arcs();
}

}  // namespace grapevine
