#pragma once
#include <limits>
#include <optional>
#include <tuple>
#include <vector>

#include "algorithms/centrality/tie_matrix.hpp"

namespace grapevine {

struct KatzOptions {
  std::optional<double> alpha;
  double tolerance = 1e-12;
  int max_iterations = 10'000;

  static constexpr auto fields() {
    return walk_sum_fields(
        "alpha", &KatzOptions::alpha,
        "What a step of a walk is multiplied by, beside its tie's weight; less than 1 / the "
        "spectral radius of the ties; absent: half of that");
  }
};

struct KatzResult {
  std::vector<double> score;
  double alpha = 0.0, radius = 0.0;
  int iterations = 0;
  double residual = std::numeric_limits<double>::infinity();
  bool converged = false;

  static constexpr auto columns() {
    return std::tuple{column("katz", &KatzResult::score, "walks",
                             "1, and the walks that end here, each step multiplied by alpha",
                             "ties touches")};
  }
  Facts facts() const;
};

inline constexpr AlgorithmDoc kKatzDoc{
    .name = "katz",
    .section = "katz",
    .summary = "How many walks along ties end at each person, longer ones counting less.",
    .complexity = "Time O(iterations (nodes + ties)), extra memory O(nodes + ties)",
    .reference =
        "Katz 1953, A New Status Index Derived from Sociometric Analysis, Psychometrika "
        "18(1)",
    .memory = {.node = 3 * sizeof(double), .weighted_arc = 2 * sizeof(double)},
    .by_request = true};

/// s = 1 + alpha A^T s, over ties of sign +1. Errors: InvalidOption naming `alpha`, with the
/// spectral radius, where the walks do not end; or where their sum overflows. Reaching
/// `max_iterations` is not an error: see `converged`.
KatzResult katz(const GraphView& view, const KatzOptions& options = {});

/// Of the study's referral walk: context-free, equal in every context.
KatzResult katz_in_study(const ScoreInputs& inputs, const KatzOptions& options = {});

}  // namespace grapevine
