#pragma once
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
    .summary = "Every touch of a journey takes a share in proportion to its role's weight.",
    .complexity = "Time and memory O(touches)",
    .reference = "Heuristic; IAB Attribution Primer 2.0, 2016: linear"};

/// Equal weights give equal shares. Who splits one touch into two of the same weight gains.
std::vector<double> linear(const Journeys& journeys, const LinearOptions& options = {});

}  // namespace grapevine
