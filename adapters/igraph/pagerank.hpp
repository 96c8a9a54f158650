#pragma once
#include <span>
#include <vector>

#include "engine/graph/graph.hpp"

namespace grapevine {

/// PageRank by PRPACK, the direct solver in igraph: another program's answer to the question that
/// `pagerank` and `personalized_pagerank` answer. igraph is GPL-2 or later, so a program that links
/// this file is under the GPL as a whole; it stands in adapters/, which a build may leave out.
///
/// The walk follows the stored arcs in proportion to their weights; from a node without out-ties it
/// goes on as a restart does. `restart` has a weight >= 0 per node, not all 0; empty: uniform.
/// Errors: InvalidOption for a damping outside [0, 1); BadInput with igraph's reason to refuse.
std::vector<double> igraph_pagerank(const Graph& graph, double damping,
                                    std::span<const double> restart = {});

}  // namespace grapevine
