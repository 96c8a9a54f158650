#pragma once
#include <span>
#include <tuple>
#include <vector>

#include "engine/registry/registry.hpp"

namespace grapevine {

struct FirstOptions {
  static constexpr auto fields() { return std::tuple{}; }
};

inline constexpr AlgorithmDoc kFirstDoc{
    .name = "first",
    .section = "attribution",
    .summary = "The earliest touch of each journey takes all.",
    .complexity = "Time and memory O(touches)",
    .reference = "Heuristic; IAB Attribution Primer 2.0, 2016: first touch",
    .split_gain = "nobody ever gains: the touches stay where they are, and one of them takes all"};

/// Weights of roles decide only whether a touch counts at all. A sybil split never gains.
std::vector<double> first(const Journeys& journeys, const FirstOptions& options = {});

/// The same for the touches of one journey (see `JourneyRule`).
void first_rule(std::span<const JourneyTouch> touches, std::span<double> shares,
                const FirstOptions& options);

}  // namespace grapevine
