#include "algorithms/attribution/time_decay.hpp"

#include <algorithm>
#include <cmath>

#include "algorithms/attribution/shares.hpp"
#include "engine/base/days.hpp"

namespace grapevine {

void time_decay_rule(std::span<const JourneyTouch> touches, std::span<double> shares,
                     const TimeDecayOptions& options) {
  if (touches.front().time == kUndated)
    throw Error(ErrorCode::BadInput, "journeys", "a touch has no time",
                "give t for each, or use a model without decay");
  const Days half_life(options.half_life_days);
  const Time youngest = touches.back().time;
  for (std::size_t i = 0; i < touches.size(); ++i)
    shares[i] = touches[i].weight * std::exp2((touches[i].time - youngest) / half_life);
  count_people_once(touches, shares);
}

std::vector<double> time_decay(const Journeys& journeys, const TimeDecayOptions& options) {
  const auto undated = std::ranges::count(journeys.touches, kUndated, &JourneyTouch::time);
  if (undated > 0)
    throw Error(ErrorCode::BadInput, "touches",
                std::to_string(undated) + " that count have no time",
                "give t for each, or use a model without decay");
  return shares_of_journeys(journeys, time_decay_rule, options);
}

}  // namespace grapevine
