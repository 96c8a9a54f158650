#include "algorithms/centrality/degree.hpp"

#include <catch2/catch.hpp>
#include <numeric>

#include "engine/parallel/blocks.hpp"
#include "tests/support/graphs.hpp"

namespace grapevine {
namespace {

using Counts = std::vector<std::int64_t>;

TEST_CASE("degree: parallel ties count each, a loop counts at both ends") {
  const auto result = degree(testing::graph_of(4, {{0, 1}, {0, 1}, {1, 1}, {2, 0}}));
  CHECK(result.in_degree == Counts{1, 3, 0, 0});
  CHECK(result.out_degree == Counts{2, 1, 1, 0});
}

TEST_CASE("degree: an undirected graph has equal degrees, and a loop counts twice") {
  const auto result = degree(testing::graph_of(3, {{0, 1}, {2, 2}}, {.directed = false}));
  CHECK(result.in_degree == Counts{1, 1, 2});
  CHECK(result.in_degree == result.out_degree);
  CHECK(degree(Graph()).in_degree.empty());
}

TEST_CASE("degree: both columns equal a plain count and sum to the number of ties") {
  const testing::Ties ties = testing::random_ties(5000, 30'000, 3);
  const Graph graph = testing::graph_of(5000, ties);
  Counts in(5000), out(5000);
  for (const auto& [source, target] : ties) {
    ++out[source];
    ++in[target];
  }
  for (const std::size_t threads : {1U, 8U}) {
    const ThreadLimit limit(threads);
    const auto result = degree(graph);
    CHECK(result.in_degree == in);
    CHECK(result.out_degree == out);
    CHECK(std::accumulate(in.begin(), in.end(), std::int64_t{0}) == 30'000);
  }
}

TEST_CASE("degree_in_study: the ties of the tie file, repeated in every context") {
  Network network;
  network.people = std::make_shared<IdIndex>(IdIndex::from_integers({10, 20, 30}));
  network.contexts = IdIndex::from_texts({"a", "b"});
  network.ties = testing::graph_of(3, {{0, 1}, {2, 1}});
  network.influence = Influence::TargetToSource;  // must not turn the columns round
  const Graph walk = referral_walk(network);
  const Journeys journeys;
  const ScoreColumns earlier;
  const auto result = degree_in_study({network, walk, journeys, {}, earlier});
  CHECK(result.in_degree == Counts{0, 2, 0, 0, 2, 0});
  CHECK(result.out_degree == Counts{1, 0, 1, 1, 0, 1});
}

}  // namespace
}  // namespace grapevine
