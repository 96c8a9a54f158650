#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "engine/network/journeys.hpp"
#include "engine/network/network.hpp"
#include "engine/registry/field.hpp"

namespace grapevine {

/// For which acquisitions ties imply touches. What is recorded always goes before what is implied.
enum class ImpliedTouches {
  Never,
  WithoutTouches,  ///< All, where the study records no touch at all.
  PerAcquisition   ///< Those of which no recorded touch counts.
};
inline constexpr std::string_view kImpliedTouchesNames[] = {"never", "without_touches",
                                                            "per_acquisition"};

struct JourneyOptions {
  NamedNumbers roles;
  std::vector<std::string> senior_roles;
  std::optional<double> lookback_days;
  std::optional<double> horizon_days;
  bool exclude_cycles = true;
  ImpliedTouches implied_touches = ImpliedTouches::WithoutTouches;

  static constexpr auto fields() {
    using O = JourneyOptions;
    return std::tuple{
        field("roles", &O::roles,
              "Weight of each role; absent ones weigh 0. Without any, every touch weighs 1", 0.0),
        field("senior_roles", &O::senior_roles,
              "Roles that need the referrer's first purchase in the context on an earlier day"),
        field("lookback_days", &O::lookback_days,
              "Touches longer before the acquisition earn nothing; absent: unlimited", 0.0)
            .in("days"),
        field("horizon_days", &O::horizon_days,
              "Margin counts this long after joining; absent: always", 0.0, 3'650'000.0)
            .in("days"),
        field("exclude_cycles", &O::exclude_cycles,
              "People who brought each other, directly or in a ring, earn nothing from that"),
        field("implied_touches", &O::implied_touches,
              "Where ties imply touches of who bought earlier: never; without_touches: in a study "
              "that records none; per_acquisition: wherever no recorded touch counts",
              kImpliedTouchesNames)};
  }
};

/// The acquisitions of a network and the touches that count for each.
///
/// An acquisition is a person's first purchase in a context that is no refund. A touch that names a
/// purchase counts only for the acquisition which that purchase is; one that names a person counts
/// for that person's acquisition, in the touch's context or, if it has none, in every context.
/// Dated after the acquisition, failed, expired, outside the look-back, from the newcomer or the
/// newcomer's payer, or of a role without weight or due seniority: it earns nothing. With
/// `exclude_cycles`, neither does one whose referrer and newcomer lie in one strongly connected
/// component of the context's graph of remaining touches. What is left out is listed by reason;
/// touches that name nobody's acquisition, who may be nearly all, are only counted.
///
/// Where `implied_touches` says so, ties imply touches (see there), under the same rules but those
/// of roles and status. They are marked, and never take from a recorded touch: that one is judged
/// as if there were no ties.
///
/// O((purchases + touches + ties of newcomers) log): sorting. Errors: InvalidOption; BadInput when
/// a touch or tie that counts weighs more than 1e300, or less than 1e-300 and not 0.
Journeys build_journeys(const Network& network, const JourneyOptions& options);

}  // namespace grapevine
