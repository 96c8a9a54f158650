#include "algorithms/attribution/linear.hpp"

#include "algorithms/attribution/shares.hpp"

namespace grapevine {

void linear_rule(std::span<const JourneyTouch> touches, std::span<double> shares,
                 const LinearOptions&) {
  for (std::size_t i = 0; i < touches.size(); ++i) shares[i] = touches[i].weight;
  count_people_once(touches, shares);
}

std::vector<double> linear(const Journeys& journeys, const LinearOptions& options) {
  return shares_of_journeys(journeys, linear_rule, options);
}

}  // namespace grapevine
