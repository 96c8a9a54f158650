#include "algorithms/centrality/katz.hpp"

#include <catch2/catch.hpp>
#include <cmath>

#include "engine/parallel/blocks.hpp"
#include "tests/support/dense_walk.hpp"
#include "tests/support/errors.hpp"
#include "tests/support/graphs.hpp"
#include "tests/support/study_builder.hpp"

namespace grapevine {
namespace {

using testing::graph_of;
using testing::l1_distance;
using Values = std::vector<double>;

KatzOptions exact(std::optional<double> alpha) {
  return {.alpha = alpha, .tolerance = 1e-15, .max_iterations = 100'000};
}

/// s(v) - alpha sum over ties u -> v of weight s(u) = 1, by elimination.
Values dense_katz(const Graph& graph, double alpha) {
  const std::size_t n = graph.num_nodes();
  std::vector<Values> a(n, Values(n));
  for (NodeId u = 0; u < n; ++u) {
    a[u][u] += 1.0;
    EdgeId e = graph.first_out_edge(u);
    for (const NodeId v : graph.out_neighbors(u)) a[v][u] -= alpha * graph.weight(e++);
  }
  return testing::solve(std::move(a), Values(n, 1.0));
}

TEST_CASE("katz: a chain and a ring by hand") {
  CHECK(katz(graph_of(3, {{0, 1}, {1, 2}}), exact(0.5)).score == Values{1.0, 1.5, 1.75});
  for (const double score : katz(testing::cycle(5), exact(0.75)).score)
    CHECK(score == Approx(4.0));  // 1 / (1 - alpha)
}

TEST_CASE("katz: equals a dense solve on random graphs, up to the edge of what is allowed") {
  for (std::uint64_t seed = 0; seed < 60; ++seed) {
    Random random(seed, 2);
    const auto n = static_cast<NodeId>(2 + random.below(30));
    EdgeList edges = testing::edge_list(testing::random_ties(n, random.below(90), seed));
    for (std::size_t i = 0; seed % 2 == 1 && i < edges.size(); ++i)
      edges.columns.weight.push_back(static_cast<double>(random.below(4)));
    const Graph graph = Graph::build(n, std::move(edges));
    const double radius = katz(graph).radius;
    for (const double part : {0.1, 0.5, 0.9}) {
      const double alpha = radius > 0.0 ? part / radius : part;
      const auto result = katz(graph, exact(alpha)).score;
      const auto expected = dense_katz(graph, alpha);
      double norm = 0.0;
      for (const double score : expected) norm += score;
      CAPTURE(seed, alpha);
      CHECK(l1_distance(result, expected) <= 1e-11 * norm);
    }
  }
}

TEST_CASE("katz: an alpha that is too large is refused with the radius") {
  const Graph graph = graph_of(3, {{0, 1}, {1, 2}, {2, 0}, {0, 2}, {2, 1}, {1, 0}});
  CHECK(testing::error_of([&] {
          katz(graph, exact(0.5));
        }).starts_with("InvalidOption alpha: is 0.5, but the spectral radius of the ties is 2"));
  // A ring to and fro has a radius of 2, a path of three the root of 2: an alpha at the limit is
  // refused on whichever side of it the estimate lies.
  std::vector<std::pair<NodeId, NodeId>> ring;
  for (NodeId i = 0; i < 100; ++i) {
    ring.emplace_back(i, (i + 1) % 100);
    ring.emplace_back((i + 1) % 100, i);
  }
  CHECK_THROWS_AS(katz(graph_of(100, ring), exact(0.5)), Error);
  CHECK_THROWS_AS(katz(graph_of(3, {{0, 1}, {1, 0}, {1, 2}, {2, 1}}), exact(std::sqrt(0.5))),
                  Error);
  CHECK(katz(graph).alpha == Approx(0.25));
  CHECK(katz(graph, exact(0.49)).converged);
  // Where ties do not go round, any alpha does.
  CHECK(katz(testing::star(4), exact(3.0)).score[0] == 10.0);
}

TEST_CASE("katz: nobody, no ties, a loop, threads change no bit, a bad option is named") {
  CHECK(katz(Graph()).score.empty());
  CHECK(katz(graph_of(2, {})).score == Values{1.0, 1.0});
  CHECK(katz(graph_of(1, {{0, 0}})).score[0] == Approx(2.0));
  const Graph graph = testing::random_graph(20'000, 60'000, 8);
  Values score[2];
  for (const std::size_t threads : {1U, 8U}) {
    const ThreadLimit limit(threads);
    score[threads / 8] = katz(graph).score;
  }
  CHECK((score[0] == score[1]));
  CHECK(
      testing::error_of([] { katz(Graph(), {.alpha = -1.0}); }).starts_with("InvalidOption alpha"));
}

TEST_CASE("katz_in_study: walks lead to who tells, the same in every context, by hand") {
  testing::StudyBuilder rows;
  rows.tie({.src = "b", .dst = "a"}).tie({.src = "b", .dst = "c", .sign = -1});
  const testing::Study study(
      rows.touch({.from = "d", .to = "b"}).context("c").context("d").build());
  const auto result = katz_in_study(study.inputs(), {.alpha = 0.5});
  for (const char* context : {"c", "d"}) {
    CHECK(result.score[study.row("a", context)] == 1.0);
    CHECK(result.score[study.row("b", context)] == 1.5);
    CHECK(result.score[study.row("d", context)] == 1.75);
  }
}

}  // namespace
}  // namespace grapevine
