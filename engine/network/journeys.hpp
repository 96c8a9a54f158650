#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/ids.hpp"
#include "engine/base/time.hpp"

namespace grapevine {

/// A touch that counts for one acquisition: recorded, or implied by a tie.
struct JourneyTouch {
  NodeId referrer;
  double weight;             ///< Weight of its role x strength; > 0.
  Time time;                 ///< kUndated where only the order is known.
  bool incentivised = true;  ///< False only where the touch says so.
  bool implied = false;      ///< By a tie: nobody recorded it.
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

/// Why a touch of an acquisition earns nothing: the first of these that holds.
enum class Exclusion : std::uint8_t {
  Failed,
  Expired,  ///< By its status, or `expires` lay before the acquisition.
  AfterAcquisition,
  Undated,
  OutsideLookback,
  SelfReferral,
  SamePayer,
  NoWeight,  ///< A role or tie of weight 0, or strength 0.
  NotSenior,
  Mutual,  ///< The newcomer brought the referrer, too.
  Cycle    ///< The newcomer brought the referrer through others.
};
inline constexpr std::string_view kExclusionNames[] = {
    "failed",        "expired",    "after_acquisition", "undated",    "outside_lookback",
    "self_referral", "same_payer", "no_weight",         "not_senior", "mutual",
    "cycle"};

/// A touch that could have counted for an acquisition and earns nothing.
struct ExcludedTouch {
  ContextId context;
  NodeId referrer, newcomer;
  Time time;           ///< kUndated where it has none.
  std::uint16_t role;  ///< Index into Touches::roles; 0 of an implied one.
  Exclusion reason;
  bool implied = false;
};

/// Journeys of all acquisitions, in the order (context, person); touches of one in the order
/// (t, seq, external id of the referrer).
struct Journeys {
  std::vector<Acquisition> acquisitions;
  std::vector<JourneyTouch> touches;
  std::optional<double> horizon_days;    ///< Margin counts this long after joining; absent: always.
  std::vector<ExcludedTouch> excluded;   ///< In the same order: (context, newcomer, t, seq, ...).
  std::uint64_t not_an_acquisition = 0;  ///< Touches that name a later purchase, or nobody's first.
  std::uint64_t implied_acquisitions = 0;  ///< Those whose touches are implied by ties.
  std::vector<CycleEdge> cycle_edges;
  std::vector<std::string>
      roles_without_weight;  ///< Met in touches, absent from the study's roles.
  std::uint64_t touches_of_such_roles = 0;
};

}  // namespace grapevine
