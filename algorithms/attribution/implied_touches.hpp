#pragma once
#include <cstdint>
#include <span>
#include <vector>

#include "engine/network/journeys.hpp"
#include "engine/network/network.hpp"

namespace grapevine {

/// A touch of an acquisition that nobody recorded: a tie makes it possible.
struct ImpliedTouch {
  std::uint32_t acquisition;
  NodeId referrer;
  Time time;      ///< From when on the referrer could have recommended: a customer, and tied.
  double weight;  ///< Of the tie.
};

/// The touches that ties imply for those acquisitions that `wanted` marks, acquisition by
/// acquisition. `acquisitions` are in the order (context, person), the context's all there.
///
/// A tie along which influence runs from u to v implies a touch of u on v's acquisition in a
/// context when its sign is positive, it is of that context or of every one, u's own first purchase
/// there is strictly earlier than v's, and it is dated no later than v's (undated ties count) and
/// had not ended before u's. Within the implied touches of a context there are no cycles: first
/// purchases ascend. O(people + ties of each newcomer, for each acquisition), parallel.
std::vector<ImpliedTouch> implied_touches(const Network& network,
                                          std::span<const Acquisition> acquisitions,
                                          const std::vector<bool>& wanted);

}  // namespace grapevine
