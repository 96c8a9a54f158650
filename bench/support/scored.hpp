#pragma once
#include <cstdint>
#include <vector>

#include "engine/parallel/random.hpp"

namespace grapevine::bench {

/// `count` scores with ties, the same ones always.
inline std::vector<double> random_scores(std::int64_t count, std::uint64_t item = 0) {
  Random random(1, item);
  std::vector<double> scores(static_cast<std::size_t>(count));
  for (double& score : scores) score = static_cast<double>(random.below(1'000'000));
  return scores;
}

}  // namespace grapevine::bench
