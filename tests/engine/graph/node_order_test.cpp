#include "engine/graph/node_order.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <numeric>

#include "tests/support/graphs.hpp"

using namespace grapevine;

namespace {

/// All numbers by falling degree, equal ones ascending: a plain sort.
std::vector<NodeId> sorted_by_degree(const std::vector<std::uint32_t>& degrees) {
  std::vector<NodeId> order(degrees.size());
  std::iota(order.begin(), order.end(), NodeId{0});
  std::ranges::sort(order, [&](NodeId a, NodeId b) {
    return std::pair(~degrees[a], a) < std::pair(~degrees[b], b);
  });
  return order;
}

}  // namespace

TEST_CASE("renumber_hot_first: the order of a plain sort by degree, and the same ties") {
  Random random(81, 0);
  for (std::uint64_t round = 0; round < 60; ++round) {
    const auto n = static_cast<NodeId>(1 + random.below(300));
    const bool directed = random.below(2) == 1;
    EdgeList ties = testing::edge_list(testing::random_ties(n, random.below(1'000), 810 + round));
    const EdgeList before = ties;
    std::vector<std::uint32_t> degrees(n);
    for (std::size_t i = 0; i < ties.size(); ++i) {
      ++degrees[ties.source[i]];
      if (!directed) ++degrees[ties.target[i]];
    }
    const std::vector<NodeId> order = renumber_hot_first(ties, n, directed);
    REQUIRE(order == sorted_by_degree(degrees));
    for (std::size_t i = 0; i < ties.size(); ++i) {
      REQUIRE(order[ties.source[i]] == before.source[i]);
      REQUIRE(order[ties.target[i]] == before.target[i]);
    }
  }
}

TEST_CASE("renumber_hot_first: degrees beyond 4,095, where places are no longer counted") {
  Random random(82, 0);
  std::vector<std::uint32_t> degrees;
  EdgeList ties;
  for (NodeId v = 0; v < 20; ++v) {
    degrees.push_back(static_cast<std::uint32_t>(4'090 + random.below(12)));
    ties.source.insert(ties.source.end(), degrees.back(), v);
  }
  ties.target = ties.source;
  CHECK(renumber_hot_first(ties, 20, true) == sorted_by_degree(degrees));
}

TEST_CASE("numbered_by_id, numbered_hot_first: more numbers than a block has, most of none") {
  constexpr std::uint32_t kFar = 200'000;
  std::vector<std::uint32_t> source = {kFar, kFar, 70'000, 3}, target = {3, 5, kFar, 3};
  RowBuilder builder(kFar, {});
  builder.add(0, source, target);
  builder.finish(kFar + 1);
  const NodeNumbering by_id = numbered_by_id(builder), hot = numbered_hot_first(builder);
  const std::vector<std::uint32_t> ends = {3, 5, 70'000, kFar}, hottest = {kFar, 3, 70'000, 5};
  CHECK(by_id.num_nodes == 4);
  CHECK(hot.num_nodes == 4);
  for (NodeId v = 0; v < 4; ++v) {
    CHECK(by_id.node_of[ends[v]] == v);
    CHECK(hot.node_of[hottest[v]] == v);
  }
  CHECK(std::ranges::count(by_id.node_of, kNoNode) == kFar + 1 - 4);
}
