#include "algorithms/propagation/top_scores.hpp"

#include <algorithm>
#include <array>
#include <catch2/catch.hpp>
#include <functional>

#include "tests/support/batches.hpp"
#include "tests/support/dense_walk.hpp"

namespace grapevine {
namespace {

TopScores top_of(const Graph& graph, const WalkStart& start, std::size_t count,
                 const WalkOptions& options = {}) {
  const GraphView view(graph);
  return top_scores(view, WalkSteps(view), start, count, options);
}

std::vector<NodeId> nodes_of(const TopScores& scores) {
  std::vector<NodeId> nodes;
  for (const TopScore& score : scores.top) nodes.push_back(score.node);
  std::ranges::sort(nodes);
  return nodes;
}

TEST_CASE("top_scores: on a ring of a million, the people next to the seed, without the others") {
  constexpr NodeId kPeople = 1'000'000;
  testing::Ties ties;
  for (NodeId v = 0; v < kPeople; ++v) ties.emplace_back(v, (v + 1) % kPeople);
  const auto found = top_of(testing::graph_of(kPeople, ties), {.seeds = {{999'998, 1.0}}}, 4);
  REQUIRE(found.top.size() == 4);
  CHECK(found.certain);
  CHECK(found.pushed);
  double expected = 0.15;
  for (const NodeId place : {0U, 1U, 2U, 3U}) {
    CHECK(found.top[place].node == (999'998 + place) % kPeople);
    CHECK(std::abs(found.top[place].score - expected) <= found.error);
    expected *= 0.85;
  }
}

TEST_CASE("top_scores: where certain they are those of a dense solve, and mostly they are") {
  int certain = 0, pushed = 0;
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    const auto n = static_cast<NodeId>(8 + seed % 24);
    const Graph graph = Graph::build(n, testing::wild_ties(n, 4 * n, 1, seed));
    const WalkStart start = testing::random_starts(n, 1, 0, seed)[0];
    const Sinks sinks = std::array{Sinks::Seeds, Sinks::Absorb, Sinks::All}[seed % 3];
    const std::size_t count = 1 + seed % 5;
    const auto found =
        top_of(graph, start, count, {.tolerance = 1e-13, .max_iterations = 9999, .sinks = sinks});
    const auto exact = testing::dense_walk(graph, testing::restart_of(start, n), 0.85, sinks);
    CAPTURE(seed);
    REQUIRE(found.top.size() <= count);
    for (const TopScore& score : found.top)
      CHECK(std::abs(score.score - exact[score.node]) <= found.error + 1e-14);
    CHECK(std::ranges::is_sorted(found.top, std::greater<>(), &TopScore::score));
    pushed += found.pushed ? 1 : 0;
    if (!found.certain) continue;
    ++certain;
    double last = 1.0;
    const auto nodes = nodes_of(found);
    for (NodeId v = 0; v < n; ++v)
      if (std::ranges::binary_search(nodes, v))
        last = std::min(last, exact[v]);
      else
        CHECK(exact[v] <= last + 1e-13);
  }
  CHECK(certain > 200);
  CHECK(pushed > 50);
}

TEST_CASE("top_scores: equal scores cannot be told apart, and it says so") {
  const Graph star = testing::graph_of(5, {{0, 1}, {0, 2}, {0, 3}, {0, 4}});
  const auto two = top_of(star, {.seeds = {{0, 1.0}}}, 2);
  CHECK_FALSE(two.certain);
  REQUIRE(two.top.size() == 2);
  CHECK(two.top[0].node == 0);
  CHECK(two.top[1].node == 1);
  CHECK(top_of(star, {.seeds = {{0, 1.0}}}, 1).certain);
  const auto all = top_of(star, {.seeds = {{0, 1.0}}}, 5);
  CHECK(nodes_of(all) == std::vector<NodeId>{0, 1, 2, 3, 4});
}

TEST_CASE("top_scores: nobody, and fewer than asked for") {
  CHECK(top_of(Graph(), {}, 3).top.empty());
  const auto one = top_of(testing::graph_of(3, {{1, 2}}), {.seeds = {{0, 1.0}}}, 2);
  REQUIRE(one.top.size() == 1);
  CHECK(one.top[0].node == 0);
}

}  // namespace
}  // namespace grapevine
