#pragma once
#include <string>
#include <string_view>

namespace grapevine {

/// Looks in a GraphML text for what igraph's reader would pass over or change without a word:
/// hyperedges, a second graph or one inside a node, entities, an edge whose direction is not that
/// of the graph, a key of ours (weight, sign, time, type, name) that it does not read, a weight
/// that is NaN (igraph has the same for none given). Throws BadInput beginning `SHOWN:LINE:`.
void check_graphml(std::string_view text, const std::string& shown);

}  // namespace grapevine
