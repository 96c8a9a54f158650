#include "engine/graph/components.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <set>

#include "tests/support/graphs.hpp"

using namespace grapevine;

namespace {

/// reaches[u][v]: a walk leads from u to v. By Warshall's triple loop.
std::vector<std::vector<bool>> reachability(const Graph& graph) {
  const NodeId n = graph.num_nodes();
  std::vector<std::vector<bool>> reaches(n, std::vector<bool>(n));
  for (NodeId u = 0; u < n; ++u) {
    reaches[u][u] = true;
    for (const NodeId v : graph.out_neighbors(u)) reaches[u][v] = true;
  }
  for (NodeId via = 0; via < n; ++via)
    for (NodeId u = 0; u < n; ++u)
      if (reaches[u][via])
        for (NodeId v = 0; v < n; ++v)
          if (reaches[via][v]) reaches[u][v] = true;
  return reaches;
}

std::size_t number_of(const std::vector<std::uint32_t>& components) {
  return std::set<std::uint32_t>(components.begin(), components.end()).size();
}

}  // namespace

TEST_CASE("strong_components: nodes share one exactly when they reach each other, on 300 graphs") {
  Random random(14, 0);
  for (std::uint64_t i = 0; i < 300; ++i) {
    const auto n = static_cast<NodeId>(1 + random.below(25));
    const Graph graph = testing::random_graph(n, random.below(3 * n), 1000 + i);
    const auto reaches = reachability(graph);
    const auto component = strong_components(graph);
    REQUIRE(component.size() == n);
    for (NodeId u = 0; u < n; ++u)
      for (NodeId v = 0; v < n; ++v)
        REQUIRE((component[u] == component[v]) == (reaches[u][v] && reaches[v][u]));
  }
}

TEST_CASE("strong_components: numbers are 0 .. k-1, those that others lead to first") {
  const auto component = strong_components(testing::graph_of(4, {{0, 1}, {1, 2}, {2, 1}, {3, 0}}));
  CHECK(component == std::vector<std::uint32_t>{1, 0, 0, 2});
}

TEST_CASE("strong_components: empty graph, single node, self-loop") {
  CHECK(strong_components(Graph()).empty());
  CHECK(strong_components(testing::graph_of(1, {})).size() == 1);
  CHECK(number_of(strong_components(testing::graph_of(2, {{0, 0}, {0, 0}}))) == 2);
}

TEST_CASE("strong_components: depth does not recurse") {
  constexpr NodeId kLong = 200'000;
  testing::Ties path;
  for (NodeId u = 0; u + 1 < kLong; ++u) path.emplace_back(u, u + 1);
  CHECK(number_of(strong_components(testing::graph_of(kLong, path))) == kLong);
  CHECK(number_of(strong_components(testing::cycle(kLong))) == 1);
}
