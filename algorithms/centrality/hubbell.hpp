#pragma once
#include <limits>
#include <optional>
#include <tuple>
#include <vector>

#include "algorithms/centrality/tie_matrix.hpp"

namespace grapevine {

struct HubbellOptions {
  std::optional<double> factor;
  NamedNumbers endowment;
  double tolerance = 1e-12;
  int max_iterations = 10'000;

  static constexpr auto fields() {
    using O = HubbellOptions;
    return std::tuple_cat(
        walk_sum_fields("factor", &O::factor,
                        "What weights are multiplied by; less than 1 / the spectral radius of the "
                        "ties, signs left out; absent: half of that"),
        std::tuple{field("endowment", &O::endowment,
                         "What people have of their own, as id=number; none: everybody 1")});
  }
};

struct HubbellResult {
  std::vector<double> score;
  double factor = 0.0, radius = 0.0;
  int iterations = 0;
  double residual = std::numeric_limits<double>::infinity();
  bool converged = false;

  static constexpr auto columns() {
    return std::tuple{column("hubbell", &HubbellResult::score, "endowment",
                             "one's own, and by each tie a part of the status of who gives it",
                             "ties touches")};
  }
  Facts facts() const;
};

inline constexpr AlgorithmDoc kHubbellDoc{
    .name = "hubbell",
    .section = "hubbell",
    .summary =
        "Status of one's own and of those who point to one, by the weights of ties, which may be "
        "negative.",
    .complexity = "Time O(iterations (nodes + ties)), extra memory O(nodes + ties)",
    .reference =
        "Hubbell 1965, An Input-Output Approach to Clique Identification, Sociometry 28(4)",
    .memory = {.node = 3 * sizeof(double), .weighted_arc = 2 * sizeof(double)},
    .by_request = true};

/// s = endowment + factor W^T s, W with the signs of ties. Errors: InvalidOption naming `factor`,
/// with the spectral radius of |W|, where what goes round would not die down, or where it
/// overflows; naming `endowment` for an id that is no node. Reaching `max_iterations` is not an
/// error: see `converged`.
HubbellResult hubbell(const GraphView& view, const HubbellOptions& options = {});

/// Of the study's referral walk with its negative ties: context-free, equal in every context.
HubbellResult hubbell_in_study(const ScoreInputs& inputs, const HubbellOptions& options = {});

}  // namespace grapevine
