#pragma once
#include <tuple>
#include <vector>

#include "algorithms/propagation/random_walk.hpp"
#include "engine/registry/registry.hpp"

namespace grapevine {

struct SignedWalkOptions {
  double damping = 0.85;
  double beta = 0.5;
  double gamma = 0.5;
  double tolerance = 1e-10;
  int max_iterations = 200;
  Sinks sinks = Sinks::Seeds;
  double context_factor = 10.0;
  bool detractors = true;
  NamedNumbers seeds;

  static constexpr auto fields() {
    using O = SignedWalkOptions;
    return std::tuple{
        field("damping", &O::damping, "Chance of following a tie", 0.0, 1.0),
        field("beta", &O::beta, "Chance that the enemy of an enemy is a friend, else an enemy", 0.0,
              1.0),
        field("gamma", &O::gamma, "Chance that the friend of an enemy is an enemy, else a friend",
              0.0, 1.0),
        field("tolerance", &O::tolerance,
              "L1 change of all scores at which to stop; 0: exactly max_iterations passes", 0.0),
        field("max_iterations", &O::max_iterations, "Most passes over the ties", 1, 1e9),
        field("sinks", &O::sinks, "Where the score of people without out-ties goes", kSinkNames),
        field(
            "context_factor", &O::context_factor,
            "In a context's walk, weight of ties and touches of that context is multiplied by this",
            0.0, 1e9),
        field("detractors", &O::detractors,
              "In a study, whether influence of people whose stance is below 0 counts as negative"),
        field(
            "seeds", &O::seeds,
            "Where the walk starts, as id=weight; none: a study's purchasers, a graph's every node",
            0.0)};
  }
};

struct SignedWalkResult {
  std::vector<double> positive, negative, net;  ///< Per node, or per (context, person).
  int iterations = 0;                           ///< Of several walks: the most.
  double residual = 0.0;                        ///< Of several walks: the worst.
  bool converged = true;                        ///< Of several walks: all.

  static constexpr auto columns() {
    using R = SignedWalkResult;
    return std::tuple{
        column("signed_positive", &R::positive, "probability",
               "share of the context's seeded walk that comes to the person as trust",
               "ties touches purchases"),
        column("signed_negative", &R::negative, "probability",
               "share of the walk that comes to the person as distrust", "ties touches purchases"),
        column("signed_net", &R::net, "probability", "signed_positive - signed_negative",
               "ties touches purchases")};
  }
  Facts facts() const;
};

inline constexpr AlgorithmDoc kSignedWalkDoc{
    .name = "signed_walk",
    .section = "propagation",
    .summary =
        "A random walk from a context's purchasers that takes negative ties, too, and turns from "
        "trust to distrust and back: what detractors reach is lowered.",
    .complexity = "Time O(contexts x iterations (nodes + ties)), extra memory O(nodes + ties)",
    .reference =
        "Jung, Jin, Sael, Kang 2016, Personalized Ranking in Signed Networks using Signed Random "
        "Walk with Restart, ICDM",
    .memory = {.node = 56, .arc = sizeof(double)},
    .by_request = true};

/// Power iteration until the L1 change of positive and negative scores is at most the tolerance;
/// with tolerance 0, exactly `max_iterations` steps, which count as not converged. The sum of both
/// scores is the unsigned walk's: personalised PageRank with the absolute weights. Where a walk
/// restarts it trusts again, also from a sink. Errors: InvalidOption for a seed that is no node, or
/// when the seeds weigh nothing.
SignedWalkResult signed_walk(const GraphView& view, const SignedWalkOptions& options = {});

/// One walk per context, along the study's ties of both signs and its touches from the influenced
/// to the influencer, from the context's people weighted by the number of their purchases there (or
/// from `seeds`). A context without seeds scores 0 everywhere. With `detractors`, ties to who has a
/// stance < 0 in the context count as negative, whatever their sign: what they tell is a warning.
SignedWalkResult signed_walk_in_study(const ScoreInputs& inputs,
                                      const SignedWalkOptions& options = {});

}  // namespace grapevine
