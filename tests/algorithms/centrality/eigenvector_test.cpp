#include "algorithms/centrality/eigenvector.hpp"

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

constexpr EigenvectorOptions kExact{.tolerance = 1e-14, .max_iterations = 100'000};
constexpr GraphOptions kUndirected{.directed = false};

TEST_CASE("eigenvector: a path of three, a ring and a star by hand") {
  const double side = 1.0 / (2.0 + std::sqrt(2.0));
  const auto path = eigenvector(graph_of(3, {{0, 1}, {1, 2}}, kUndirected), kExact);
  CHECK(l1_distance(path.centrality, {side, std::sqrt(2.0) * side, side}) <= 1e-13);
  CHECK(path.radius == Approx(std::sqrt(2.0)));
  for (const double share : eigenvector(testing::cycle(7), kExact).centrality)
    CHECK(share == Approx(1.0 / 7));
  testing::Ties spokes;
  for (NodeId v = 1; v < 10; ++v) spokes.emplace_back(0, v);
  const auto star = eigenvector(graph_of(10, spokes, kUndirected), kExact);
  CHECK(star.centrality[0] == Approx(3.0 / 12));  // the square root of 9 leaves, which have 1 each
  CHECK(star.radius == Approx(3.0));
}

TEST_CASE("eigenvector: sinks take part, who is not pointed to has 0") {
  // 0 <-> 1 -> 2, and 3 -> 0.
  const auto result = eigenvector(graph_of(4, {{0, 1}, {1, 0}, {1, 2}, {3, 0}}), kExact);
  CHECK(l1_distance(result.centrality, {1.0 / 3, 1.0 / 3, 1.0 / 3, 0.0}) <= 1e-12);
}

TEST_CASE("eigenvector: no ties, no way round, a loop, and components") {
  CHECK(eigenvector(Graph()).centrality.empty());
  CHECK(eigenvector(graph_of(2, {})).centrality == Values{0.0, 0.0});
  const auto chain = eigenvector(graph_of(3, {{0, 1}, {1, 2}}));
  CHECK(chain.centrality == Values{0.0, 0.0, 0.0});
  CHECK(chain.radius == 0.0);
  CHECK(chain.converged);
  CHECK(eigenvector(graph_of(1, {{0, 0}})).centrality == Values{1.0});
  const auto equal = eigenvector(graph_of(4, {{0, 1}, {2, 3}}, kUndirected), kExact);
  CHECK(l1_distance(equal.centrality, {0.25, 0.25, 0.25, 0.25}) <= 1e-13);
  const auto larger =
      eigenvector(graph_of(5, {{0, 1}, {2, 3}, {3, 4}, {4, 2}}, kUndirected), kExact);
  CHECK(l1_distance(larger.centrality, {0.0, 0.0, 1.0 / 3, 1.0 / 3, 1.0 / 3}) <= 1e-12);
}

TEST_CASE("eigenvector: satisfies its equation on random graphs with weights of any size") {
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    Random random(seed, 2);
    const auto n = static_cast<NodeId>(3 + random.below(30));
    testing::Ties ties = testing::random_ties(n, 3 * n, seed);
    for (NodeId v = 0; v < n; ++v) ties.emplace_back(v, (v + 1) % n);
    EdgeList edges = testing::edge_list(ties);
    const double scale = std::ldexp(1.0, static_cast<int>(random.below(1'900)) - 950);
    for (std::size_t i = 0; i < edges.size(); ++i)
      edges.columns.weight.push_back((0.1 + random.uniform()) * scale);
    const Graph graph = Graph::build(n, std::move(edges));
    const auto result = eigenvector(graph, kExact);
    REQUIRE(result.converged);
    Values times(n);
    for (NodeId u = 0; u < n; ++u) {
      EdgeId e = graph.first_out_edge(u);
      for (const NodeId v : graph.out_neighbors(u))
        times[v] += graph.weight(e++) / result.radius * result.centrality[u];
    }
    CAPTURE(seed);
    CHECK(l1_distance(times, result.centrality) <= 1e-12);
  }
}

TEST_CASE("eigenvector: 1 and 8 threads give equal bits, and stopping is a result") {
  const Graph graph = testing::random_graph(20'000, 100'000, 8);
  EigenvectorResult result[2];
  for (const std::size_t threads : {1U, 8U}) {
    const ThreadLimit limit(threads);
    result[threads / 8] = eigenvector(graph, {.tolerance = 0.0, .max_iterations = 6});
  }
  CHECK((result[0].centrality == result[1].centrality));
  CHECK(result[0].iterations == 6);
  CHECK_FALSE(result[0].converged);
  CHECK(testing::error_of([] {
          eigenvector(Graph(), {.max_iterations = 0});
        }).starts_with("InvalidOption max_iterations"));
}

TEST_CASE("eigenvector_in_study: two who tell each other, the same in every context, by hand") {
  testing::StudyBuilder rows;
  rows.tie({.src = "a", .dst = "b"}).touch({.from = "b", .to = "a"});
  const testing::Study study(rows.tie({.src = "b", .dst = "c"}).context("c").context("d").build());
  const auto result = eigenvector_in_study(study.inputs());
  CHECK(result.radius == Approx(1.0));
  for (const char* context : {"c", "d"}) {
    CHECK(result.centrality[study.row("a", context)] == Approx(0.5));
    CHECK(result.centrality[study.row("b", context)] == Approx(0.5));
    CHECK(result.centrality[study.row("c", context)] == Approx(0.0).margin(1e-9));
  }
}

}  // namespace
}  // namespace grapevine
