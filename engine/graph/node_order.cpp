#include "engine/graph/node_order.hpp"

#include <algorithm>
#include <utility>

#include "engine/parallel/loops.hpp"

namespace grapevine {
namespace {

constexpr std::size_t kNumbersPerBlock = 1 << 16;

/// Nodes by classes, those of one class ascending: `class_of(number)` is < `classes`, or more for
/// no node. Counted by blocks, so that each block knows where its own go.
template <class ClassOf>
NodeNumbering numbered(std::size_t bound, std::size_t classes, const ClassOf& class_of) {
  const std::size_t blocks = (bound + kNumbersPerBlock - 1) / kNumbersPerBlock;
  Buffer<NodeId> next(blocks * classes);
  const auto for_each_number = [&](const auto& use) {
    for_each_block(
        bound,
        [&](std::size_t begin, std::size_t end) {
          NodeId* of_block = next.data() + begin / kNumbersPerBlock * classes;
          for (std::size_t v = begin; v < end; ++v) {
            const std::size_t c = class_of(v);
            if (c < classes) use(v, of_block[c]);
          }
        },
        kNumbersPerBlock);
  };
  for_each_number([](std::size_t, NodeId& count) { ++count; });
  NodeNumbering result{Buffer<NodeId>(bound), 0};
  for (std::size_t c = 0; c < classes; ++c)
    for (std::size_t b = 0; b < blocks; ++b)
      result.num_nodes += std::exchange(next[b * classes + c], result.num_nodes);
  std::ranges::fill(result.node_of, kNoNode);
  for_each_number([&](std::size_t v, NodeId& place) { result.node_of[v] = place++; });
  return result;
}

/// By falling degree; those that `is_node` leaves out have no place.
template <class IsNode>
NodeNumbering by_degree(std::span<const std::uint32_t> degrees, const IsNode& is_node) {
  constexpr std::size_t kClasses = 4096;  // degrees from kClasses - 1 on share the first
  NodeNumbering result = numbered(degrees.size(), kClasses, [&](std::size_t v) {
    if (!is_node(v)) return kClasses;
    return kClasses - 1 - std::min<std::size_t>(degrees[v], kClasses - 1);
  });
  std::vector<std::uint32_t> hottest;
  for (std::size_t v = 0; v < degrees.size(); ++v)
    if (degrees[v] >= kClasses - 1) hottest.push_back(static_cast<std::uint32_t>(v));
  parallel_sort(hottest, [&](std::uint32_t a, std::uint32_t b) {
    return degrees[a] != degrees[b] ? degrees[a] > degrees[b] : a < b;
  });
  for (std::size_t i = 0; i < hottest.size(); ++i)
    result.node_of[hottest[i]] = static_cast<NodeId>(i);
  return result;
}

}  // namespace

NodeNumbering numbered_by_id(const RowBuilder& rows) {
  return numbered(rows.degrees().size(), 1,
                  [&](std::size_t v) { return rows.is_end(v) ? std::size_t{0} : 1; });
}

NodeNumbering numbered_hot_first(const RowBuilder& rows) {
  return by_degree(rows.degrees().all(), [&](std::size_t v) { return rows.is_end(v); });
}

NodeNumbering numbered_hot_first(std::span<const std::uint32_t> out_degrees,
                                 std::span<const std::uint32_t> in_degrees) {
  return by_degree(out_degrees,
                   [&](std::size_t v) { return out_degrees[v] > 0 || in_degrees[v] > 0; });
}

std::vector<NodeId> renumber_hot_first(EdgeList& ties, NodeId num_nodes, bool directed) {
  std::vector<std::uint32_t> degrees(num_nodes);
  for (const NodeId source : ties.source) ++degrees[source];
  if (!directed)
    for (const NodeId target : ties.target) ++degrees[target];
  const NodeNumbering numbering = by_degree(degrees, [](std::size_t) { return true; });
  for (auto* ends : {&ties.source, &ties.target})
    for_each_index(ends->size(),
                   [&](std::size_t i) { (*ends)[i] = numbering.node_of[(*ends)[i]]; });
  std::vector<NodeId> order(num_nodes);
  for (NodeId v = 0; v < num_nodes; ++v) order[numbering.node_of[v]] = v;
  return order;
}

}  // namespace grapevine
