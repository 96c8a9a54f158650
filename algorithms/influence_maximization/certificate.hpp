#pragma once
#include <algorithm>
#include <cmath>
#include <cstdint>

namespace grapevine {

/// Share that is at least met, unless with a chance of exp(-a), when `met` of `sets` independent
/// ones were (Tang, Tang, Xiao, Yuan 2018, Online Processing Algorithms for Influence Maximization,
/// equation 5; from Chernoff's bounds for martingales).
inline double certain_share(std::uint64_t met, std::uint64_t sets, double a) {
  const double root = std::sqrt(static_cast<double>(met) + 2.0 * a / 9.0) - std::sqrt(a / 2.0);
  const double least = root > 0.0 ? root * root - a / 18.0 : -a / 18.0;
  return std::max(0.0, least) / static_cast<double>(sets);
}

/// Share that is met at most, unless with a chance of exp(-a) (equation 15 there).
inline double largest_share(double met, std::uint64_t sets, double a) {
  const double root = std::sqrt(met + a / 2.0) + std::sqrt(a / 2.0);
  return std::min(1.0, root * root / static_cast<double>(sets));
}

}  // namespace grapevine
