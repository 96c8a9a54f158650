#include "algorithms/attribution/linear.hpp"

#include "algorithms/attribution/shares.hpp"

namespace grapevine {

std::vector<double> linear(const Journeys& journeys, const LinearOptions&) {
  return shares_of_journeys(journeys,
                            [](std::span<const JourneyTouch> touches, std::span<double> shares) {
                              for (std::size_t i = 0; i < touches.size(); ++i)
                                shares[i] = touches[i].weight;
                              count_people_once(touches, shares);
                            });
}

}  // namespace grapevine
