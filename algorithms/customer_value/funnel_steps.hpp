#pragma once
#include <cstdint>
#include <vector>

#include "engine/network/score_inputs.hpp"
#include "engine/registry/field.hpp"

namespace grapevine {

/// What one person said and did in one context; each a bit.
enum FunnelStep : std::uint8_t {
  kTakesPart = 1,     ///< Bought, answered, or made a touch here.
  kAskedIntent = 2,   ///< Answered `intends`.
  kIntends = 4,       ///< With one half or more.
  kAskedWhether = 8,  ///< Answered `did_recommend`.
  kSaysDid = 16,      ///< With one half or more.
  kDid = 32,          ///< Made a touch, whatever came of it.
  kJoined = 64,       ///< Earned a share of somebody's acquisition by a recorded touch.
  kProfitable = 128   ///< Of one whose margin is positive.
};

/// Bits of FunnelStep, one byte per (context, person).
///
/// A touch that somebody made counts whether it failed, expired or came too late; one of no weight
/// by its role (`roles` as journeys were built with, empty: every role has one) or its strength, or
/// on oneself, is no act of referral. A touch that names no context was made in every one. Shares
/// are those of the first attribution model, by recorded touches alone: what ties imply nobody did.
/// So whoever has a step of the last three has those before it. Margin is undiscounted, up to the
/// horizon of the journeys. O(people x contexts + answers log answers + touches x contexts +
/// purchases).
std::vector<std::uint8_t> funnel_steps(const ScoreInputs& inputs, const NamedNumbers& roles);

}  // namespace grapevine
