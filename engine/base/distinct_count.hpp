#pragma once
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace grapevine {

/// Counts different texts in 16 KiB, whatever their number, within some 1 %: HyperLogLog (Flajolet,
/// Fusy, Gandouet, Meunier 2007) with the estimator of Ertl 2017 (New cardinality estimation
/// algorithms for HyperLogLog sketches), which has no bias where the sketch is small or full.
class DistinctCount {
 public:
  void add(std::string_view text);
  void add_all_of(const DistinctCount& other);
  double estimate() const;

 private:
  static constexpr int kIndexBits = 14, kRankBits = 64 - kIndexBits;

  std::vector<std::uint8_t> rank_ = std::vector<std::uint8_t>(std::size_t{1} << kIndexBits);
};

/// Different texts in `all_blocks` blocks, when those of some, which are spread over all, are
/// known: their number grows by some power of the blocks, which falls from one doubling to the next
/// as it did over the last two.
double extrapolated_count(std::span<const DistinctCount> seen, double all_blocks);

}  // namespace grapevine
