#include "algorithms/attribution/shapley_shares.hpp"

#include <algorithm>

#include "algorithms/attribution/shares.hpp"

namespace grapevine {

std::vector<double> shapley_shares(const Journeys& journeys, const ShapleyOptions&) {
  return shares_of_journeys(journeys,
                            [](std::span<const JourneyTouch> touches, std::span<double> shares) {
                              std::ranges::fill(shares, 1.0);
                              count_people_once(touches, shares);
                            });
}

}  // namespace grapevine
