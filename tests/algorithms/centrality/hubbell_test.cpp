#include "algorithms/centrality/hubbell.hpp"

#include <catch2/catch.hpp>
#include <cmath>

#include "algorithms/centrality/katz.hpp"
#include "engine/parallel/blocks.hpp"
#include "tests/support/dense_walk.hpp"
#include "tests/support/errors.hpp"
#include "tests/support/graphs.hpp"
#include "tests/support/study_builder.hpp"

namespace grapevine {
namespace {

using testing::error_of;
using testing::graph_of;
using testing::l1_distance;
using Values = std::vector<double>;

HubbellOptions exact(std::optional<double> factor, NamedNumbers endowment = {}) {
  return {.factor = factor,
          .endowment = std::move(endowment),
          .tolerance = 1e-15,
          .max_iterations = 100'000};
}

Graph drawn(std::uint64_t seed) {
  Random random(seed, 2);
  const auto n = static_cast<NodeId>(2 + random.below(30));
  EdgeList edges = testing::edge_list(testing::random_ties(n, random.below(90), seed));
  for (std::size_t i = 0; i < edges.size(); ++i) {
    edges.columns.weight.push_back(random.uniform());
    edges.columns.sign.push_back(random.below(3) == 0 ? -1 : 1);
  }
  return Graph::build(n, std::move(edges));
}

TEST_CASE("hubbell: who points to one, by hand, also as an enemy") {
  EdgeList edges = testing::edge_list({{0, 1}, {0, 2}, {1, 2}});
  edges.columns.weight = {0.5, 0.25, 2.0};
  edges.columns.sign = {1, -1, 1};
  const Graph graph = Graph::build(3, std::move(edges));
  CHECK(hubbell(graph, exact(1.0)).score == Values{1.0, 1.5, 1.0 - 0.25 + 3.0});
  CHECK(hubbell(graph, exact(1.0, {{"0", 8.0}})).score == Values{8.0, 4.0, -2.0 + 8.0});
}

TEST_CASE("hubbell: equals a dense solve on random signed graphs") {
  for (std::uint64_t seed = 0; seed < 60; ++seed) {
    const Graph graph = drawn(seed);
    const std::size_t n = graph.num_nodes();
    const double radius = hubbell(graph).radius;
    const double factor = radius > 0.0 ? 0.9 / radius : 0.9;
    std::vector<Values> a(n, Values(n));
    Values b(n);
    b[0] = 2.0;
    b[1] = -3.0;
    for (NodeId u = 0; u < n; ++u) {
      a[u][u] += 1.0;
      EdgeId e = graph.first_out_edge(u);
      for (const NodeId v : graph.out_neighbors(u)) {
        a[v][u] -= factor * graph.sign(e) * graph.weight(e);
        ++e;
      }
    }
    CAPTURE(seed);
    const auto expected = testing::solve(std::move(a), std::move(b));
    double norm = 0.0;
    for (const double score : expected) norm += std::abs(score);
    CHECK(l1_distance(hubbell(graph, exact(factor, {{"0", 2.0}, {"1", -3.0}})).score, expected) <=
          1e-11 * norm);
  }
}

TEST_CASE("hubbell: without negative ties and endowments it is katz") {
  const Graph graph = testing::random_graph(300, 1'500, 4);
  CHECK(l1_distance(hubbell(graph).score, katz(graph).score) == 0.0);
}

TEST_CASE("hubbell: a factor that is too large, an unknown id and other options by name") {
  const Graph ring = testing::cycle(4);
  CHECK(error_of([&] {
          hubbell(ring, exact(1.0));
        }).starts_with("InvalidOption factor: is 1, but the spectral radius of the ties is 1"));
  CHECK(error_of([&] { hubbell(ring, exact(0.5, {{"x", 1.0}})); }) ==
        "InvalidOption endowment: 'x' is not in the graph; give ids that the input has");
  CHECK(error_of([&] { hubbell(ring, exact(-0.5)); }).starts_with("InvalidOption factor"));
  CHECK(hubbell(Graph()).score.empty());
  CHECK(hubbell(graph_of(2, {})).score == Values{1.0, 1.0});
}

TEST_CASE("hubbell: 1 and 8 threads give equal bits") {
  const Graph graph = testing::random_graph(20'000, 60'000, 8);
  Values score[2];
  for (const std::size_t threads : {1U, 8U}) {
    const ThreadLimit limit(threads);
    score[threads / 8] = hubbell(graph).score;
  }
  CHECK((score[0] == score[1]));
}

TEST_CASE("hubbell_in_study: a negative tie takes away, the same in every context, by hand") {
  testing::StudyBuilder rows;
  rows.tie({.src = "b", .dst = "a"}).tie({.src = "b", .dst = "c", .sign = -1});
  const testing::Study study(
      rows.touch({.from = "d", .to = "b"}).context("c").context("d").build());
  const auto result =
      hubbell_in_study(study.inputs(), {.factor = 0.5, .endowment = {{"a", 2.0}, {"c", 6.0}}});
  for (const char* context : {"c", "d"}) {
    CHECK(result.score[study.row("a", context)] == 2.0);
    CHECK(result.score[study.row("b", context)] == 1.0 - 3.0);
    CHECK(result.score[study.row("d", context)] == -1.0);
  }
}

}  // namespace
}  // namespace grapevine
