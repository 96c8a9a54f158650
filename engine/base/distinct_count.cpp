#include "engine/base/distinct_count.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <functional>
#include <limits>
#include <numbers>

namespace grapevine {
namespace {

/// Ertl 2017, equation for registers that nothing reached.
double sigma(double x) {
  if (x == 1.0) return std::numeric_limits<double>::infinity();
  double y = 1.0, z = x, before = 0.0;
  do {
    x *= x;
    before = z;
    z += x * y;
    y += y;
  } while (z != before);
  return z;
}

/// And for those that are full.
double tau(double x) {
  if (x == 0.0 || x == 1.0) return 0.0;
  double y = 1.0, z = 1.0 - x, before = 0.0;
  do {
    x = std::sqrt(x);
    before = z;
    y *= 0.5;
    z -= (1.0 - x) * (1.0 - x) * y;
  } while (z != before);
  return z / 3.0;
}

}  // namespace

void DistinctCount::add(std::string_view text) {
  const std::uint64_t hash = std::hash<std::string_view>()(text);
  const std::uint64_t rest = hash << kIndexBits;
  const int rank = std::min(std::countl_zero(rest), kRankBits) + 1;
  std::uint8_t& most = rank_[hash >> kRankBits];
  most = std::max(most, static_cast<std::uint8_t>(rank));
}

void DistinctCount::add_all_of(const DistinctCount& other) {
  for (std::size_t i = 0; i < rank_.size(); ++i) rank_[i] = std::max(rank_[i], other.rank_[i]);
}

double DistinctCount::estimate() const {
  std::array<double, kRankBits + 2> registers_of{};
  for (const std::uint8_t rank : rank_) registers_of[rank] += 1.0;
  const auto count = static_cast<double>(rank_.size());
  double z = count * tau(1.0 - registers_of[kRankBits + 1] / count);
  for (std::size_t rank = kRankBits; rank >= 1; --rank) z = 0.5 * (z + registers_of[rank]);
  z += count * sigma(registers_of[0] / count);
  return count / z * count / (2.0 * std::numbers::ln2);
}

double extrapolated_count(std::span<const DistinctCount> seen, double all_blocks) {
  std::vector<double> growth;  // with a quarter, half and all of the blocks
  for (const std::size_t step : {std::size_t{4}, std::size_t{2}, std::size_t{1}}) {
    DistinctCount joined;
    for (std::size_t b = 0; b < seen.size(); b += step) joined.add_all_of(seen[b]);
    growth.push_back(std::max(1.0, joined.estimate()));
  }
  double count = growth[2], blocks = static_cast<double>(seen.size());
  if (blocks >= all_blocks) return count;
  if (seen.size() < 4) return count * all_blocks / blocks;
  const auto power = [&](std::size_t i) {
    return std::clamp(std::log2(growth[i + 1] / growth[i]), 0.0, 1.0);
  };
  double now = power(1);
  const double fall = power(0) > 0.0 ? std::min(1.0, now / power(0)) : 0.0;
  while (blocks < all_blocks) {
    const double doublings = std::min(1.0, std::log2(all_blocks / blocks));
    now *= fall;
    count *= std::exp2(now * doublings);
    blocks = doublings < 1.0 ? all_blocks : 2.0 * blocks;
  }
  return count;
}

}  // namespace grapevine
