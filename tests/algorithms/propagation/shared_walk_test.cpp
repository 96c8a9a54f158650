#include "algorithms/propagation/shared_walk.hpp"

#include <catch2/catch.hpp>

#include "tests/support/graphs.hpp"

namespace grapevine {
namespace {

TEST_CASE("start_of: seeds are what is above 0, and a level restart has none") {
  const WalkStart some = start_of(std::vector{0.0, 0.25, 0.75, 0.0});
  REQUIRE(some.seeds.size() == 2);
  CHECK(some.seeds[1].node == 2);
  CHECK(some.seeds[1].chance == 0.75);
  CHECK(start_of(std::vector{0.5, 0.5}).seeds.empty());
  CHECK(start_of({}).seeds.empty());
}

TEST_CASE("SharedWalk: blocks cover all nodes and are some 32,768 nodes and arcs each") {
  for (const NodeId n : {1U, 1000U, 32'768U, 200'000U}) {
    const Graph graph = testing::random_graph(n, 3 * n, 1);
    const WalkSteps steps(graph);
    const SharedWalk<double> walk(steps);
    const auto blocks = walk.blocks();
    CHECK(blocks.front() == 0);
    CHECK(blocks.back() == n);
    for (std::size_t b = 0; b + 1 < blocks.size(); ++b) {
      CHECK(blocks[b] < blocks[b + 1]);
      const EdgeId arcs =
          graph.in_rows().offsets[blocks[b + 1]] - graph.in_rows().offsets[blocks[b]];
      CHECK(blocks[b + 1] - blocks[b] + arcs <= 33'000);
    }
    CHECK(blocks.size() <= 2 + 4 * n / 32'000);
  }
}

TEST_CASE("SharedWalk: weights of their own only with factors, on a graph with contexts") {
  EdgeList edges = testing::edge_list({{0, 1}, {1, 0}});
  edges.columns.context = {0, kEveryContext};
  const Graph graph = Graph::build(2, std::move(edges)), without = testing::cycle(2);
  const GraphView view(graph), plain(without);
  const WalkSteps steps(graph), plain_steps(without);
  CHECK(SharedWalk<double>(steps, &view, {.own = 10.0}).own_weights());
  CHECK(SharedWalk<double>(steps, &view, {.other = 0.0}).own_weights());
  CHECK_FALSE(SharedWalk<double>(steps, &view).own_weights());
  CHECK_FALSE(SharedWalk<double>(steps, nullptr, {.own = 10.0}).own_weights());
  CHECK_FALSE(SharedWalk<double>(plain_steps, &plain, {.own = 10.0}).own_weights());
}

TEST_CASE("SharedWalk: reversible where each tie is one both ways, of the same weight") {
  const auto reversible = [](const Graph& graph) {
    const WalkSteps steps(graph);
    return SharedWalk<double>(steps).reversible() && SharedWalk<float>(steps).reversible();
  };
  const testing::Ties path = {{0, 1}, {1, 2}, {2, 2}};
  CHECK(reversible(testing::graph_of(4, path, {.directed = false})));
  CHECK(reversible(testing::graph_of(4, {{0, 1}, {1, 0}, {3, 3}})));
  CHECK_FALSE(reversible(testing::graph_of(4, path)));
  CHECK_FALSE(reversible(testing::cycle(5)));  // as many ties come as go
  CHECK_FALSE(reversible(testing::graph_of(2, {{0, 1}, {0, 1}, {1, 0}})));
  EdgeList edges = testing::edge_list({{0, 1}, {1, 0}, {1, 2}, {2, 1}});
  edges.columns.weight = {2.0, 2.0, 3.0, 3.0};
  CHECK(reversible(Graph::build(3, edges)));
  edges.columns.weight = {2.0, 3.0, 3.0, 2.0};
  CHECK_FALSE(reversible(Graph::build(3, edges)));
}

TEST_CASE("SharedWalk: in single precision weights are shares, whatever their size") {
  EdgeList edges = testing::edge_list({{0, 1}, {0, 2}, {1, 2}});
  edges.columns.weight = {9e299, 3e299, 1e-300};
  const Graph graph = Graph::build(3, std::move(edges));
  const WalkSteps steps(graph);
  const SharedWalk<float> walk(steps);
  CHECK(walk.weight()[0] == 0.75F);  // 0 -> 1
  CHECK(walk.weight()[1] == 0.25F);  // 0 -> 2
  CHECK(walk.weight()[2] == 1.0F);
  CHECK(walk.per_weight()[0] == 1.0F);
  CHECK(walk.per_weight()[2] == 0.0F);
}

}  // namespace
}  // namespace grapevine
