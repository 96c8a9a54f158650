#pragma once
#include <tuple>
#include <vector>

#include "engine/network/paths.hpp"
#include "engine/registry/registry.hpp"

namespace grapevine {

struct MarkovOptions {
  int order = 1;
  bool nulls = true;

  static constexpr auto fields() {
    using O = MarkovOptions;
    return std::tuple{field("order", &O::order,
                            "How many of the last players the next step depends on; 0: chosen by "
                            "likelihood of held-out journeys",
                            0, 4),
                      field("nulls", &O::nulls, "Count journeys that did not convert")};
  }
};

struct MarkovResult {
  std::vector<double> conversions, value, removal_effect, removal_effect_value;
  std::vector<NamedTable> tables;
  int order = 1, iterations = 0;
  std::size_t states = 0;
  double p_conversion = 0.0, residual = 0.0;

  Facts facts() const;

  static constexpr auto columns() {
    using R = MarkovResult;
    return std::tuple{column("conversions", &R::conversions, "1",
                             "conversions shared out in proportion to removal effects", "paths"),
                      column("value", &R::value, "money",
                             "value shared out in proportion to removal effects on value", "paths"),
                      column("removal_effect", &R::removal_effect, "1",
                             "share of conversions lost were the player never met", "paths"),
                      column("removal_effect_value", &R::removal_effect_value, "1",
                             "share of value lost were the player never met", "paths")};
  }
};

inline constexpr AlgorithmDoc kMarkovDoc{
    .name = "markov",
    .section = "attribution",
    .summary =
        "Paths as a Markov chain: what share of conversions would be lost if everybody who is to "
        "meet a player dropped out instead. Exact, for chains of order 1 to 4.",
    .complexity =
        "Time O(steps + players x sweeps x transitions), of order 1 O(steps + players x walk), "
        "memory O(transitions)",
    .reference =
        "Anderl, Becker, von Wangenheim, Schumann 2016, Mapping the customer journey: Lessons "
        "learned from graph-based online attribution modeling",
    .by_request = true,
    .split_gain =
        "by order 1, who becomes k in place of each touch takes k e / (k e + E) for e / (e + E), e "
        "and E being the removal effects of oneself and the others: at most "
        "(sqrt k - 1) / (sqrt k + 1) of an acquisition is gained; for other splits and orders no "
        "bound is proven"};

/// A walk from the start takes the steps of `markov_chain` until it converts or fails. Removing a
/// player makes it fail on reaching a state that holds the player, so the effect is the share of
/// converting walks that pass one; each conversion brings the mean value of those that end in its
/// last state. Found without subtraction: effects are in [0, 1], and 0 for players of no path.
///
/// Credits sum to the conversions, and to the value, of paths that have steps. Nothing converted:
/// all is 0. `residual` is the largest of all systems solved, relative to their solution. A table
/// `transitions` shows the chain. Errors: BadInput for more than 100,000 states, or for walks so
/// long that no residual of at most 1e-12 is reached.
///
/// Order 0 stands for the best of `choose_markov_order`, whose likelihoods are in a table `orders`;
/// a chain of that order which has too many states is refused like any.
MarkovResult markov(const Paths& paths, const MarkovOptions& options = {});

}  // namespace grapevine
