#pragma once
#include "engine/graph/graph_view.hpp"
#include "engine/network/network.hpp"

namespace grapevine {

/// The study's ties in the direction of influence, from who influences to who is influenced, with
/// their columns. O(m log m), unless they run that way in the study.
Graph influence_ties(const Network& network);

/// Ties of the context, or of every one, that had begun and not ended when the study ends.
TieFilter ties_known_at_end(const Network& network, ContextId context);

}  // namespace grapevine
