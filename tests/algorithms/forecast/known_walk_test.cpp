#include "algorithms/forecast/known_walk.hpp"

#include <catch2/catch.hpp>

#include "algorithms/centrality/pagerank.hpp"
#include "tests/support/dense_walk.hpp"
#include "tests/support/forecast_town.hpp"

namespace grapevine {
namespace {

Graph town_graph() {
  const testing::ForecastTown town(60, 2);
  EdgeList edges;
  for (const WalkEdge& edge : town.edges) {
    edges.source.push_back(edge.from);
    edges.target.push_back(edge.to);
    edges.columns.weight.push_back(1.0);
    edges.columns.context.push_back(edge.from % 3 == 0 ? 1 : kEveryContext);
  }
  return Graph::build(60, std::move(edges));
}

TEST_CASE("known_walk: the rank is PageRank") {
  const Graph graph = town_graph();
  const auto expected = pagerank(GraphView(graph), {.damping = 0.85, .tolerance = 1e-12});
  const KnownWalk walk(town_graph(), 0.85);
  for (NodeId p = 0; p < 60; ++p) CHECK(walk.rank()[p] == Approx(expected.rank[p]).epsilon(1e-4));
}

TEST_CASE("known_walk: of a context, its edges tenfold") {
  const KnownWalk walk(town_graph(), 0.85);
  std::vector<double> seeds(120, 0.01);
  seeds[5] = 3.0;
  seeds[60 + 9] = 2.0;
  const std::vector<double> ranks = walk.ranks_from({0, 1}, seeds, 10.0);
  for (ContextId context = 0; context < 2; ++context) {
    // The same by hand: heavier edges in a graph of their own, one walk on it.
    const Graph& graph = walk.graph();
    std::vector<double> rank(60, 1.0 / 60.0), next(60);
    double total = 0.0;
    for (NodeId p = 0; p < 60; ++p) total += seeds[context * 60 + p];
    for (int step = 0; step < 300; ++step) {
      double sunk = 0.0;
      std::ranges::fill(next, 0.0);
      for (NodeId u = 0; u < 60; ++u) {
        double out = 0.0;
        const auto weight = [&](EdgeId e) {
          return graph.context(e) == 1 && context == 1 ? 10.0 : 1.0;
        };
        for (std::size_t i = 0; i < graph.out_neighbors(u).size(); ++i)
          out += weight(graph.first_out_edge(u) + i);
        if (out == 0.0) sunk += rank[u];
        for (std::size_t i = 0; i < graph.out_neighbors(u).size(); ++i)
          next[graph.out_neighbors(u)[i]] +=
              0.85 * rank[u] * weight(graph.first_out_edge(u) + i) / out;
      }
      for (NodeId p = 0; p < 60; ++p)
        rank[p] = next[p] + (0.15 + 0.85 * sunk) * seeds[context * 60 + p] / total;
    }
    for (NodeId p = 0; p < 60; ++p) CHECK(ranks[context * 60 + p] == Approx(rank[p]).epsilon(1e-4));
  }
}

TEST_CASE("known_walk: a follower with two edges is one follower") {
  EdgeList edges;
  edges.source = {0, 0, 1};
  edges.target = {2, 2, 2};
  const KnownWalk walk(Graph::build(3, std::move(edges)), 0.85);
  CHECK(walk.over_followers(2, [](NodeId v) { return v == 0 ? 10.0 : 1.0; }) == 11.0);
  CHECK(walk.over_followers(0, [](NodeId) { return 1.0; }) == 0.0);
}

TEST_CASE("known_walk: nobody, and nothing to walk on") {
  CHECK(KnownWalk(Graph::build(0, {}), 0.85).rank().empty());
  const KnownWalk lonely(Graph::build(2, {}), 0.85);
  CHECK(lonely.rank()[0] == Approx(0.5));
  CHECK(lonely.ranks_from({0}, {1.0, 3.0}, 10.0)[1] == Approx(0.75));
}

}  // namespace
}  // namespace grapevine
