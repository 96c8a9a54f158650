#pragma once
#include <span>
#include <tuple>
#include <vector>

#include "engine/registry/registry.hpp"

namespace grapevine {

struct LinearOptions {
  static constexpr auto fields() { return std::tuple{}; }
};

inline constexpr AlgorithmDoc kLinearDoc{
    .name = "linear",
    .section = "attribution",
    .summary = "Everybody in a journey takes a share in proportion to the weight of their role.",
    .complexity = "Time and memory O(touches)",
    .reference = "Heuristic; IAB Attribution Primer 2.0, 2016: linear",
    .split_gain =
        "of n equal referrers one who becomes k takes k / (n + k - 1) for 1 / n; with any weights "
        "at most (sqrt k - 1) / (sqrt k + 1) of an acquisition is gained"};

/// Equal weights give equal shares. Of a person's touches the one that weighs most counts. Of n
/// people with equal weights, one who splits into two gets 2 / (n + 1) in place of 1 / n; merged
/// again, 1 / n.
std::vector<double> linear(const Journeys& journeys, const LinearOptions& options = {});

/// The same for the touches of one journey (see `JourneyRule`).
void linear_rule(std::span<const JourneyTouch> touches, std::span<double> shares,
                 const LinearOptions& options);

}  // namespace grapevine
