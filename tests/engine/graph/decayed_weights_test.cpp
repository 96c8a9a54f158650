#include "engine/graph/decayed_weights.hpp"

#include <catch2/catch.hpp>
#include <cmath>

#include "algorithms/propagation/personalized_pagerank.hpp"
#include "engine/graph/graph_view.hpp"
#include "engine/parallel/blocks.hpp"
#include "tests/support/dense_walk.hpp"
#include "tests/support/errors.hpp"
#include "tests/support/graphs.hpp"

namespace grapevine {
namespace {

using testing::error_of;

Time day(int number) { return Time(std::chrono::days(number)); }

/// Ties of days 0 ... 99, one in ten undated, with weights.
EdgeList dated_ties(std::uint64_t seed) {
  Random random(seed, 3);
  EdgeList edges = testing::edge_list(testing::random_ties(40, 300, seed));
  for (std::size_t i = 0; i < edges.size(); ++i) {
    edges.columns.weight.push_back(0.5 + random.uniform());
    edges.columns.time.push_back(i % 10 == 0 ? kUndated : day(static_cast<int>(random.below(100))));
  }
  return edges;
}

TEST_CASE("with_decayed_weights: each half-life halves, by hand, later and undated ties stay") {
  EdgeList edges = testing::edge_list({{0, 1}, {0, 2}, {0, 3}, {0, 4}, {0, 5}});
  edges.columns.weight = {8.0, 8.0, 8.0, 8.0, 0.0};
  edges.columns.time = {day(0), day(10), day(30), kUndated, day(0)};
  const Graph graph = Graph::build(6, std::move(edges));
  const Graph decayed = with_decayed_weights(graph, 10.0, day(20));
  const std::vector<double> weights(decayed.columns().weight.begin(),
                                    decayed.columns().weight.end());
  CHECK(weights == std::vector{2.0, 4.0, 8.0, 8.0, 0.0});
  CHECK(graph.weight(0) == 8.0);  // the graph itself stays as it is
  CHECK(with_decayed_weights(graph, 0.001, day(20)).weight(0) == 0.0);
}

TEST_CASE("with_decayed_weights: the rows are those of the graph, not copies") {
  const Graph graph = Graph::build(40, dated_ties(1));
  const Graph decayed = with_decayed_weights(graph, 7.0, day(50));
  CHECK(decayed.out_rows().neighbors.data() == graph.out_rows().neighbors.data());
  CHECK(decayed.in_rows().neighbors.data() == graph.in_rows().neighbors.data());
  CHECK(decayed.columns().time.data() == graph.columns().time.data());
}

TEST_CASE("with_decayed_weights: a walk on it is that on ties decayed and cut by hand") {
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    EdgeList by_hand, all = dated_ties(seed);
    for (std::size_t i = 0; i < all.size(); ++i) {
      const Time time = all.columns.time[i];
      if (time != kUndated && time > day(60)) continue;
      const double age = time == kUndated
                             ? 0.0
                             : 60.0 - static_cast<double>(time.time_since_epoch().count()) / 864e8;
      by_hand.source.push_back(all.source[i]);
      by_hand.target.push_back(all.target[i]);
      by_hand.columns.weight.push_back(all.columns.weight[i] * std::pow(0.5, age / 14.0));
    }
    const Graph graph = Graph::build(40, std::move(all));
    const Graph decayed = with_decayed_weights(graph, 14.0, day(60));
    const PersonalizedPageRankOptions options{
        .tolerance = 1e-14, .max_iterations = 10'000, .seeds = {{"3", 1.0}}};
    CHECK(testing::l1_distance(
              personalized_pagerank(GraphView(decayed, {.at = day(60)}), options).score,
              personalized_pagerank(Graph::build(40, std::move(by_hand)), options).score) <= 1e-12);
  }
}

TEST_CASE("with_decayed_weights: a graph without weights, 1 and 8 threads, and refusals by name") {
  EdgeList edges = dated_ties(2);
  edges.columns.weight.clear();
  const Graph graph = Graph::build(40, std::move(edges));
  const auto with = [&](std::size_t threads) {
    const ThreadLimit limit(threads);
    return with_decayed_weights(graph, 3.0, day(99));
  };
  CHECK(with(1).columns().weight == with(8).columns().weight);
  CHECK(with_decayed_weights(Graph(), 3.0, day(1)).num_nodes() == 0);
  for (const double half_life : {0.0, -1.0, std::nan(""), HUGE_VAL})
    CHECK(error_of([&] {
            with_decayed_weights(graph, half_life, day(1));
          }).starts_with("InvalidOption half_life: is "));
  CHECK(error_of([&] {
          with_decayed_weights(testing::star(3), 3.0, day(1));
        }).starts_with("InvalidOption half_life: no tie of the graph has a time"));
  CHECK(error_of([&] {
          with_decayed_weights(graph, 3.0, day(1), UndatedTies::Refuse);
        }).starts_with("BadInput half_life: some ties have no time"));
}

}  // namespace
}  // namespace grapevine
