#pragma once
#include <tuple>
#include <vector>

#include "algorithms/centrality/tie_matrix.hpp"

namespace grapevine {

struct HitsOptions {
  double tolerance = 1e-10;
  int max_iterations = 1000;

  static constexpr auto fields() {
    return pass_fields<HitsOptions>(
        "L1 change of all authorities at which to stop; 0: exactly max_iterations passes, there "
        "and back");
  }
};

struct HitsResult {
  std::vector<double> hub,
      authority;  ///< Each sums to 1 over the nodes; all 0 where no tie weighs anything.
  int iterations = 0;
  double residual = 0.0;
  bool converged = true;

  static constexpr auto columns() {
    using R = HitsResult;
    return std::tuple{column("hub", &R::hub, "share",
                             "how good the authorities are that one points to", "ties touches"),
                      column("authority", &R::authority, "share",
                             "how good the hubs are that point to one", "ties touches")};
  }
  Facts facts() const;
};

inline constexpr AlgorithmDoc kHitsDoc{
    .name = "hits",
    .section = "hits",
    .summary = "Hubs, who point to good authorities, and authorities, whom good hubs point to.",
    .complexity = "Time O(iterations (nodes + ties)), extra memory O(nodes + ties)",
    .reference = "Kleinberg 1999, Authoritative Sources in a Hyperlinked Environment, JACM 46(5)",
    .memory = {.node = 3 * sizeof(double), .weighted_arc = 2 * sizeof(double)},
    .by_request = true};

/// The principal singular vectors of the matrix of ties of sign +1, by power iteration from all
/// alike: of several largest singular values their mix, so that disconnected and symmetric graphs
/// have one answer. A person without ties in (out) has authority (hub) 0. Reaching
/// `max_iterations` is not an error: see `converged`.
HitsResult hits(const GraphView& view, const HitsOptions& options = {});

/// Of the study's referral walk, which leads to the influencer: context-free, equal in every
/// context.
HitsResult hits_in_study(const ScoreInputs& inputs, const HitsOptions& options = {});

}  // namespace grapevine
