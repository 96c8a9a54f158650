#include "algorithms/attribution/first.hpp"

#include "algorithms/attribution/shares.hpp"

namespace grapevine {

std::vector<double> first(const Journeys& journeys, const FirstOptions&) {
  return shares_of_journeys(journeys,
                            [](const auto&, std::span<double> shares) { shares.front() = 1.0; });
}

}  // namespace grapevine
