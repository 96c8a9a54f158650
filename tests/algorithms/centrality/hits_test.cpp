#include "algorithms/centrality/hits.hpp"

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

constexpr HitsOptions kExact{.tolerance = 1e-14, .max_iterations = 100'000};

TEST_CASE("hits: two hubs and two authorities, by hand") {
  // 0 points to 2 and 3, 1 to 3: authorities 2 : 3 = 1 : golden ratio, hubs the same.
  const auto result = hits(graph_of(4, {{0, 2}, {0, 3}, {1, 3}}), kExact);
  const double golden = (1.0 + std::sqrt(5.0)) / 2.0;
  CHECK(l1_distance(result.authority, {0.0, 0.0, 1.0 / (1.0 + golden), golden / (1.0 + golden)}) <=
        1e-13);
  CHECK(l1_distance(result.hub, {golden / (1.0 + golden), 1.0 / (1.0 + golden), 0.0, 0.0}) <=
        1e-13);
}

TEST_CASE("hits: no ties, a loop, a star, and two equal components") {
  CHECK(hits(Graph()).hub.empty());
  const auto nothing = hits(graph_of(3, {}));
  CHECK(nothing.hub == Values{0.0, 0.0, 0.0});
  CHECK(nothing.authority == Values{0.0, 0.0, 0.0});
  CHECK(nothing.converged);
  CHECK(hits(graph_of(2, {{1, 1}}), kExact).authority == Values{0.0, 1.0});
  const auto star = hits(testing::star(5), kExact);
  CHECK(star.authority == Values{1.0, 0.0, 0.0, 0.0, 0.0});
  CHECK(star.hub == Values{0.0, 0.25, 0.25, 0.25, 0.25});
  const auto two = hits(graph_of(4, {{0, 1}, {2, 3}}), kExact);
  CHECK(two.authority == Values{0.0, 0.5, 0.0, 0.5});
  // Of two components, the one with the larger singular value has all.
  const auto larger = hits(graph_of(5, {{0, 1}, {2, 3}, {4, 3}}), kExact);
  CHECK(larger.authority[3] == Approx(1.0));
  CHECK(larger.authority[1] < 1e-12);
}

TEST_CASE("hits: turned round, hubs are authorities, and weight 2 is the tie twice") {
  const testing::Ties ties = testing::random_ties(200, 1'500, 4);
  testing::Ties turned, twice;
  EdgeList weighted = testing::edge_list(ties);
  for (std::size_t i = 0; i < ties.size(); ++i) {
    turned.emplace_back(ties[i].second, ties[i].first);
    for (std::size_t copies = 0; copies <= i % 2; ++copies) twice.push_back(ties[i]);
    weighted.columns.weight.push_back(i % 2 == 0 ? 1e-300 : 2e-300);
  }
  const auto result = hits(graph_of(200, ties), kExact),
             other = hits(graph_of(200, turned), kExact);
  CHECK(l1_distance(result.hub, other.authority) <= 1e-11);
  CHECK(l1_distance(result.authority, other.hub) <= 1e-11);
  CHECK(l1_distance(hits(graph_of(200, twice), kExact).hub,
                    hits(Graph::build(200, std::move(weighted)), kExact).hub) <= 1e-11);
}

TEST_CASE("hits: negative ties are left out, as in a view of the positive ones") {
  EdgeList edges = testing::edge_list({{0, 1}, {0, 2}, {1, 2}});
  edges.columns.sign = {1, -1, 1};
  const Graph graph = Graph::build(3, std::move(edges));
  const Values expected = hits(graph_of(3, {{0, 1}, {1, 2}}), kExact).authority;
  CHECK(hits(graph, kExact).authority == expected);
  CHECK(hits(GraphView(graph, {.sign = 1}), kExact).authority == expected);
}

TEST_CASE("hits: 1 and 8 threads give equal bits, and stopping is a result") {
  const Graph graph = testing::random_graph(20'000, 100'000, 8);
  HitsResult result[2];
  for (const std::size_t threads : {1U, 8U}) {
    const ThreadLimit limit(threads);
    result[threads / 8] = hits(graph, {.tolerance = 0.0, .max_iterations = 6});
  }
  CHECK((result[0].hub == result[1].hub));
  CHECK((result[0].authority == result[1].authority));
  CHECK(result[0].iterations == 6);
  CHECK_FALSE(result[0].converged);
  CHECK(testing::error_of([] {
          hits(Graph(), {.tolerance = -1.0});
        }).starts_with("InvalidOption tolerance"));
}

TEST_CASE("hits_in_study: those who tell are authorities, the same in every context, by hand") {
  testing::StudyBuilder rows;
  rows.tie({.src = "b", .dst = "a"}).tie({.src = "b", .dst = "c", .context = "tea"});
  const testing::Study study(rows.touch({.from = "b", .to = "d"}).context("cake").build());
  const auto result = hits_in_study(study.inputs());
  for (const char* context : {"tea", "cake"}) {
    CHECK(result.authority[study.row("b", context)] == Approx(1.0));
    for (const char* told : {"a", "c", "d"})
      CHECK(result.hub[study.row(told, context)] == Approx(1.0 / 3));
    CHECK(result.hub[study.row("b", context)] == 0.0);
  }
}

}  // namespace
}  // namespace grapevine
