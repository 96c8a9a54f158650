#pragma once
#include <algorithm>
#include <cstddef>
#include <iterator>
#include <vector>

#include "engine/parallel/blocks.hpp"

namespace grapevine {

template <class T>
void sort_unique(std::vector<T>& values) {
  std::ranges::sort(values);
  values.erase(std::unique(values.begin(), values.end()), values.end());
}

/// The different values in ascending order, from the sorted ones of each part: merged pairwise, so
/// that what is double goes early and each part is freed when it is merged.
template <class T>
std::vector<T> united(std::vector<std::vector<T>> parts) {
  if (parts.empty()) return {};
  while (parts.size() > 1) {
    std::vector<std::vector<T>> merged((parts.size() + 1) / 2);
    run_blocks(merged.size(), [&](std::size_t i) {
      std::vector<T> left = std::move(parts[2 * i]);
      if (2 * i + 1 == parts.size()) {
        merged[i] = std::move(left);
        return;
      }
      const std::vector<T> right = std::move(parts[2 * i + 1]);
      merged[i].reserve(left.size() + right.size());
      std::ranges::set_union(left, right, std::back_inserter(merged[i]));
    });
    parts = std::move(merged);
  }
  return std::move(parts.front());
}

/// The different values of each block that `fill` gives, sorted and without room to spare.
template <class T, class Fill>
std::vector<std::vector<T>> different_in_blocks(std::size_t blocks, const Fill& fill) {
  std::vector<std::vector<T>> parts(blocks);
  run_blocks(blocks, [&](std::size_t b) {
    std::vector<T> values;
    fill(b, values);
    sort_unique(values);
    parts[b].assign(values.begin(), values.end());
  });
  return parts;
}

}  // namespace grapevine
