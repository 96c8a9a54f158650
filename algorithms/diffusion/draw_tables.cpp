#include "algorithms/diffusion/draw_tables.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

namespace grapevine {
namespace {

constexpr double kWord = 0x1.0p32;

/// Cells enough that four in five draws are final.
std::size_t cells_for(double chance) {
  const double wanted = std::clamp(2.0 / chance, 8.0, 2048.0);
  return std::bit_ceil(static_cast<std::size_t>(wanted));
}

std::uint32_t in_words(double chance) {
  return static_cast<std::uint32_t>(std::clamp(std::round(chance * kWord), 0.0, kWord - 1.0));
}

/// By squaring: the same bits on every machine, as the mathematical library's need not be.
double power(double base, std::size_t exponent) {
  double result = 1.0;
  for (; exponent > 0; exponent /= 2, base *= base)
    if (exponent % 2 == 1) result *= base;
  return result;
}

/// Chance of 0, 1, ... of the ties that fail first, and of all the rest together.
std::vector<double> skip_chances(double chance, std::size_t outcomes) {
  std::vector<double> chances;
  double left = 1.0;
  for (std::size_t i = 0; i + 1 < outcomes; ++i, left *= 1.0 - chance)
    chances.push_back(left * chance);
  chances.push_back(left);
  return chances;
}

}  // namespace

SkipTable::SkipTable(double chance) : cells_(cells_for(chance)) {
  const std::size_t size = cells_.size();
  shift_ = 64 - std::countr_zero(size);
  std::vector<double> height = skip_chances(chance, size);
  std::vector<std::uint32_t> low, high;
  for (std::uint32_t i = 0; i < size; ++i) {
    height[i] *= static_cast<double>(size);
    (height[i] < 1.0 ? low : high).push_back(i);
  }
  while (!low.empty() && !high.empty()) {
    const std::uint32_t i = low.back(), giver = high.back();
    low.pop_back();
    cells_[i] = {in_words(height[i]), giver};
    height[giver] -= 1.0 - height[i];
    if (height[giver] >= 1.0) continue;
    high.pop_back();
    low.push_back(giver);
  }
  for (const auto& rest : {low, high})
    for (const std::uint32_t i : rest) cells_[i] = {~std::uint32_t{0}, i};
}

LiveCounts::LiveCounts(const std::vector<bool>& has) : row_of_degree_(has.size()) {
  for (std::size_t degree = 2; degree < has.size(); ++degree) {
    if (!has[degree]) continue;
    row_of_degree_[degree] = static_cast<std::uint32_t>(rows_.size());
    const auto d = static_cast<double>(degree);
    // P(0) = (1 - 1/d)^d, and P(j + 1) = P(j) (d - j) / ((j + 1) (d - 1)).
    double exactly = power(1.0 - 1.0 / d, degree), up_to = 0.0;
    Row row;
    for (std::uint32_t live = 0; live < kMost; ++live) {
      up_to += exactly;
      row.up_to[live] = in_words(up_to);
      exactly *= std::max(0.0, d - live) / ((live + 1.0) * (d - 1.0));
    }
    rows_.push_back(row);
  }
}

}  // namespace grapevine
