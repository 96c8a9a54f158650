#include "algorithms/attribution/shapley_shares.hpp"

#include <algorithm>

#include "algorithms/attribution/shares.hpp"
#include "engine/base/error.hpp"

namespace grapevine {

std::vector<double> shapley_shares(const Journeys& journeys, const ShapleyOptions& options) {
  if (options.game != ShapleyGame::Sum)
    throw Error(ErrorCode::InvalidOption, "game",
                "a study's journeys are shared out by the game `sum` alone",
                "leave it out; tables of paths take the others");
  return shares_of_journeys(journeys,
                            [](std::span<const JourneyTouch> touches, std::span<double> shares) {
                              std::ranges::fill(shares, 1.0);
                              count_people_once(touches, shares);
                            });
}

}  // namespace grapevine
