#include "engine/linear/visits_at_once.hpp"

#include <algorithm>
#include <cmath>

namespace grapevine {

bool VisitsAtOnce::update(std::uint32_t state, std::span<const std::uint32_t> nodes) {
  Lanes sum{};
  double stays = 0.0;
  for (std::size_t k = 0; k < nodes.size(); ++k) sum[k] = nodes[k] == state ? 1.0 : 0.0;
  for (std::uint64_t e = into_.first[state]; e < into_.first[state + 1]; ++e) {
    const double value = into_.value[e];
    if (into_.column[e] == state) {
      stays += value;
      continue;
    }
    const Lanes& from = visits_[into_.column[e]];
    for (std::size_t k = 0; k < kNodes; ++k) sum[k] += value * from[k];
  }
  bool settled = true;
  Lanes& own = visits_[state];
  for (std::size_t k = 0; k < kNodes; ++k) {
    sum[k] /= 1.0 - stays;
    settled &= std::abs(sum[k] - own[k]) <= 1e-14 * sum[k];
  }
  own = sum;
  return settled;
}

std::optional<std::array<double, VisitsAtOnce::kNodes>> VisitsAtOnce::find(
    std::span<const std::uint32_t> nodes) {
  constexpr int kMostSweeps = 200;
  std::ranges::fill(visits_, Lanes{});
  for (int sweep = 0; sweep < kMostSweeps; ++sweep) {
    bool settled = true;
    for (const std::uint32_t state : order_) settled &= update(state, nodes);
    if (!settled) continue;
    Lanes found{};
    for (std::size_t k = 0; k < nodes.size(); ++k) found[k] = visits_[nodes[k]][k];
    return found;
  }
  return std::nullopt;
}

}  // namespace grapevine
