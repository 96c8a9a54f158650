#pragma once
#include <vector>

#include "algorithms/attribution/shapley.hpp"

namespace grapevine {

/// `shapley` with people as players: in the game in which a set of people brings every acquisition
/// that needs nobody else, each journey is split equally over its distinct referrers, at the first
/// touch of each. Weights of roles decide only whether a touch counts at all. Of n referrers one
/// who splits into k takes k / (n + k - 1) in place of 1 / n. O(touches log of a journey's).
/// Errors: InvalidOption for any game but the sum, which has no parts by journey.
std::vector<double> shapley_shares(const Journeys& journeys, const ShapleyOptions& options = {});

}  // namespace grapevine
