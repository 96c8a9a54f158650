#pragma once
#include <algorithm>
#include <functional>
#include <span>
#include <type_traits>
#include <vector>

#include "engine/parallel/blocks.hpp"

namespace grapevine {

/// The `most` largest of value(0), ..., value(count - 1) that are above 0, in no order. In
/// parallel, O(count), memory O(min(count, blocks x most)).
template <class Value>
auto largest_values(std::size_t count, std::size_t most, const Value& value) {
  using T = std::decay_t<std::invoke_result_t<Value, std::size_t>>;
  constexpr std::size_t kBlock = 1 << 16;
  const auto keep_largest = [most](std::vector<T>& values) {
    if (values.size() <= most) return;
    const auto end = values.begin() + static_cast<std::ptrdiff_t>(most);
    std::nth_element(values.begin(), end, values.end(), std::greater<>());
    values.erase(end, values.end());
  };
  std::vector<std::vector<T>> blocks((count + kBlock - 1) / kBlock);
  run_blocks(blocks.size(), [&](std::size_t b) {
    std::vector<T> found;
    const std::size_t end = std::min(count, (b + 1) * kBlock);
    for (std::size_t i = b * kBlock; i < end; ++i)
      if (const T one = value(i); one > T{}) found.push_back(one);
    keep_largest(found);
    blocks[b].assign(found.begin(), found.end());  // room for no more than these
  });
  std::vector<T> all;
  for (const std::vector<T>& block : blocks) all.insert(all.end(), block.begin(), block.end());
  keep_largest(all);
  return all;
}

}  // namespace grapevine
