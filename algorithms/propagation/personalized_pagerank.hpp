#pragma once
#include <string>
#include <tuple>
#include <vector>

#include "algorithms/propagation/batched_walk.hpp"
#include "engine/registry/registry.hpp"

namespace grapevine {

struct PersonalizedPageRankOptions {
  double damping = 0.85;
  double tolerance = 1e-10;
  int max_iterations = 200;
  Sinks sinks = Sinks::Seeds;
  double context_factor = 10.0;
  double other_context_factor = 1.0;
  Precision precision = Precision::Double;
  NamedNumbers seeds;

  static constexpr auto fields() {
    using O = PersonalizedPageRankOptions;
    return std::tuple{
        field("damping", &O::damping, "Chance of following a tie", 0.0, 1.0),
        field("tolerance", &O::tolerance,
              "L1 change of all scores at which to stop; 0: exactly max_iterations passes", 0.0),
        field("max_iterations", &O::max_iterations, "Most passes over the ties", 1, 1e9),
        field("sinks", &O::sinks, "Where the score of people without out-ties goes", kSinkNames),
        field(
            "context_factor", &O::context_factor,
            "In a context's walk, weight of ties and touches of that context is multiplied by this",
            0.0, 1e9),
        field("other_context_factor", &O::other_context_factor,
              "The same for ties and touches of other contexts; 0 leaves them out", 0.0, 1e9),
        field("precision", &O::precision,
              "Of numbers; single halves the memory and errs by some 1e-7", kPrecisionNames),
        field(
            "seeds", &O::seeds,
            "Where the walk starts, as id=weight; none: a study's purchasers, a graph's every node",
            0.0)};
  }
};

struct PersonalizedPageRankResult {
  std::vector<double> score;  ///< Per node, or per (context, person); sums to 1 over each walk.
  int iterations = 0;         ///< Of several walks: the most.
  double residual = 0.0;      ///< Of several walks: the worst.
  bool converged = true;      ///< Of several walks: all.
  std::vector<NamedTable> tables;  ///< Of a study: `propagation_walks`, how each context's ended.

  static constexpr auto columns() {
    return std::tuple{column("propagation_score", &PersonalizedPageRankResult::score, "probability",
                             "share of the context's seeded walk that reaches the person",
                             "ties touches purchases")};
  }
  Facts facts() const;
};

inline constexpr AlgorithmDoc kPersonalizedPageRankDoc{
    .name = "personalized_pagerank",
    .section = "propagation",
    .summary =
        "Share of a random walk from a context's purchasers, towards influencers, that reaches "
        "each person.",
    .complexity =
        "Time O(contexts x iterations (nodes + ties)), up to 32 contexts, in single precision 64, "
        "to a pass over the ties; extra memory O(nodes + ties)",
    .reference =
        "Haveliwala 2002, Topic-Sensitive PageRank; Jeh, Widom 2003, Scaling Personalized Web "
        "Search",
    .memory = kWalkMemory};

/// The walk from `seeds` over one graph. Errors: InvalidOption for a seed that is no node, or when
/// the seeds weigh nothing.
PersonalizedPageRankResult personalized_pagerank(const GraphView& view,
                                                 const PersonalizedPageRankOptions& options = {});

/// One walk per context, all in one batch (see `batched_walks`), of the study's referral walk, from
/// its people weighted by the number of their purchases there (or from `seeds`). A context without
/// seeds scores 0 everywhere.
PersonalizedPageRankResult propagation_scores(const ScoreInputs& inputs,
                                              const PersonalizedPageRankOptions& options = {});

/// The same of a network and its referral walk.
PersonalizedPageRankResult walk_scores(const Network& network, const Graph& walk,
                                       const PersonalizedPageRankOptions& options);

/// How the walks of a study are made.
BatchOptions batch_options(const PersonalizedPageRankOptions& options);

/// Where the walks of a study start, of each context that has seeds. Errors: InvalidOption for a
/// seed that is no node.
std::vector<WalkStart> study_starts(const Network& network, const Graph& walk,
                                    const PersonalizedPageRankOptions& options);

}  // namespace grapevine
