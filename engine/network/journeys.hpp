#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/base/ids.hpp"
#include "engine/base/time.hpp"

namespace grapevine {

/// A touch that counts for one acquisition.
struct JourneyTouch {
  NodeId referrer;
  double weight;             ///< Weight of its role x strength; > 0.
  Time time;                 ///< kUndated where only the order is known.
  bool incentivised = true;  ///< False only where the touch says so.
};

/// A person's first purchase in a context, with its touches: touches[first_touch ... +num_touches).
struct Acquisition {
  NodeId person;
  ContextId context;
  Time time;
  std::uint32_t purchase;  ///< Place in Purchases::rows.
  std::uint64_t first_touch = 0;
  std::uint32_t num_touches = 0;
};

/// A referral that earns nothing because its two ends brought each other, directly or in a ring.
struct CycleEdge {
  ContextId context;
  NodeId referrer, newcomer;
};

/// How many touches of acquisitions earn nothing, and why. A touch is counted once, by the first
/// reason that holds, in this order.
struct ExcludedTouches {
  std::uint64_t not_an_acquisition = 0;  ///< Names a later purchase, or somebody who never bought.
  std::uint64_t failed_or_expired = 0;
  std::uint64_t after_acquisition = 0;
  std::uint64_t undated = 0;
  std::uint64_t outside_lookback = 0;
  std::uint64_t self_referral = 0;
  std::uint64_t same_payer = 0;
  std::uint64_t no_weight = 0;  ///< A role of weight 0, or strength 0.
  std::uint64_t not_senior = 0;
  std::uint64_t in_cycle = 0;
};

/// Journeys of all acquisitions, in the order (context, person); touches of one in the order
/// (t, seq, external id of the referrer).
struct Journeys {
  std::vector<Acquisition> acquisitions;
  std::vector<JourneyTouch> touches;
  std::optional<double> horizon_days;  ///< Margin counts this long after joining; absent: always.
  ExcludedTouches excluded;
  std::vector<CycleEdge> cycle_edges;
  std::vector<std::string>
      roles_without_weight;  ///< Met in touches, absent from the study's roles.
  std::uint64_t touches_of_such_roles = 0;
};

}  // namespace grapevine
