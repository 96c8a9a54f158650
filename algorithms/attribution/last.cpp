#include "algorithms/attribution/last.hpp"

#include "algorithms/attribution/shares.hpp"

namespace grapevine {

void last_rule(std::span<const JourneyTouch>, std::span<double> shares, const LastOptions&) {
  shares.back() = 1.0;
}

std::vector<double> last(const Journeys& journeys, const LastOptions& options) {
  return shares_of_journeys(journeys, last_rule, options);
}

}  // namespace grapevine
