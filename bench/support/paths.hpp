#pragma once
#include <algorithm>
#include <memory>
#include <numeric>

#include "engine/network/paths.hpp"
#include "engine/parallel/random.hpp"

namespace grapevine::bench {

/// Paths of 3.6 steps on average, low players being met more often; one in five converts.
inline Paths random_paths(std::uint64_t count, std::uint32_t players) {
  std::vector<std::int64_t> ids(players);
  std::iota(ids.begin(), ids.end(), 0);
  Paths paths;
  paths.players = std::make_shared<const IdIndex>(IdIndex::from_integers(std::move(ids)));
  Random random(5, 5);
  for (std::uint64_t i = 0; i < count; ++i) {
    do
      paths.steps.push_back(
          static_cast<NodeId>(std::min(random.below(players), random.below(players))));
    while (random.uniform() < 0.72);
    paths.first_step.push_back(paths.steps.size());
    paths.conversions.push_back(random.uniform() < 0.2 ? 1.0 : 0.0);
    paths.value.push_back(paths.conversions.back() * 5.0);
    paths.nulls.push_back(1.0 - paths.conversions.back());
  }
  return paths;
}

}  // namespace grapevine::bench
