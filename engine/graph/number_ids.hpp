#pragma once
#include <memory>

#include "engine/base/buffer.hpp"
#include "engine/graph/id_index.hpp"
#include "engine/graph/row_builder.hpp"
#include "engine/parallel/loops.hpp"

namespace grapevine {

/// The ids of the nodes of a numbering, where `id(number)` is that of a number and ids ascend with
/// numbers; `ascending`: so do the nodes.
template <class IdOf>
std::shared_ptr<const IdIndex> index_of(const NodeNumbering& numbering, bool ascending,
                                        const IdOf& id) {
  Buffer<std::int64_t> ids(numbering.num_nodes);
  Buffer<std::uint32_t> in_order(ascending ? 0 : numbering.num_nodes);
  for_each_index(numbering.node_of.size(), [&](std::size_t number) {
    const NodeId node = numbering.node_of[number];
    if (node != kNoNode) ids[node] = id(number);
  });
  if (!ascending) {
    std::size_t place = 0;
    for (const NodeId node : numbering.node_of)
      if (node != kNoNode) in_order[place++] = node;
  }
  return std::make_shared<const IdIndex>(std::move(ids).share(), std::move(in_order).share());
}

}  // namespace grapevine
