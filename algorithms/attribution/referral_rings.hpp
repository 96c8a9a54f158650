#pragma once
#include <cstdint>
#include <span>
#include <vector>

#include "engine/network/network.hpp"

namespace grapevine {

/// Who brought whom in a context.
struct Referral {
  ContextId context;
  NodeId referrer, newcomer;
};

/// What a referral closes in its context's graph of referrals.
struct Ring {
  std::uint32_t people = 0;  ///< Of the strongly connected component that holds both ends; 0: none.
  bool mutual = false;       ///< The newcomer brought the referrer, too.
};

/// One per referral. Components are those of Tarjan 1972; contexts share no node. O(n log n).
std::vector<Ring> rings_of(const Network& network, std::span<const Referral> referrals);

}  // namespace grapevine
