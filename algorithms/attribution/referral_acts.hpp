#pragma once
#include <optional>
#include <span>
#include <tuple>
#include <vector>

#include "algorithms/attribution/referral_rings.hpp"
#include "engine/base/money.hpp"
#include "engine/network/journeys.hpp"
#include "engine/network/network.hpp"

namespace grapevine {

/// Why a touch is looked at: it counts, or would if it closed no ring; or is one of two frauds.
enum class ActKind { Referral, Self, SamePayer };

/// A recorded touch of an acquisition, and the ring that it closes.
struct Act {
  ContextId context;
  NodeId referrer, newcomer;
  ActKind kind;
  Ring ring = {};

  auto key() const { return std::tuple(context, referrer, newcomer, kind); }
};

/// By context, referrer, newcomer and kind. Rings are those of referrals. O(touches log touches).
std::vector<Act> acts_of(const Network& network, const Journeys& journeys);

/// Each referrer's acts in each context, in that order.
std::vector<std::span<const Act>> by_referrer(std::span<const Act> acts);

/// When people came to a context, and what they brought to it until the horizon.
class Stakes {
 public:
  Stakes(const Network& network, const Journeys& journeys);

  /// Of an acquisition that there is.
  Money margin(ContextId context, NodeId person) const;
  Time time(ContextId context, NodeId person) const;

  /// When everybody came to the context, ascending.
  std::vector<Time> times_of(ContextId context) const;

 private:
  std::optional<std::size_t> place(ContextId context, NodeId person) const;

  std::span<const Acquisition> acquisitions_;
  std::vector<Money> margins_;
};

}  // namespace grapevine
