#pragma once
#include <limits>
#include <tuple>
#include <vector>

#include "engine/graph/graph.hpp"
#include "engine/registry/registry.hpp"

namespace grapevine {

struct InfluenceEffectOptions {
  double damping = 0.5;
  double tolerance = 1e-12;
  int max_iterations = 1000;

  static constexpr auto fields() {
    using O = InfluenceEffectOptions;
    return std::tuple{
        field("damping", &O::damping,
              "Share of a responder's influence that goes on to whom they respond to", 0.0, 0.999),
        field("tolerance", &O::tolerance, "L1 change of all influence at which to stop", 0.0),
        field("max_iterations", &O::max_iterations, "Most passes over the links", 1, 1e9)};
  }
};

struct InfluenceEffectResult {
  std::vector<double> influence, share;
  int iterations = 0;
  double residual = std::numeric_limits<double>::infinity();  ///< L1 change of the last pass.
  bool converged = false;

  static constexpr auto columns() {
    using R = InfluenceEffectResult;
    return std::tuple{
        column("influence", &R::influence, "people",
               "1 of one's own, and damped shares of the influence of those who respond", "ties"),
        column("influence_share", &R::share, "share",
               "the same as a share of everybody's, signs left out of that sum", "ties")};
  }
  Facts facts() const;
};

inline constexpr AlgorithmDoc kInfluenceEffectDoc{
    .name = "customer_influence_effect",
    .section = "customer_influence_effect",
    .summary =
        "Customer influence effect: how much of others' responses, and of responses to these, goes "
        "to each person; ties may be negative.",
    .complexity = "Time O(iterations (nodes + ties)), extra memory O(nodes + ties)",
    .reference =
        "Kumar, Bhaskaran, Mirchandani, Shah 2013, Creating a Measurable Social Media Marketing "
        "Strategy, Marketing Science 32(2); Hubbell 1965, An Input-Output Approach to Clique "
        "Identification, Sociometry 28(4)",
    .memory = {.node = 5 * sizeof(double), .arc = sizeof(double)}};

/// For each tie j -> i, that j responds to i, the share of j's responses that goes to i: w(j -> i)
/// / sum over k of |w(j -> k)|, negative where the tie is; by EdgeId. What a person says to himself
/// counts for nothing. Any finite weights: a row is scaled by its largest. O(nodes + ties).
std::vector<double> response_shares(const Graph& graph);

/// s = 1 + damping S s, S_ij being the share of j's responses that goes to i. Columns of |S| sum to
/// 1 at most, so the spectral radius of damping x S is at most the damping, below 1: the sum
/// exists, and an error is at most damping / (1 - damping) times the residual. Reaching
/// `max_iterations` is not an error: see `converged`. The same bits at any number of threads.
InfluenceEffectResult customer_influence_effect(const Graph& graph,
                                                const InfluenceEffectOptions& options = {});

}  // namespace grapevine
