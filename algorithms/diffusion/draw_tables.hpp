#pragma once
#include <cstdint>
#include <vector>

#include "engine/parallel/fast_random.hpp"

namespace grapevine {

/// How many of a row's ties fail before the next that lets influence pass, where all have the same
/// chance: a geometric number, without a logarithm. An alias table (Walker 1977) has the first few
/// hundred outcomes and "more than these"; being without memory, the number goes on from there. Its
/// entries are right to 2^-32.
class SkipTable {
 public:
  /// Requires 0 < chance < 1.
  explicit SkipTable(double chance);

  /// The ties to leave out, which may be more than the `left` ones: then at least `left`.
  std::uint64_t skip(std::uint64_t left, FastRandom& random) const {
    std::uint64_t skipped = 0;
    for (;;) {
      const std::uint64_t word = random(), own = word >> shift_;
      const Cell& cell = cells_[own];
      const std::uint64_t drawn = static_cast<std::uint32_t>(word) < cell.keeps ? own : cell.other;
      skipped += drawn;
      if (drawn < cells_.size() - 1 || skipped >= left) return skipped;
    }
  }

 private:
  struct Cell {
    std::uint32_t keeps;  ///< Chance of the cell's own number, in 2^-32.
    std::uint32_t other;  ///< Its other outcome.
  };
  std::vector<Cell> cells_;  ///< The number of the last stands for as many, and more to come.
  int shift_;                ///< What leaves the number of a cell of a random word.
};

/// How many of a row's ties let influence pass, where each of d has the chance 1 / d: a binomial
/// number, by one random word and some 1.6 comparisons.
class LiveCounts {
 public:
  LiveCounts() = default;
  /// Of rows up to this length. O(max_degree) time for 4 bytes each, and 64 for each length that
  /// `has` says there is.
  explicit LiveCounts(const std::vector<bool>& has);

  /// `word` is a random one. Requires degree > 0.
  std::uint32_t operator()(std::uint32_t degree, std::uint32_t word) const {
    if (degree == 1) return 1;
    const Row& row = rows_[row_of_degree_[degree]];
    std::uint32_t live = 0;
    while (live < kMost && word >= row.up_to[live]) ++live;
    return live < degree ? live : degree;
  }

  /// More are live with a chance of 2^-44.
  static constexpr std::uint32_t kMost = 15;

 private:
  struct Row {
    std::uint32_t up_to[kMost];  ///< Chance of at most so many, in 2^-32.
  };
  std::vector<std::uint32_t> row_of_degree_;
  std::vector<Row> rows_;
};

}  // namespace grapevine
