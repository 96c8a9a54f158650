#include "algorithms/attribution/first.hpp"

#include "algorithms/attribution/shares.hpp"

namespace grapevine {

void first_rule(std::span<const JourneyTouch>, std::span<double> shares, const FirstOptions&) {
  shares.front() = 1.0;
}

std::vector<double> first(const Journeys& journeys, const FirstOptions& options) {
  return shares_of_journeys(journeys, first_rule, options);
}

}  // namespace grapevine
