#include "algorithms/attribution/referral_rings.hpp"

#include <algorithm>

#include "engine/graph/components.hpp"
#include "engine/parallel/loops.hpp"

namespace grapevine {
namespace {

/// A person in a context as one node: contexts share none, so one pass over all finds every ring.
IdIndex nodes_of(const Network& network, std::span<const Referral> referrals) {
  std::vector<std::int64_t> keys(2 * referrals.size());
  for_each_index(referrals.size(), [&](std::size_t i) {
    const Referral& r = referrals[i];
    keys[2 * i] = static_cast<std::int64_t>(network.row(r.context, r.referrer));
    keys[2 * i + 1] = static_cast<std::int64_t>(network.row(r.context, r.newcomer));
  });
  return IdIndex::from_integers(keys);
}

EdgeList edges_of(const Network& network, std::span<const Referral> referrals,
                  const IdIndex& nodes) {
  EdgeList edges{.source = std::vector<NodeId>(referrals.size()),
                 .target = std::vector<NodeId>(referrals.size())};
  const auto node = [&](ContextId context, NodeId person) {
    return *nodes.find(static_cast<std::int64_t>(network.row(context, person)));
  };
  for_each_index(referrals.size(), [&](std::size_t i) {
    edges.source[i] = node(referrals[i].context, referrals[i].referrer);
    edges.target[i] = node(referrals[i].context, referrals[i].newcomer);
  });
  return edges;
}

}  // namespace

std::vector<Ring> rings_of(const Network& network, std::span<const Referral> referrals) {
  if (referrals.empty()) return {};
  const IdIndex nodes = nodes_of(network, referrals);
  const EdgeList edges = edges_of(network, referrals, nodes);
  const Graph graph = Graph::build(static_cast<NodeId>(nodes.size()), edges);
  const auto component = strong_components(graph);
  std::vector<std::uint32_t> people(nodes.size());
  for (const std::uint32_t c : component) ++people[c];
  std::vector<Ring> rings(referrals.size());
  for_each_index(rings.size(), [&](std::size_t i) {
    const NodeId from = edges.source[i], to = edges.target[i];
    if (from == to || component[from] != component[to]) return;
    rings[i] = {people[component[from]], std::ranges::binary_search(graph.out_neighbors(to), from)};
  });
  return rings;
}

}  // namespace grapevine
