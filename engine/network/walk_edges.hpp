#pragma once
#include <utility>

#include "engine/network/network.hpp"

namespace grapevine {

/// A step that a referral walk may take, from the influenced to the influencer.
struct WalkEdge {
  NodeId from, to;
  double weight;
  Time time;  ///< kUndated where nothing says when it came to be.
  ContextId context;
  std::int8_t sign;
  bool touch;  ///< Rather than a tie.
};

/// Calls `visit(WalkEdge)` for each tie, against the direction of influence (twice where it runs
/// both ways), then for each touch that neither failed nor expired.
template <class Visit>
void for_each_walk_edge(const Network& network, const Visit& visit) {
  const Graph& ties = network.ties;
  const auto& times = ties.columns().time;
  for (NodeId source = 0; source < ties.num_nodes(); ++source) {
    EdgeId e = ties.first_out_edge(source);
    for (const NodeId target : ties.out_neighbors(source)) {
      WalkEdge edge{.from = target,
                    .to = source,
                    .weight = ties.weight(e),
                    .time = times.empty() ? kUndated : times[e],
                    .context = ties.context(e),
                    .sign = static_cast<std::int8_t>(ties.sign(e)),
                    .touch = false};
      if (network.influence != Influence::TargetToSource) visit(edge);
      std::swap(edge.from, edge.to);
      if (network.influence != Influence::SourceToTarget) visit(edge);
      ++e;
    }
  }
  for (const Touch& touch : network.touches.rows)
    if (touch.status == TouchStatus::Succeeded)
      visit(WalkEdge{touch.to, touch.from, 1.0, time_of(touch, network), touch.context, 1, true});
}

}  // namespace grapevine
