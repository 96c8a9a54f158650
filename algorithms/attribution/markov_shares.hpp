#pragma once
#include <vector>

#include "algorithms/attribution/markov.hpp"

namespace grapevine {

/// `markov` with people as players, context by context: each journey is a path of its referrers
/// that converted (who follows on themselves is there once), and is shared out in proportion to the
/// removal effects of its distinct referrers, at the first touch of each.
///
/// A ledger needs the shares of every acquisition, as marketing_attribution_models gives them; so a
/// person's total differs from what `markov` credits on a file, which is in proportion to removal
/// effects over all paths at once. Weights of roles decide only whether a touch counts at all, and
/// `nulls` changes nothing: a study knows no journey that did not convert.
///
/// Costs and errors are those of `markov` on each context.
std::vector<double> markov_shares(const Journeys& journeys, const MarkovOptions& options = {});

}  // namespace grapevine
