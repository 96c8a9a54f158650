#include "algorithms/attribution/last.hpp"

#include "algorithms/attribution/shares.hpp"

namespace grapevine {

std::vector<double> last(const Journeys& journeys, const LastOptions&) {
  return shares_of_journeys(journeys,
                            [](const auto&, std::span<double> shares) { shares.back() = 1.0; });
}

}  // namespace grapevine
