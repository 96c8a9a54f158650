#pragma once
#include <atomic>
#include <cstdint>
#include <deque>
#include <mutex>
#include <span>
#include <vector>

#include "engine/base/buffer.hpp"
#include "engine/graph/adjacency.hpp"
#include "engine/graph/arc_source.hpp"

namespace grapevine {

/// Which node each number stands for; kNoNode: none.
struct NodeNumbering {
  Buffer<NodeId> node_of;
  NodeId num_nodes = 0;
};

/// Builds compressed sparse rows of arcs that come in blocks, in parallel: the arcs of a block are
/// grouped by ranges of sources, and each range is then filled by one thread, block by block (as
/// propagation blocking, Beamer, Asanovic, Patterson 2017). So each row keeps the order of the
/// input whatever the number of threads, no counter is shared, and what is written stays in a cache
/// even where sources come in no order. Extra memory: 6 bytes an arc, some 4 where sources ascend;
/// 5 a number.
class RowBuilder {
 public:
  struct Options {
    bool both_ways = false;   ///< Adds each arc turned round, behind it.
    bool drop_loops = false;  ///< Their ends stay known.
  };

  /// Ends are best less than `likely_bound`, for whom ranges are cut; blocks best have some
  /// kArcsPerBlock arcs, whose ends fit a cache of level 2.
  RowBuilder(std::uint64_t likely_bound, const Options& options);

  /// Takes the arcs `source[i] -> target[i]` of a block, which may be changed; on any thread, in
  /// any order of blocks, once for each that is not empty.
  void add(std::size_t block, std::span<std::uint32_t> source, std::span<std::uint32_t> target);

  /// All arcs are there, and their ends less than `bound` <= 2^32 - 1. Errors: BadInput for a
  /// source of 2^32 arcs or more.
  void finish(std::uint64_t bound);

  /// Arcs of each source.
  const Buffer<std::uint32_t>& degrees() const { return degrees_; }
  /// Whether a number is an end of an arc.
  bool is_end(std::uint64_t number) const { return degrees_[number] > 0 || seen_[number] > 0; }
  EdgeId num_loops() const { return num_loops_; }

  /// Rows of the nodes that numbers stand for; without a numbering each is its own node. Lets go of
  /// the arcs.
  Adjacency build(const NodeNumbering& numbering) &&;

 private:
  struct Run {
    std::uint32_t source;
    std::uint32_t end;  ///< Of its arcs in the block; they begin where the last run ends.
  };
  /// A block's arcs by ranges of their sources: `source` within the range, or runs of one source.
  struct Block {
    std::span<std::uint32_t> target;
    std::span<std::uint16_t> source;
    std::span<Run> runs;
    std::vector<std::uint32_t> dropped;  ///< Ends of loops.
    std::uint32_t first_range = 0;
    std::vector<std::uint32_t> begin;  ///< Of each range from the first, in arcs or runs; the end.
  };

  void keep_runs(Block& block, std::span<const std::uint32_t> source,
                 std::span<const std::uint32_t> target, std::size_t runs);
  void keep_arcs(Block& block, std::span<const std::uint32_t> source,
                 std::span<const std::uint32_t> target);
  template <class T>
  std::span<T> take(std::size_t count);
  Block& block_at(std::size_t index);
  void mark_targets(const Block& block);
  void count_degrees(std::size_t range);
  /// Calls `visit(source, targets)` with the arcs of a range, in the order of the input.
  template <class Visit>
  void for_each_run(std::size_t range, const Visit& visit) const;
  std::size_t num_ranges() const { return (bound_ >> range_bits_) + 1; }

  Options options_;
  int range_bits_;
  std::uint64_t bound_ = 0;
  std::mutex mutex_;                          ///< Of the three below.
  std::vector<Buffer<std::uint64_t>> rooms_;  ///< Of what blocks keep.
  std::size_t used_ = 0;                      ///< Of the last room.
  std::deque<Block> blocks_;
  std::atomic<EdgeId> num_loops_ = 0;
  Buffer<std::uint32_t> degrees_;
  Buffer<std::uint8_t> seen_;
};

}  // namespace grapevine
