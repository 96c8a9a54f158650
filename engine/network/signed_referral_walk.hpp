#pragma once
#include "engine/network/network.hpp"

namespace grapevine {

/// `referral_walk` with the negative ties, as edges of sign -1: ties against the direction of
/// influence, and an edge newcomer -> referrer for each touch that neither failed nor expired. A
/// study without negative ties gives a graph without signs. O((n + m) log m).
Graph signed_referral_walk(const Network& network);

}  // namespace grapevine
