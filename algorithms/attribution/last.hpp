#pragma once
#include <span>
#include <tuple>
#include <vector>

#include "engine/registry/registry.hpp"

namespace grapevine {

struct LastOptions {
  static constexpr auto fields() { return std::tuple{}; }
};

inline constexpr AlgorithmDoc kLastDoc{
    .name = "last",
    .section = "attribution",
    .summary = "The last touch before the purchase takes all.",
    .complexity = "Time and memory O(touches)",
    .reference = "Heuristic; IAB Attribution Primer 2.0, 2016: last touch",
    .split_gain = "nobody ever gains: the touches stay where they are, and one of them takes all"};

/// Weights of roles decide only whether a touch counts at all. A sybil split never gains.
std::vector<double> last(const Journeys& journeys, const LastOptions& options = {});

/// The same for the touches of one journey (see `JourneyRule`).
void last_rule(std::span<const JourneyTouch> touches, std::span<double> shares,
               const LastOptions& options);

}  // namespace grapevine
