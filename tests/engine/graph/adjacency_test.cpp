#include "engine/graph/adjacency.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <numeric>

#include "tests/support/graphs.hpp"

using namespace grapevine;

namespace {

/// Rows of random lengths with neighbours in no order.
Adjacency random_rows(NodeId n, EdgeId arcs, std::uint64_t seed) {
  testing::Ties ties = testing::random_ties(n, arcs, seed);
  std::vector<EdgeId> offsets(n + 1);
  std::vector<NodeId> neighbors;
  for (NodeId u = 0; u < n; ++u) {
    for (const auto& [source, target] : ties)
      if (source == u) neighbors.push_back(target);
    offsets[u + 1] = neighbors.size();
  }
  return {offsets, neighbors};
}

std::vector<NodeId> row(const Adjacency& rows, NodeId u) {
  return {rows[u].begin(), rows[u].end()};
}

}  // namespace

TEST_CASE(
    "transposed: each arc once, by the rows it comes from, and twice gives sorted rows back") {
  for (std::uint64_t round = 0; round < 40; ++round) {
    const auto n = static_cast<NodeId>(1 + round);
    const Adjacency rows = random_rows(n, 6 * round, 900 + round), turned = transposed(rows);
    REQUIRE(turned.size() == n);
    for (NodeId v = 0; v < n; ++v) {
      std::vector<NodeId> expected;
      for (NodeId u = 0; u < n; ++u)
        expected.insert(expected.end(), std::ranges::count(rows[u], v), u);
      REQUIRE(row(turned, v) == expected);
    }
    EdgeId equal = 0;
    const Adjacency in_order = sorted(rows, false, equal), twice = transposed(turned);
    for (NodeId u = 0; u < n; ++u) REQUIRE(row(twice, u) == row(in_order, u));
  }
}

TEST_CASE("sorted: equal neighbours are counted, and kept or left out as asked") {
  const Adjacency rows{{0, 4, 4, 7}, {3, 1, 3, 3, 2, 0, 2}};
  EdgeId equal = 0;
  const Adjacency all = sorted(rows, false, equal);
  CHECK(equal == 3);
  CHECK(row(all, 0) == std::vector<NodeId>{1, 3, 3, 3});
  const Adjacency once = sorted(rows, true, equal);
  CHECK(equal == 3);
  CHECK(row(once, 0) == std::vector<NodeId>{1, 3});
  CHECK(row(once, 1).empty());
  CHECK(row(once, 2) == std::vector<NodeId>{0, 2});
  CHECK(once.neighbors.size() == 4);
  CHECK(count_parallel(rows) == 3);
  CHECK(count_parallel(once) == 0);
}

TEST_CASE("transposed: a row of many blocks comes to the same") {
  constexpr NodeId kNodes = 300'000;
  std::vector<EdgeId> offsets(kNodes + 1, kNodes - 1);  // row 0 leads to all others, and to 7 again
  std::vector<NodeId> neighbors(kNodes - 1);
  std::iota(neighbors.begin(), neighbors.end(), 1U);
  neighbors.push_back(7);
  offsets[0] = 0;
  offsets[kNodes] = kNodes;
  const Adjacency turned = transposed({offsets, neighbors});
  REQUIRE(turned.size() == kNodes);
  CHECK(turned.degree(0) == 0);
  for (NodeId v = 1; v < kNodes; ++v)
    if (v != 7) REQUIRE(row(turned, v) == std::vector<NodeId>{0});
  CHECK(row(turned, 7) == std::vector<NodeId>{0, kNodes - 1});
}
