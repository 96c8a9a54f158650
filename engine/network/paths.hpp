#pragma once
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "engine/base/ids.hpp"
#include "engine/base/time.hpp"
#include "engine/graph/id_index.hpp"

namespace grapevine {

/// Journeys as files have them: who was met in which order, how often it ended in a conversion, for
/// what value, and how often in nothing. Players are people or channels, 0..n-1. Path i takes the
/// steps first_step[i] ... first_step[i + 1].
struct Paths {
  std::shared_ptr<const IdIndex> players;
  std::vector<std::uint64_t> first_step = {0};
  std::vector<NodeId> steps;        ///< The player of each.
  std::vector<Time> times;          ///< One per step, ascending in a path; empty: none has one.
  std::vector<double> conversions;  ///< One per path; >= 0.
  std::vector<double> value;        ///< Of all conversions of the path together; >= 0.
  std::vector<double> nulls;        ///< Journeys that took the path and did not convert; >= 0.

  NodeId num_players() const { return static_cast<NodeId>(players->size()); }
  std::size_t num_paths() const { return first_step.size() - 1; }
  std::span<const NodeId> path(std::size_t i) const {
    return std::span(steps).subspan(first_step[i], first_step[i + 1] - first_step[i]);
  }
};

}  // namespace grapevine
