#pragma once
#include <span>
#include <tuple>
#include <vector>

#include "engine/registry/registry.hpp"

namespace grapevine {

struct PositionOptions {
  double first_share = 0.4;
  double last_share = 0.4;

  static constexpr auto fields() {
    using O = PositionOptions;
    return std::tuple{field("first_share", &O::first_share, "Share of the first touch", 0.0, 1.0),
                      field("last_share", &O::last_share, "Share of the last touch", 0.0, 1.0)};
  }
};

inline constexpr AlgorithmDoc kPositionDoc{
    .name = "position",
    .section = "attribution",
    .summary =
        "First and last person take fixed shares, those between split the rest evenly; each is "
        "multiplied by its role's weight.",
    .complexity = "Time and memory O(touches)",
    .reference = "Heuristic; IAB Attribution Primer 2.0, 2016: position based (U-shaped)",
    .split_gain =
        "with equal weights who touches once gains less than 1 - first_share - last_share of an "
        "acquisition (of two referrers half of that), who touches often less than 1 - first_share"};

/// People stand in the order of their first touches, each with the largest weight of their roles.
/// One takes all; of two, each also takes half of what the middle would. Errors: InvalidOption when
/// first and last share sum to more than 1.
std::vector<double> position(const Journeys& journeys, const PositionOptions& options = {});

/// The same for the touches of one journey (see `JourneyRule`).
void position_rule(std::span<const JourneyTouch> touches, std::span<double> shares,
                   const PositionOptions& options);

}  // namespace grapevine
