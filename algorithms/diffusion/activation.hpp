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
  bool with_signs = false;
  std::vector<std::string> detractors;
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
        field("signed", &O::with_signs,
              "Whether ties of sign -1 pass on the opposite opinion instead of nothing"),
        field("detractors", &O::detractors,
              "With signed, ids of who speaks against, whoever reaches them, separated by commas"),
        field("runs", &O::runs, "Cascades to simulate", 1, 1e9),
        field("seed", &O::seed, "Seed of the random numbers")};
  }
};

struct ActivationResult {
  std::vector<double> probability;         ///< Per node.
  std::vector<double> standard_error;      ///< Of the probability; of a share of 0 or 1 not 0.
  std::vector<double> positive, negative;  ///< Shares by opinion; they sum to the probability.
  RunMean spread;                          ///< With signs, who speak for less who speak against.
  RunMean spread_for, spread_against;      ///< With signs.
  bool with_signs = false;
  std::uint64_t runs = 0;

  static constexpr auto columns() {
    using R = ActivationResult;
    return std::tuple{
        column("activation_probability", &R::probability, "probability",
               "share of simulated cascades from the seeds that reach the person", "ties"),
        column("activation_error", &R::standard_error, "probability",
               "standard error of the activation probability", "ties"),
        column("activation_positive", &R::positive, "probability",
               "share of the cascades in which the person is reached and speaks for", "ties sign"),
        column("activation_negative", &R::negative, "probability",
               "share of the cascades in which the person is reached and speaks against; 0 unless "
               "signed",
               "ties sign")};
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
    .memory = {.node = 76, .arc = 0, .weighted_arc = 8}};

/// Shares of `runs` cascades, and the spread with its standard error. Standard errors are those of
/// (reached + 1) of (runs + 2), so that what never happened in the runs is not told to be
/// impossible. With signs cascades are those of `SignedCascade`. Errors: InvalidOption for a seed
/// that is no node or for chances that `weights` does not say, for detractors without signs, and
/// for signs with linear thresholds; BadInput for weights that are no chances, or that sum to more
/// than 1 into a person where thresholds are linear.
ActivationResult activation(const GraphView& view, const ActivationOptions& options = {});

}  // namespace grapevine
