#include "algorithms/propagation/walk_seeds.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "engine/base/error.hpp"

namespace grapevine {

std::vector<std::pair<NodeId, double>> named_nodes(const Graph& graph, const NamedNumbers& named) {
  std::vector<std::pair<NodeId, double>> nodes;
  for (const auto& [id, weight] : named) {
    const auto node = graph.find(id);
    if (!node)
      throw Error(ErrorCode::InvalidOption, "seeds", in_quotes(id) + " is not in the graph",
                  "give ids that the input has");
    nodes.emplace_back(*node, weight);
  }
  return nodes;
}

std::vector<double> named_seed_weights(const Graph& graph, const NamedNumbers& seeds) {
  std::vector<double> restart(graph.num_nodes());
  for (const auto& [node, weight] : named_nodes(graph, seeds)) restart[node] += weight;
  if (!scale_to_one(restart) && graph.num_nodes() > 0)
    throw Error(ErrorCode::InvalidOption, "seeds", "their weights sum to 0, or overflow",
                "give one a weight > 0, and none above 1e300");
  return restart;
}

std::vector<double> uniform_seeds(NodeId num_nodes) {
  return std::vector<double>(num_nodes, 1.0 / num_nodes);
}

std::vector<double> purchase_numbers(const Network& network, ContextId context) {
  std::vector<double> numbers(network.num_people());
  for (const Purchase& purchase : network.purchases.rows)
    if (purchase.context == context) numbers[purchase.person] += 1.0;
  return numbers;
}

std::vector<double> purchase_margins(const Network& network, ContextId context) {
  std::vector<double> margins(network.num_people());
  for (const Purchase& purchase : network.purchases.rows)
    if (purchase.context == context)
      margins[purchase.person] += static_cast<double>(purchase.margin);
  for (double& margin : margins) margin = std::max(margin, 0.0);
  return margins;
}

bool scale_to_one(std::vector<double>& weights) {
  const double total = std::accumulate(weights.begin(), weights.end(), 0.0);
  if (!(total > 0.0) || !std::isfinite(total)) return false;
  for (double& weight : weights) weight /= total;
  return true;
}

}  // namespace grapevine
