#pragma once
#include <functional>
#include <span>
#include <vector>

#include "engine/network/journeys.hpp"
#include "engine/parallel/loops.hpp"
#include "engine/registry/options.hpp"

namespace grapevine {

/// Fills the share that each touch of one journey takes, up to a common factor; there is a touch.
using JourneyRule = std::function<void(std::span<const JourneyTouch>, std::span<double> shares)>;

/// Shares of every touch: `weigh(touches, shares)` fills the shares of one journey, which are then
/// scaled to sum to 1. Journeys without touches have none. O(touches), parallel.
template <class Weigh>
std::vector<double> shares_of_journeys(const Journeys& journeys, const Weigh& weigh) {
  std::vector<double> shares(journeys.touches.size());
  for_each_index(journeys.acquisitions.size(), [&](std::size_t i) {
    const Acquisition& acquisition = journeys.acquisitions[i];
    if (acquisition.num_touches == 0) return;
    const auto touches =
        std::span(journeys.touches).subspan(acquisition.first_touch, acquisition.num_touches);
    const auto own = std::span(shares).subspan(acquisition.first_touch, acquisition.num_touches);
    weigh(touches, own);
    double total = 0.0;
    for (const double share : own) total += share;
    for (double& share : own) share /= total;
  });
  return shares;
}

/// The same by a rule with options, which are checked once. Errors: InvalidOption.
template <class Rule, class Options>
std::vector<double> shares_of_journeys(const Journeys& journeys, const Rule& rule,
                                       const Options& options) {
  validate(options);
  return shares_of_journeys(journeys,
                            [&](std::span<const JourneyTouch> touches, std::span<double> shares) {
                              rule(touches, shares, options);
                            });
}

}  // namespace grapevine
