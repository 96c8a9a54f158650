#pragma once
#include <string>
#include <tuple>
#include <vector>

#include "algorithms/diffusion/simulate_spread.hpp"
#include "engine/registry/registry.hpp"

namespace grapevine {

struct ActivationOptions {
  std::vector<std::string> seeds;
  CascadeModel cascade = CascadeModel::IndependentCascade;
  std::string weights = "weighted_cascade";
  int runs = 10'000;
  std::uint64_t seed = 0;

  static constexpr auto fields() {
    using O = ActivationOptions;
    return std::tuple{
        field("seeds", &O::seeds, "Ids of who begins, separated by commas; none: nobody"),
        field("cascade", &O::cascade, "Independent cascade, or linear threshold",
              kCascadeModelNames),
        field("weights", &O::weights,
              "Chances of ties: weighted_cascade, uniform=P, trivalency or column=weight"),
        field("runs", &O::runs, "Cascades to simulate", 1, 1e9),
        field("seed", &O::seed, "Seed of the random numbers")};
  }
};

struct ActivationResult {
  std::vector<double> probability;     ///< Per node.
  std::vector<double> standard_error;  ///< Of the probability; of a share of 0 or 1 not 0.
  RunMean spread;
  std::uint64_t runs = 0;

  static constexpr auto columns() {
    using R = ActivationResult;
    return std::tuple{
        column("activation_probability", &R::probability, "probability",
               "share of simulated cascades from the seeds that reach the person", "ties"),
        column("activation_error", &R::standard_error, "probability",
               "standard error of the activation probability", "ties")};
  }
  Facts facts() const;
};

inline constexpr AlgorithmDoc kActivationDoc{
    .name = "activation",
    .section = "activation",
    .summary = "Chance that word of mouth that begins at the seeds reaches each person, simulated.",
    .complexity = "Time O(runs x ties of those reached), extra memory O(nodes + ties)",
    .reference =
        "Kempe, Kleinberg, Tardos 2003, Maximizing the Spread of Influence through a Social "
        "Network",
    .memory = {.node = 60, .arc = 0, .weighted_arc = 8}};

/// Shares of `runs` cascades, and the spread with its standard error. Standard errors are those of
/// (reached + 1) of (runs + 2), so that what never happened in the runs is not told to be
/// impossible. Errors: InvalidOption for a seed that is no node or for chances that `weights` does
/// not say; BadInput for weights that are no chances, or that sum to more than 1 into a person
/// where thresholds are linear.
ActivationResult activation(const GraphView& view, const ActivationOptions& options = {});

}  // namespace grapevine
