#pragma once
#include <tuple>
#include <vector>

#include "engine/registry/registry.hpp"

namespace grapevine {

struct GeneralScoreOptions {
  double reach_weight = 0.4;
  double amplification_weight = 0.3;
  double network_weight = 0.3;
  double damping = 0.85;

  static constexpr auto fields() {
    using O = GeneralScoreOptions;
    return std::tuple{
        field("reach_weight", &O::reach_weight, "Weight of how many listen, beside the others'",
              0.0, 1e9),
        field("amplification_weight", &O::amplification_weight,
              "Weight of how many of them act, beside the others'", 0.0, 1e9),
        field("network_weight", &O::network_weight, "Weight of who they are, beside the others'",
              0.0, 1e9),
        field("damping", &O::damping, "Chance of following a tie, in who they are", 0.0, 1.0)};
  }
};

struct GeneralScoreResult {
  std::vector<double> score;  ///< Per node, or per (context, person); the sum of its three parts.
  std::vector<double> reach, amplification, network;
  Facts walk_facts;

  static constexpr auto columns() {
    using R = GeneralScoreResult;
    return std::tuple{
        column("general_score", &R::score, "points",
               "context-free score from 0 to 100, the sum of its parts: the baseline, not the "
               "answer",
               "ties touches purchases"),
        column("general_reach", &R::reach, "points",
               "part for the number of people who listen, on a log scale up to everybody",
               "ties touches"),
        column("general_amplification", &R::amplification, "points",
               "part for the number of people who bought after a touch, on a log scale; without "
               "touches for the attention that ties give",
               "ties touches purchases"),
        column("general_network", &R::network, "points",
               "part for the PageRank above the mean, which listeners with one hand on, on a log "
               "scale",
               "ties touches")};
  }
  Facts facts() const { return walk_facts; }
};

inline constexpr AlgorithmDoc kGeneralScoreDoc{
    .name = "general_score",
    .section = "general_score",
    .summary =
        "A context-free score from 0 to 100 as Klout gave one: how many listen, how many act, and "
        "who they are. The baseline that a value in a context has to beat.",
    .complexity = "Time O(iterations (nodes + ties) + ties log ties), extra memory O(nodes + ties)",
    .reference =
        "After Rao, Spasojevic, Li, DSouza 2015, Klout Score: Measuring Influence Across Multiple "
        "Social Networks (true reach, amplification, network); Page, Brin, Motwani, Winograd 1999",
    .memory = {.node = 64, .weighted_arc = sizeof(double)}};

/// Of n people, with weights that sum to 1 together:
///   reach          100 w log(1 + listeners) / log(n),
///   amplification  100 w log(1 + attention) / log(n), attention being the sum over listeners of
///                  the share of their ties' weight that goes to this person,
///   network        100 w max(0, log(n PageRank)) / log(n).
/// Listeners are different people with a tie of sign +1 and a weight above 0 to the person, who
/// does not listen to oneself. 0 for all where n < 2. Whoever gains a listener loses no points, all
/// else equal. Errors: InvalidOption when all weights are 0.
GeneralScoreResult general_score(const GraphView& view, const GeneralScoreOptions& options = {});

/// The same of the study's referral walk, equal in every context. Where the study has touches,
/// amplification counts the different people who bought at or after a touch that did not fail.
GeneralScoreResult general_score_in_study(const ScoreInputs& inputs,
                                          const GeneralScoreOptions& options = {});

}  // namespace grapevine
