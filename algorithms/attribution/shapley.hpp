#pragma once
#include <cstdint>
#include <functional>
#include <span>
#include <string_view>
#include <tuple>
#include <vector>

#include "engine/network/paths.hpp"
#include "engine/registry/registry.hpp"

namespace grapevine {

/// What a set of players is worth.
enum class ShapleyGame {
  Sum,             ///< The conversions of paths that need nobody else.
  ConversionRate,  ///< The share of journeys that need nobody else which convert; 0: there are
                   ///< none.
  Coalitions       ///< What the row says whose path has exactly these players.
};
inline constexpr std::string_view kShapleyGameNames[] = {"sum", "conversion_rate", "coalitions"};

struct ShapleyOptions {
  ShapleyGame game = ShapleyGame::Sum;
  std::uint64_t permutations = 10'000;
  std::uint64_t seed = 0;

  static constexpr auto fields() {
    using O = ShapleyOptions;
    return std::tuple{
        field("game", &O::game, "What a set of players is worth", kShapleyGameNames),
        field("permutations", &O::permutations,
              "Orders in which players join, drawn where there are more than 12 and the game is "
              "not the sum",
              2, 1e9),
        field("seed", &O::seed, "Seed of those orders")};
  }
};

struct ShapleyResult {
  std::vector<double> conversions, value, standard_error, low, high, value_standard_error;
  ShapleyGame game = ShapleyGame::Sum;
  std::uint64_t permutations = 0;  ///< That were drawn; 0: the values are exact.

  Facts facts() const;

  static constexpr auto columns() {
    using R = ShapleyResult;
    return std::tuple{
        column("conversions", &R::conversions, "1",
               "Shapley value of the player in the game of conversions", "paths"),
        column("value", &R::value, "money", "Shapley value of the player in the game of value",
               "paths"),
        column("standard_error", &R::standard_error, "1",
               "of conversions, where orders are drawn; 0: exact", "paths"),
        column("low", &R::low, "1", "lower end of the 95 % interval of conversions", "paths"),
        column("high", &R::high, "1", "upper end of the 95 % interval of conversions", "paths"),
        column("value_standard_error", &R::value_standard_error, "money",
               "of value, where orders are drawn; 0: exact", "paths")};
  }
};

inline constexpr AlgorithmDoc kShapleyDoc{
    .name = "shapley",
    .section = "attribution",
    .summary =
        "Shapley value of the game in which a set of players brings the conversions of all paths "
        "that need nobody else: each path is split equally over its distinct players. Other games "
        "by request: exact to 12 players, beyond with intervals.",
    .complexity =
        "Time O(steps), memory O(players); other games to 12 players O(steps log steps + players "
        "2^players), beyond O(permutations x steps of different coalitions)",
    .reference =
        "Shapley 1953, A Value for n-Person Games; Zhao, Mahboobi, Bagheri 2018, Shapley Value "
        "Methods for Attribution Modeling in Online Advertising (the closed form); Castro, Gomez, "
        "Tejada 2009, Polynomial Calculation of the Shapley Value Based on Sampling",
    .split_gain =
        "of n referrers one who becomes k takes k / (n + k - 1) in place of 1 / n: for two at most "
        "1 / 6 of an acquisition more"};

/// Order and repetition in a path do not count. Credits of the sum sum to the conversions, and to
/// the value, of paths that have steps; journeys that did not convert do not matter.
///
/// The conversion rate is that of the journeys, conversions and nulls, whose players are all in the
/// set; values are scaled by the number of journeys that have steps, so credits sum to the same. A
/// player who lowers the rate of those they join has a negative credit.
///
/// Coalitions are the set function itself: `total_conversions` and `total_conversion_value` of the
/// row whose path names the set; nulls do not matter. Credits sum to the worth of all players.
///
/// Intervals are 1.96 standard errors to either side. Errors: BadInput for a coalition that is
/// missing, or stands in two rows, and for an empty one that is worth something.
ShapleyResult shapley(const Paths& paths, const ShapleyOptions& options = {});

/// Most players of a general game whose value is computed over all sets.
inline constexpr std::uint32_t kMostExactPlayers = 12;

/// The Shapley value of players 0 .. n-1 for any game: `v` of a set, bit i standing for player i.
/// Requires n <= kMostExactPlayers. Calls `v` 2^n times; time O(n 2^n).
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
