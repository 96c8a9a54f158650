#pragma once
#include <span>
#include <tuple>
#include <vector>

#include "engine/registry/registry.hpp"

namespace grapevine {

struct TimeDecayOptions {
  double half_life_days = 7.0;

  static constexpr auto fields() {
    return std::tuple{field("half_life_days", &TimeDecayOptions::half_life_days,
                            "A touch loses half its weight in this time", 1e-6, 1e9)
                          .in("days")};
  }
};

inline constexpr AlgorithmDoc kTimeDecayDoc{
    .name = "time_decay",
    .section = "attribution",
    .summary = "A touch's share halves with every half-life that it lies before the purchase.",
    .complexity = "Time and memory O(touches)",
    .reference = "Heuristic; IAB Attribution Primer 2.0, 2016: time decay",
    .split_gain =
        "as under linear: k of one weight take k w / (k w + W) for w / (w + W), at most "
        "(sqrt k - 1) / (sqrt k + 1) of an acquisition more"};

/// Of a person's touches the one that weighs most counts. Ages count from the youngest touch of the
/// journey, so the shares of old journeys do not underflow. Errors: BadInput when a touch has no
/// time.
std::vector<double> time_decay(const Journeys& journeys, const TimeDecayOptions& options = {});

/// The same for the touches of one journey (see `JourneyRule`).
void time_decay_rule(std::span<const JourneyTouch> touches, std::span<double> shares,
                     const TimeDecayOptions& options);

}  // namespace grapevine
