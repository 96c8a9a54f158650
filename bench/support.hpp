#pragma once
#include "engine/graph/graph.hpp"
#include "engine/parallel/random.hpp"

namespace grapevine::bench {

/// `ties` ties between an eighth as many people, both ends drawn at random; the same ones always.
inline Graph random_graph(std::int64_t ties, bool weighted = false) {
  Random random(1, 0);
  const auto people = static_cast<NodeId>(ties / 8);
  EdgeList edges;
  for (std::int64_t i = 0; i < ties; ++i) {
    edges.source.push_back(static_cast<NodeId>(random.below(people)));
    edges.target.push_back(static_cast<NodeId>(random.below(people)));
    if (weighted) edges.columns.weight.push_back(0.1 + random.uniform());
  }
  return Graph::build(people, std::move(edges));
}

}  // namespace grapevine::bench
