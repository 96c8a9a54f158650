#include "algorithms/attribution/position.hpp"

#include <algorithm>

#include "algorithms/attribution/shares.hpp"

namespace grapevine {
namespace {

/// Share of person i of n, before the weights of roles.
double base_share(std::size_t i, std::size_t n, const PositionOptions& options) {
  const double middle = std::max(0.0, 1.0 - (options.first_share + options.last_share));
  if (n == 1) return 1.0;
  const double extra = n == 2 ? middle / 2.0 : 0.0;
  if (i == 0) return options.first_share + extra;
  if (i == n - 1) return options.last_share + extra;
  return middle / static_cast<double>(n - 2);
}

}  // namespace

void position_rule(std::span<const JourneyTouch> touches, std::span<double> shares,
                   const PositionOptions& options) {
  check_range("first_share + last_share", options.first_share + options.last_share, 0.0, 1.0);
  for (std::size_t i = 0; i < touches.size(); ++i) shares[i] = touches[i].weight;
  count_people_once(touches, shares);
  const auto people = static_cast<std::size_t>(
      std::ranges::count_if(shares, [](double share) { return share > 0.0; }));
  std::size_t place = 0;
  for (double& share : shares)
    if (share > 0.0) share *= base_share(place++, people, options);
}

std::vector<double> position(const Journeys& journeys, const PositionOptions& options) {
  validate(options);
  check_range("first_share + last_share", options.first_share + options.last_share, 0.0, 1.0);
  return shares_of_journeys(journeys, position_rule, options);
}

}  // namespace grapevine
