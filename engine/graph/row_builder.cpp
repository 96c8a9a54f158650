#include "engine/graph/row_builder.hpp"

#include <algorithm>
#include <atomic>
#include <bit>
#include <cassert>
#include <numeric>

#include "engine/base/error.hpp"
#include "engine/parallel/loops.hpp"

namespace grapevine {
namespace {

/// So many ranges of sources that their places in a block fit a cache of level 1; but a source
/// within its range must fit 16 bits.
constexpr std::uint64_t kRanges = 512;
constexpr int kLeastRangeBits = 10, kMostRangeBits = 16;

int range_bits_of(std::uint64_t bound) {
  return std::clamp(static_cast<int>(std::bit_width(bound / kRanges)), kLeastRangeBits,
                    kMostRangeBits);
}

EdgeId loops_of(std::span<const std::uint32_t> source, std::span<const std::uint32_t> target) {
  EdgeId loops = 0;
  for (std::size_t i = 0; i < source.size(); ++i) loops += source[i] == target[i];
  return loops;
}

/// Leaves out loops, and returns how many arcs are left.
std::size_t drop_loops(std::span<std::uint32_t> source, std::span<std::uint32_t> target,
                       std::vector<std::uint32_t>& loops) {
  std::size_t kept = 0;
  for (std::size_t i = 0; i < source.size(); ++i) {
    if (source[i] == target[i]) loops.push_back(source[i]);
    source[kept] = source[i];
    target[kept] = target[i];
    kept += source[i] != target[i];
  }
  return kept;
}

/// Runs of equal sources, or more than there are arcs where sources do not ascend.
std::size_t count_runs(std::span<const std::uint32_t> source) {
  std::size_t runs = !source.empty(), falls = 0;
  for (std::size_t i = 1; i < source.size(); ++i) {
    runs += source[i] != source[i - 1];
    falls += source[i] < source[i - 1];
  }
  return falls > 0 ? source.size() + 1 : runs;
}

}  // namespace

RowBuilder::RowBuilder(std::uint64_t likely_bound, const Options& options)
    : options_(options), range_bits_(range_bits_of(likely_bound)) {}

/// Room for what a block keeps, cut from large rooms so that it stands on huge pages.
template <class T>
std::span<T> RowBuilder::take(std::size_t count) {
  constexpr std::size_t kFirst = (1 << 20) / sizeof(std::uint64_t), kMost = 32 * kFirst;
  const std::size_t words = (count * sizeof(T) + sizeof(std::uint64_t) - 1) / sizeof(std::uint64_t);
  const std::lock_guard lock(mutex_);
  if (rooms_.empty() || rooms_.back().size() - used_ < words) {
    const std::size_t room = rooms_.empty() ? kFirst : std::min(kMost, 2 * rooms_.back().size());
    rooms_.emplace_back(std::max(room, words));
    used_ = 0;
  }
  std::uint64_t* const begin = rooms_.back().data() + used_;
  used_ += words;
  return {reinterpret_cast<T*>(begin), count};
}

/// A deque that grows leaves its other blocks where they are.
RowBuilder::Block& RowBuilder::block_at(std::size_t index) {
  const std::lock_guard lock(mutex_);
  if (index >= blocks_.size()) blocks_.resize(index + 1);
  return blocks_[index];
}

void RowBuilder::add(std::size_t block, std::span<std::uint32_t> source,
                     std::span<std::uint32_t> target) {
  const EdgeId loops = loops_of(source, target);
  Block& kept = block_at(block);
  if (loops > 0) {
    num_loops_.fetch_add(loops, std::memory_order_relaxed);
    if (options_.drop_loops) {
      source = source.first(drop_loops(source, target, kept.dropped));
      target = target.first(source.size());
    }
  }
  // A run takes 8 bytes, and a source within its range 2.
  const std::size_t runs = options_.both_ways ? source.size() : count_runs(source);
  if (runs < source.size() / 4)
    keep_runs(kept, source, target, runs);
  else
    keep_arcs(kept, source, target);
}

void RowBuilder::keep_runs(Block& block, std::span<const std::uint32_t> source,
                           std::span<const std::uint32_t> target, std::size_t runs) {
  block.target = take<std::uint32_t>(target.size());
  std::ranges::copy(target, block.target.begin());
  block.runs = take<Run>(runs);
  block.first_range = source.front() >> range_bits_;
  std::size_t run = 0;
  for (std::size_t i = 0; i < source.size(); ++i) {
    if (i == 0 || source[i] != source[i - 1]) {
      while (block.first_range + block.begin.size() <= source[i] >> range_bits_)
        block.begin.push_back(static_cast<std::uint32_t>(run));
      block.runs[run++].source = source[i];
    }
    block.runs[run - 1].end = static_cast<std::uint32_t>(i + 1);
  }
  block.begin.push_back(static_cast<std::uint32_t>(runs));
}

void RowBuilder::keep_arcs(Block& block, std::span<const std::uint32_t> source,
                           std::span<const std::uint32_t> target) {
  const std::size_t size = source.size();
  std::uint32_t largest = 0;
  for (std::size_t i = 0; i < size; ++i)
    largest = std::max(largest, options_.both_ways ? std::max(source[i], target[i]) : source[i]);
  std::vector<std::uint32_t> next((largest >> range_bits_) + 2);
  for (std::size_t i = 0; i < size; ++i) {
    ++next[(source[i] >> range_bits_) + 1];
    if (options_.both_ways) ++next[(target[i] >> range_bits_) + 1];
  }
  std::partial_sum(next.begin(), next.end(), next.begin());
  block.begin = next;
  block.source = take<std::uint16_t>(next.back());
  block.target = take<std::uint32_t>(next.back());
  const std::uint32_t within = (std::uint32_t{1} << range_bits_) - 1;
  const auto put = [&](std::uint32_t from, std::uint32_t to) {
    const std::uint32_t place = next[from >> range_bits_]++;
    block.source[place] = static_cast<std::uint16_t>(from & within);
    block.target[place] = to;
  };
  for (std::size_t i = 0; i < size; ++i) {
    put(source[i], target[i]);
    if (options_.both_ways) put(target[i], source[i]);
  }
}

void RowBuilder::finish(std::uint64_t bound) {
  bound_ = bound;
  degrees_ = Buffer<std::uint32_t>(bound);
  seen_ = Buffer<std::uint8_t>(bound);
  run_blocks(blocks_.size(), [&](std::size_t b) { mark_targets(blocks_[b]); });
  run_blocks(num_ranges(), [&](std::size_t range) { count_degrees(range); });
}

/// Others mark at the same time, always by 1; most are marked already, and reading keeps the cache
/// line with all threads.
void RowBuilder::mark_targets(const Block& block) {
  const auto mark = [&](std::uint32_t end) {
    const std::atomic_ref seen(seen_[end]);
    if (seen.load(std::memory_order_relaxed) == 0) seen.store(1, std::memory_order_relaxed);
  };
  std::ranges::for_each(block.target, mark);
  std::ranges::for_each(block.dropped, mark);
}

template <class Visit>
void RowBuilder::for_each_run(std::size_t range, const Visit& visit) const {
  for (const Block& block : blocks_) {
    if (range < block.first_range || range - block.first_range + 1 >= block.begin.size()) continue;
    const std::uint32_t begin = block.begin[range - block.first_range],
                        end = block.begin[range - block.first_range + 1];
    if (!block.runs.empty()) {
      std::uint32_t arc = begin == 0 ? 0 : block.runs[begin - 1].end;
      for (const Run& run : block.runs.subspan(begin, end - begin)) {
        visit(run.source, block.target.subspan(arc, run.end - arc));
        arc = run.end;
      }
    } else {
      const auto first = static_cast<std::uint32_t>(range << range_bits_);
      for (std::uint32_t arc = begin; arc < end; ++arc)
        visit(first + block.source[arc], block.target.subspan(arc, 1));
    }
  }
}

void RowBuilder::count_degrees(std::size_t range) {
  constexpr std::uint32_t kMost = ~std::uint32_t{0};
  for_each_run(range, [&](std::uint32_t source, std::span<const std::uint32_t> targets) {
    if (targets.size() > kMost - degrees_[source])
      throw Error(ErrorCode::BadInput, "graph", "a node has more than 4,294,967,295 ties",
                  "drop parallel ties");
    degrees_[source] += static_cast<std::uint32_t>(targets.size());
  });
}

Adjacency RowBuilder::build(const NodeNumbering& numbering) && {
  const bool renumbered = !numbering.node_of.empty();
  const auto node_of = [&](std::uint32_t v) { return renumbered ? numbering.node_of[v] : v; };
  const std::size_t num_nodes = renumbered ? numbering.num_nodes : bound_;
  Buffer<EdgeId> offsets(num_nodes + 1);
  for_each_index(bound_, [&](std::size_t v) {
    if (degrees_[v] > 0) offsets[node_of(static_cast<std::uint32_t>(v))] = degrees_[v];
  });
  Buffer<NodeId> neighbors(exclusive_scan_in_place(offsets.all()));
  run_blocks(num_ranges(), [&](std::size_t range) {
    const std::uint64_t first = range << range_bits_;
    const std::uint64_t end = std::min(bound_, first + (std::uint64_t{1} << range_bits_));
    std::vector<EdgeId> next(end - std::min(first, end));
    for (std::uint64_t v = first; v < end; ++v)
      if (degrees_[v] > 0) next[v - first] = offsets[node_of(static_cast<std::uint32_t>(v))];
    for_each_run(range, [&](std::uint32_t source, std::span<const std::uint32_t> targets) {
      EdgeId place = next[source - first];
      next[source - first] += targets.size();
      for (const std::uint32_t target : targets) neighbors[place++] = node_of(target);
    });
  });
  blocks_.clear();
  rooms_.clear();
  return {std::move(offsets).share(), std::move(neighbors).share()};
}

}  // namespace grapevine
