#pragma once
#include "engine/graph/graph.hpp"

namespace grapevine {

/// What a tie without a time weighs where others lose weight with their age.
enum class UndatedTies { KeepWeight, Refuse };

/// The graph with weights as they are at `reference`: a tie of time t <= reference weighs
/// w 2^(-(reference - t) / half_life), so that after some 1,000 half-lives it weighs nothing; later
/// ties keep their weight, and are for a view to leave out. Rows and all other columns are shared:
/// 8 bytes an arc. O(m), in parallel. Errors: InvalidOption for a half-life that is not > 0, or for
/// a graph without times; BadInput for an undated tie that is refused.
Graph with_decayed_weights(const Graph& graph, double half_life_days, Time reference,
                           UndatedTies undated = UndatedTies::KeepWeight);

}  // namespace grapevine
