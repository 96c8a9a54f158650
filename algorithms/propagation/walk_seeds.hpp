#pragma once
#include <utility>
#include <vector>

#include "engine/network/network.hpp"
#include "engine/registry/field.hpp"

namespace grapevine {

/// The nodes of named weights, in the order of the names. Errors: InvalidOption for an id that is
/// no node.
std::vector<std::pair<NodeId, double>> named_nodes(const Graph& graph, const NamedNumbers& named);

/// Where a walk starts, a weight per node: those that are named. Errors: InvalidOption for an id
/// that is no node, or when the weights sum to 0 or overflow and there are nodes.
std::vector<double> named_seed_weights(const Graph& graph, const NamedNumbers& seeds);

/// The same chance for every node.
std::vector<double> uniform_seeds(NodeId num_nodes);

/// What each person bought in a context, one weight a person: the number of purchases, ...
std::vector<double> purchase_numbers(const Network& network, ContextId context);
/// ... or their margin, refunds taken off; 0 where nothing is left.
std::vector<double> purchase_margins(const Network& network, ContextId context);

/// Scales weights >= 0 to sum to 1; false when they sum to 0 or overflow.
bool scale_to_one(std::vector<double>& weights);

}  // namespace grapevine
