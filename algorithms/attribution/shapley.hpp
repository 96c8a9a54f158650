#pragma once
#include <cstdint>
#include <functional>
#include <span>
#include <tuple>
#include <vector>

#include "engine/network/paths.hpp"
#include "engine/registry/registry.hpp"

namespace grapevine {

struct ShapleyOptions {
  static constexpr auto fields() { return std::tuple{}; }
};

struct ShapleyResult {
  std::vector<double> conversions, value;

  static constexpr auto columns() {
    using R = ShapleyResult;
    return std::tuple{
        column("conversions", &R::conversions, "1",
               "conversions, those of each path split equally over its players", "paths"),
        column("value", &R::value, "money",
               "value, that of each path split equally over its players", "paths")};
  }
};

inline constexpr AlgorithmDoc kShapleyDoc{
    .name = "shapley",
    .section = "attribution",
    .summary =
        "Shapley value of the game in which a set of players brings the conversions of all paths "
        "that need nobody else: each path is split equally over its distinct players.",
    .complexity = "Time O(steps), memory O(players)",
    .reference =
        "Shapley 1953, A Value for n-Person Games; Zhao, Mahboobi, Bagheri 2018, Shapley Value "
        "Methods for Attribution Modeling in Online Advertising (the closed form)",
    .split_gain =
        "of n referrers one who becomes k takes k / (n + k - 1) in place of 1 / n: for two at most "
        "1 / 6 of an acquisition more"};

/// Order and repetition do not count. Credits sum to the conversions, and to the value, of paths
/// that have steps; journeys that did not convert do not matter.
ShapleyResult shapley(const Paths& paths, const ShapleyOptions& options = {});

/// The Shapley value of players 0 .. n-1 for any game: `v` of a set, bit i standing for player i.
/// Requires n <= 12. Calls `v` 2^n times; time O(n 2^n).
std::vector<double> shapley_exact(int n, const std::function<double(std::uint32_t set)>& v);

struct SampledShapley {
  std::vector<double> mean, standard_error;  ///< One per player.
};

/// Fills values[i] with the worth of the first i + 1 players of `order`. Threads call it at once.
using ValueOfOrder =
    std::function<void(std::span<const std::uint32_t> order, std::span<double> values)>;

/// Mean gain that each player brings on joining in a random order (Castro, Gomez, Tejada 2009,
/// Polynomial Calculation of the Shapley Value Based on Sampling). The worth of nobody is 0.
/// Means sum to the worth of all. Requires permutations >= 1; errors are NaN for a single one.
SampledShapley shapley_sampled(std::uint32_t n, const ValueOfOrder& value_of_order,
                               std::uint64_t permutations, std::uint64_t seed);

}  // namespace grapevine
