#include "engine/graph/grouped.hpp"

#include <algorithm>
#include <bit>
#include <utility>
#include <vector>

#include "engine/parallel/loops.hpp"

namespace grapevine {
namespace {

/// Keys of one block; with so few ranges their places fit a cache of level 1.
constexpr std::size_t kKeysPerBlock = 1 << 16;
constexpr std::size_t kRanges = 512;

int range_bits_of(std::size_t num_keys) {
  return static_cast<int>(std::bit_width(num_keys / kRanges));
}

/// Where each block's keys of each range begin, by range and then block; at the end all of them.
std::vector<EdgeId> places_of_ranges(std::span<const NodeId> keys, int range_bits,
                                     std::size_t ranges, std::size_t blocks) {
  std::vector<EdgeId> begins(ranges * blocks + 1);
  for_each_block(
      keys.size(),
      [&](std::size_t begin, std::size_t end) {
        std::vector<std::uint32_t> counts(ranges);
        for (std::size_t i = begin; i < end; ++i) ++counts[keys[i] >> range_bits];
        for (std::size_t r = 0; r < ranges; ++r)
          begins[r * blocks + begin / kKeysPerBlock] = counts[r];
      },
      kKeysPerBlock);
  EdgeId sum = 0;
  for (EdgeId& begin : begins) sum += std::exchange(begin, sum);
  return begins;
}

/// Places of keys by ranges, ascending in each.
template <class Place>
Buffer<Place> by_range(std::span<const NodeId> keys, int range_bits,
                       const std::vector<EdgeId>& begins, std::size_t ranges, std::size_t blocks) {
  Buffer<Place> places(keys.size());
  for_each_block(
      keys.size(),
      [&](std::size_t begin, std::size_t end) {
        std::vector<EdgeId> next(ranges);
        for (std::size_t r = 0; r < ranges; ++r)
          next[r] = begins[r * blocks + begin / kKeysPerBlock];
        for (std::size_t i = begin; i < end; ++i)
          places[next[keys[i] >> range_bits]++] = static_cast<Place>(i);
      },
      kKeysPerBlock);
  return places;
}

}  // namespace

template <class Place>
Groups<Place> grouped(std::span<const NodeId> keys, std::size_t num_keys) {
  const int range_bits = range_bits_of(num_keys);
  const std::size_t ranges = (num_keys >> range_bits) + 1;
  const std::size_t blocks = (keys.size() + kKeysPerBlock - 1) / kKeysPerBlock;
  Groups<Place> groups{Buffer<EdgeId>(num_keys + 1), Buffer<Place>(keys.size())};
  if (keys.empty()) return groups;
  const std::vector<EdgeId> begins = places_of_ranges(keys, range_bits, ranges, blocks);
  const Buffer<Place> ranged = by_range<Place>(keys, range_bits, begins, ranges, blocks);
  run_blocks(ranges, [&](std::size_t r) {
    const EdgeId begin = begins[r * blocks], end = begins[(r + 1) * blocks];
    const std::size_t first = r << range_bits;
    const std::size_t last = std::min(num_keys, first + (std::size_t{1} << range_bits));
    if (first >= last) return;
    std::vector<EdgeId> next(last - first);
    for (EdgeId i = begin; i < end; ++i) ++next[keys[ranged[i]] - first];
    EdgeId sum = begin;
    for (std::size_t k = first; k < last; ++k) {
      groups.offsets[k] = sum;
      sum += std::exchange(next[k - first], sum);
    }
    for (EdgeId i = begin; i < end; ++i) groups.places[next[keys[ranged[i]] - first]++] = ranged[i];
  });
  groups.offsets[num_keys] = keys.size();
  return groups;
}

template Groups<std::uint32_t> grouped(std::span<const NodeId>, std::size_t);
template Groups<EdgeId> grouped(std::span<const NodeId>, std::size_t);

}  // namespace grapevine
