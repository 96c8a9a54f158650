#pragma once
#include <utility>
#include <vector>

#include "engine/graph/arc_source.hpp"

namespace grapevine::testing {

using Arcs = std::vector<std::pair<NodeId, NodeId>>;

inline void append(Arcs& arcs, const ArcBlock& block) {
  for (std::size_t i = 0; i < block.size(); ++i)
    arcs.emplace_back(block.sources[i], block.targets.at(i));
}

/// All arcs of a source, in its order.
inline Arcs all_arcs(const ArcSource& source) {
  Arcs arcs;
  ArcBlock block;
  for (std::uint64_t b = 0; b < source.num_blocks(); ++b) {
    source.fill(b, block);
    append(arcs, block);
  }
  return arcs;
}

}  // namespace grapevine::testing
