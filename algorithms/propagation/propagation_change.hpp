#pragma once
#include <cstdint>
#include <vector>

#include "algorithms/propagation/personalized_pagerank.hpp"

namespace grapevine {

/// Scores of the walks of a study and of the same study changed.
struct PropagationChange {
  std::vector<double> before;    ///< Per (context, person) of the network before, ...
  std::vector<double> after;     ///< ... and of the one after.
  std::size_t followed = 0;      ///< Contexts in which only what the change reaches was walked.
  std::size_t walked = 0;        ///< Those in which passes over all ties were cheaper.
  std::uint64_t tie_visits = 0;  ///< Of what was followed.
  double error = 0.0;            ///< L1, of all scores of a context after, at most.
};

/// `propagation_scores` of two networks. The second are made from the first: the change of ties,
/// touches and purchases is followed (see `ChangedWalk`) to an L1 error of `tolerance`, in each
/// context where that looks at less than a 32nd of the ties that passes over all would; the others,
/// and those that had no seeds before, share passes. People and contexts are the same where their
/// ids are. Memory: 16 bytes for each person and context beside the result.
PropagationChange propagation_change(const Network& before, const Network& after,
                                     const PersonalizedPageRankOptions& options, double tolerance);

}  // namespace grapevine
