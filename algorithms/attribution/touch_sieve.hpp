#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <tuple>
#include <vector>

#include "algorithms/attribution/journeys.hpp"

namespace grapevine {

/// A touch of an acquisition: one that counts, or one that `reason` leaves out.
struct Candidate {
  std::uint32_t acquisition;
  Time time;
  std::int64_t seq = 0;
  NodeId referrer;
  std::uint16_t role = 0;
  double weight = 0.0;
  bool incentivised = true;
  bool implied = false;
  Exclusion reason = {};

  auto order() const {
    return std::tuple(acquisition, time, seq, referrer, role, weight, incentivised, implied,
                      reason);
  }
};

/// What a sieve makes of some touches.
struct Sieved {
  std::vector<Candidate> kept, left_out;
  std::uint64_t not_an_acquisition = 0, of_unnamed_roles = 0;
  std::optional<double> bad_weight;  ///< The first.

  void append(const Sieved& more) {
    kept.insert(kept.end(), more.kept.begin(), more.kept.end());
    left_out.insert(left_out.end(), more.left_out.begin(), more.left_out.end());
    not_an_acquisition += more.not_an_acquisition;
    of_unnamed_roles += more.of_unnamed_roles;
    if (!bad_weight) bad_weight = more.bad_weight;
  }
};

/// Which recorded touches count for which acquisition, by every rule but that of rings.
/// `acquisitions` are in the order (context, person). O(touches log acquisitions), for those that
/// name no context once for each context; parallel.
Sieved sieve_recorded(const Network& network, const JourneyOptions& options,
                      std::span<const Acquisition> acquisitions);

/// The same of those that ties imply for the acquisitions that `wanted` marks.
Sieved sieve_implied(const Network& network, const JourneyOptions& options,
                     std::span<const Acquisition> acquisitions, const std::vector<bool>& wanted);

/// Roles of touches that the study gives no weight, though it gives roles.
std::vector<std::string> roles_without_weight(const Touches& touches,
                                              const JourneyOptions& options);

}  // namespace grapevine
