#pragma once
#include <tuple>
#include <vector>

#include "algorithms/centrality/tie_matrix.hpp"

namespace grapevine {

struct EigenvectorOptions {
  double tolerance = 1e-10;
  int max_iterations = 1000;

  static constexpr auto fields() {
    return pass_fields<EigenvectorOptions>(
        "L1 distance to the next step at which to stop; 0: exactly max_iterations passes");
  }
};

struct EigenvectorResult {
  std::vector<double> centrality;  ///< Sums to 1 over the nodes; all 0 where ties do not go round.
  double radius = 0.0;             ///< The largest eigenvalue of the weights.
  int iterations = 0;
  double residual = 0.0;
  bool converged = true;

  static constexpr auto columns() {
    return std::tuple{column("eigenvector", &EigenvectorResult::centrality, "share",
                             "centrality in proportion to that of those who point to one",
                             "ties touches")};
  }
  Facts facts() const;
};

inline constexpr AlgorithmDoc kEigenvectorDoc{
    .name = "eigenvector",
    .section = "eigenvector",
    .summary = "Each person is as central as all who point to them together, times a constant.",
    .complexity = "Time O(iterations (nodes + ties)), extra memory O(nodes + ties)",
    .reference =
        "Bonacich 1972, Factoring and Weighting Approaches to Status Scores and Clique "
        "Identification, Journal of Mathematical Sociology 2(1)",
    .memory = {.node = 2 * sizeof(double), .weighted_arc = 2 * sizeof(double)},
    .by_request = true};

/// The eigenvector of the largest eigenvalue of the matrix of ties of sign +1, each by who points
/// to them. Of several components the one of the largest eigenvalue has all, of several such their
/// mix. Reaching `max_iterations` is not an error: see `converged`; where two components of the
/// same eigenvalue follow each other, steps only creep.
EigenvectorResult eigenvector(const GraphView& view, const EigenvectorOptions& options = {});

/// Of the study's referral walk: context-free, equal in every context.
EigenvectorResult eigenvector_in_study(const ScoreInputs& inputs,
                                       const EigenvectorOptions& options = {});

}  // namespace grapevine
