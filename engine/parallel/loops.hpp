#pragma once
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <span>
#include <vector>

#include "engine/parallel/blocks.hpp"

namespace grapevine {

/// Items that one block handles. It is part of the result of a sum, so it never depends on threads.
inline constexpr std::size_t kBlockSize = 4096;

/// Calls `visit(begin, end)` for consecutive blocks that cover 0 .. count-1, in parallel.
template <class Visit>
void for_each_block(std::size_t count, const Visit& visit, std::size_t block_size = kBlockSize) {
  const std::size_t blocks = (count + block_size - 1) / block_size;
  if (blocks <= 1) {
    if (count > 0) visit(std::size_t{0}, count);
    return;
  }
  run_blocks(blocks,
             [&](std::size_t b) { visit(b * block_size, std::min(count, (b + 1) * block_size)); });
}

/// Calls `visit(i)` for i in 0 .. count-1, in parallel. `visit` may write only what belongs to i.
template <class Visit>
void for_each_index(std::size_t count, const Visit& visit, std::size_t block_size = kBlockSize) {
  for_each_block(
      count,
      [&](std::size_t begin, std::size_t end) {
        for (std::size_t i = begin; i != end; ++i) visit(i);
      },
      block_size);
}

/// Sum of `value(i)` over 0 .. count-1: blocks of fixed size are summed left to right, then their
/// sums left to right, so the thread count changes no bit.
template <class Value>
double sum_over(std::size_t count, const Value& value) {
  std::vector<double> partial((count + kBlockSize - 1) / kBlockSize);
  for_each_block(count, [&](std::size_t begin, std::size_t end) {
    double sum = 0.0;
    for (std::size_t i = begin; i != end; ++i) sum += value(i);
    partial[begin / kBlockSize] = sum;
  });
  double total = 0.0;
  for (const double sum : partial) total += sum;
  return total;
}

/// Replaces each count by the sum of those before it; returns the sum of all. O(n), two passes.
template <class T>
T exclusive_scan_in_place(std::span<T> counts) {
  std::vector<T> partial((counts.size() + kBlockSize - 1) / kBlockSize);
  for_each_block(counts.size(), [&](std::size_t begin, std::size_t end) {
    T sum{};
    for (std::size_t i = begin; i != end; ++i) sum += counts[i];
    partial[begin / kBlockSize] = sum;
  });
  T total{};
  for (T& sum : partial) {
    const T before = total;
    total += sum;
    sum = before;
  }
  for_each_block(counts.size(), [&](std::size_t begin, std::size_t end) {
    T running = partial[begin / kBlockSize];
    for (std::size_t i = begin; i != end; ++i) {
      const T count = counts[i];
      counts[i] = running;
      running += count;
    }
  });
  return total;
}

/// Sorts `items` by `less`, which must order any two items that can be told apart; then the result
/// does not depend on the thread count. Blocks are sorted, then merged pairwise. O(n log n) time,
/// O(n) extra memory.
template <class T, class Less>
void parallel_sort(std::vector<T>& items, const Less& less) {
  constexpr std::size_t kRun = 1 << 15;
  const std::size_t n = items.size();
  for_each_block(
      n,
      [&](std::size_t begin, std::size_t end) {
        std::sort(items.begin() + static_cast<std::ptrdiff_t>(begin),
                  items.begin() + static_cast<std::ptrdiff_t>(end), less);
      },
      kRun);
  std::vector<T> merged(n > kRun ? n : 0);
  for (std::size_t width = kRun; width < n; width *= 2) {
    for_each_block(
        n,
        [&](std::size_t begin, std::size_t end) {
          const auto at = [&](std::size_t i) {
            return items.begin() + static_cast<std::ptrdiff_t>(i);
          };
          const std::size_t middle = std::min(end, begin + width);
          const auto move_from = [&](std::size_t i) { return std::make_move_iterator(at(i)); };
          std::merge(move_from(begin), move_from(middle), move_from(middle), move_from(end),
                     merged.begin() + static_cast<std::ptrdiff_t>(begin), less);
        },
        2 * width);
    std::swap(items, merged);
  }
}

}  // namespace grapevine
