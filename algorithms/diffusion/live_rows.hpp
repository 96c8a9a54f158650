#pragma once
#include <span>
#include <vector>

#include "algorithms/diffusion/live_ties.hpp"

namespace grapevine {

/// Calls `visit(u)` for who passes on to v in a world where nothing is known of v yet.
template <class Visit>
void for_each_source(const TieChances& chances, CascadeModel model, NodeId v, FastRandom& random,
                     const Visit& visit) {
  if (model == CascadeModel::IndependentCascade)
    for_each_live_source(chances, v, random, visit);
  else if (const NodeId u = live_source(chances, v, random); u != kNoNode)
    visit(u);
}

/// Of a whole world: who passes on to whom.
struct LiveRows {
  std::vector<std::uint32_t> offsets;
  std::vector<NodeId> sources;

  void draw(const TieChances& chances, CascadeModel model, FastRandom& random) {
    offsets.assign(1, 0);
    sources.clear();
    for (NodeId v = 0; v < chances.graph().num_nodes(); ++v) {
      for_each_source(chances, model, v, random, [&](NodeId u) { sources.push_back(u); });
      offsets.push_back(static_cast<std::uint32_t>(sources.size()));
    }
  }
  std::span<const NodeId> into(NodeId v) const {
    return std::span(sources).subspan(offsets[v], offsets[v + 1] - offsets[v]);
  }
};

}  // namespace grapevine
