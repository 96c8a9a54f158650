#include "algorithms/propagation/first_hit.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <numeric>

#include "algorithms/propagation/personalized_pagerank.hpp"
#include "engine/parallel/blocks.hpp"
#include "tests/support/dense_walk.hpp"
#include "tests/support/errors.hpp"
#include "tests/support/graphs.hpp"
#include "tests/support/study_builder.hpp"

namespace grapevine {
namespace {

using testing::error_of;
using testing::graph_of;
using testing::StudyBuilder;
using testing::Ties;

FirstHitOptions exact(NamedNumbers seeds, double damping = 0.85) {
  return {.damping = damping,
          .tolerance = 1e-14,
          .max_iterations = 2'000,
          .top = 1'000'000,
          .seeds = std::move(seeds)};
}

/// Chance of each step u -> v by the weights of positive ties.
std::vector<std::vector<double>> step_chances(const Graph& graph) {
  const std::size_t n = graph.num_nodes();
  std::vector<std::vector<double>> step(n, std::vector<double>(n));
  for (NodeId u = 0; u < n; ++u) {
    double total = 0.0;
    EdgeId e = graph.first_out_edge(u);
    for (const NodeId v : graph.out_neighbors(u)) {
      const double weight = graph.sign(e) > 0 ? graph.weight(e) : 0.0;
      step[u][v] += weight;
      total += weight;
      ++e;
    }
    for (double& chance : step[u]) chance = total > 0.0 ? chance / total : 0.0;
  }
  return step;
}

/// The chance that a walk from each node gets to v before it ends, v being where it stops:
/// f(v) = 1, f(u) = d sum over w of P(u, w) f(w).
std::vector<double> chances_to_reach(const Graph& graph, NodeId v, double damping) {
  const auto step = step_chances(graph);
  const std::size_t n = graph.num_nodes();
  std::vector<std::vector<double>> a(n, std::vector<double>(n));
  std::vector<double> b(n);
  for (std::size_t u = 0; u < n; ++u) {
    a[u][u] = 1.0;
    if (u == v)
      b[u] = 1.0;
    else
      for (std::size_t w = 0; w < n; ++w) a[u][w] -= damping * step[u][w];
  }
  return testing::solve(std::move(a), std::move(b));
}

TEST_CASE("first_hit: two who lead to each other, by hand") {
  // From 0 half goes on to 1, and from there half back: 1 is met with chance 1/2, 0 at once.
  const auto score = first_hit(graph_of(2, {{0, 1}, {1, 0}}), exact({{"0", 1.0}}, 0.5));
  CHECK(score.score[0] == Approx(0.5).epsilon(1e-14));
  CHECK(score.score[1] == 0.0);  // never bought
  CHECK(score.payable == std::vector<std::int64_t>{1, 0});
  // The walk that is at 1 when it ends: 1/2 x 1/2 x (1 + 1/4 + ...).
  CHECK(score.unpayable == Approx(1.0 / 3).epsilon(1e-14));
  const auto both = first_hit(graph_of(2, {{0, 1}, {1, 0}}), exact({{"0", 3.0}, {"1", 1.0}}, 0.5));
  CHECK(both.score[0] == Approx(0.5 * (0.75 + 0.25 / 2)).epsilon(1e-14));
  CHECK(both.score[1] == Approx(0.5 * (0.25 + 0.75 / 2)).epsilon(1e-14));
}

TEST_CASE("first_hit: equals the chance to get there before the walk ends, by a dense solve") {
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    Random random(seed, 4);
    const auto n = static_cast<NodeId>(1 + random.below(25));
    EdgeList edges = testing::edge_list(testing::random_ties(n, random.below(80), seed));
    for (std::size_t i = 0; seed % 3 > 0 && i < edges.size(); ++i) {
      edges.columns.weight.push_back(static_cast<double>(random.below(4)));
      if (seed % 3 == 2) edges.columns.sign.push_back(random.below(4) == 0 ? -1 : 1);
    }
    const Graph graph = Graph::build(n, std::move(edges));
    const double damping = 0.95 * random.uniform();
    std::vector<double> restart(n);
    NamedNumbers seeds;
    for (NodeId v = 0; v < n; ++v)
      if (v == 0 || random.below(3) > 0)
        seeds.emplace_back(std::to_string(v), restart[v] = 1.0 + random.uniform());
    const double total = std::accumulate(restart.begin(), restart.end(), 0.0);
    const auto result = first_hit(graph, exact(seeds, damping));
    CAPTURE(seed, damping, n);
    for (NodeId v = 0; v < n; ++v) {
      const auto reach = chances_to_reach(graph, v, damping);
      double expected = 0.0;
      for (NodeId u = 0; u < n; ++u) expected += restart[u] / total * reach[u];
      if (restart[v] == 0.0) expected = 0.0;
      CHECK(result.payable[v] == (restart[v] > 0.0));
      CHECK(std::abs(result.score[v] - (1.0 - damping) * expected) <= 1e-13);
    }
  }
}

TEST_CASE("first_hit: no more than the share of the walk, and the rest is told") {
  const Graph graph = testing::random_graph(400, 1'600, 31);
  NamedNumbers seeds;
  for (int v = 0; v < 400; v += 4) seeds.emplace_back(std::to_string(v), 1.0 + v % 7);
  const auto hit = first_hit(graph, exact(seeds));
  const auto share =
      personalized_pagerank(
          graph,
          {.tolerance = 1e-15, .max_iterations = 20'000, .sinks = Sinks::Absorb, .seeds = seeds})
          .score;
  double unpayable = 0.0;
  for (NodeId v = 0; v < 400; ++v) {
    CHECK(hit.score[v] <= share[v] * (1.0 + 1e-12));
    if (hit.payable[v] == 0) unpayable += share[v];
  }
  CHECK(hit.unpayable == Approx(unpayable).epsilon(1e-12));
  CHECK(hit.scored == 100);
}

TEST_CASE("first_hit: the top are the highest of all, whatever their share of the walk") {
  for (std::uint64_t seed = 0; seed < 30; ++seed) {
    // Half of the people mostly tell themselves, so that shares of the walk say little of hits.
    Ties ties = testing::random_ties(60, 180, seed);
    for (NodeId v = 0; v < 60; v += 2)
      for (NodeId copies = 0; copies < v; ++copies) ties.emplace_back(v, v);
    const Graph graph = graph_of(60, ties);
    auto options = exact({});
    std::vector<double> all = first_hit(graph, options).score;
    options.top = 1 + static_cast<int>(seed % 13);
    const auto top = first_hit(graph, options);
    CHECK(top.scored == options.top);
    std::vector<double> descending = all;
    std::ranges::sort(descending, std::greater<>());
    const double last = descending[static_cast<std::size_t>(options.top) - 1];
    for (NodeId v = 0; v < 60; ++v) {
      CHECK(top.payable[v] == 1);
      if (std::isnan(top.score[v]))
        CHECK(all[v] <= last * (1.0 + 1e-12));
      else
        CHECK(std::abs(top.score[v] - all[v]) <= 1e-13);
    }
  }
}

TEST_CASE("first_hit: 1 and 8 threads give equal bits, and relabelled people theirs") {
  const NodeId n = 3'000;
  const Ties ties = testing::random_ties(n, 12'000, 5);
  const auto label = [&](NodeId v) { return (v * 7 + 1) % n; };
  Ties relabelled;
  for (const auto& [source, target] : ties) relabelled.emplace_back(label(source), label(target));
  NamedNumbers seeds, moved;
  for (NodeId v = 0; v < n; v += 60) {
    seeds.emplace_back(std::to_string(v), 1.0 + v % 3);
    moved.emplace_back(std::to_string(label(v)), 1.0 + v % 3);
  }
  FirstHitResult result[2];
  for (const std::size_t threads : {1U, 8U}) {
    const ThreadLimit limit(threads);
    result[threads / 8] = first_hit(graph_of(n, ties), exact(seeds));
  }
  CHECK((result[0].score == result[1].score));
  const auto other = first_hit(graph_of(n, relabelled), exact(moved));
  for (NodeId v = 0; v < n; ++v)
    CHECK(std::abs(result[0].score[v] - other.score[label(v)]) <= 1e-12);
}

TEST_CASE("first_hit: nobody, and bad options by name") {
  CHECK(first_hit(Graph()).score.empty());
  CHECK(first_hit(graph_of(1, {{0, 0}})).score[0] == Approx(1.0 - 0.85).epsilon(1e-9));
  const Graph graph = graph_of(2, {{0, 1}});
  const auto error = [&](const FirstHitOptions& options) {
    return error_of([&] { first_hit(graph, options); });
  };
  CHECK(error({.damping = 1.0}).starts_with("InvalidOption damping"));
  CHECK(error({.top = 0}).starts_with("InvalidOption top"));
  CHECK(error({.seeds = {{"9", 1.0}}}).starts_with("InvalidOption seeds: '9'"));
  CHECK(error({.seeds = {{"0", -1.0}}}).starts_with("InvalidOption seeds.0"));
}

/// b tells a and c; a bought for 30 and c for 10; d took back what it bought, e paid nothing.
testing::Study study() {
  StudyBuilder rows;
  rows.tie({.src = "b", .dst = "a"}).tie({.src = "b", .dst = "c"}).tie({.src = "e", .dst = "a"});
  rows.purchase({"a", 1, 20}).purchase({"a", 2, 10}).purchase({"c", 1, 10}).purchase({"b", 5, 40});
  rows.purchase({"d", 1, 9}).purchase({"d", 2, -9}).purchase({"e", 1, 0}).context("empty");
  return testing::Study(rows.build());
}

TEST_CASE("first_hit_in_study: who paid in a context, by margin or purchases, by hand") {
  const auto given = study();
  FirstHitOptions options = exact({}, 0.5);
  const auto by_margin = first_hit_in_study(given.inputs(), options);
  const auto at = [&](const std::vector<double>& score, const char* person) {
    return score[given.row(person)];
  };
  // a: 30 of 80, c: 10, b: 40. Half of c's walk goes to b, and a quarter of a's: a has two tellers.
  CHECK(at(by_margin.score, "a") == Approx(0.5 * 3 / 8).epsilon(1e-14));
  CHECK(at(by_margin.score, "c") == Approx(0.5 * 1 / 8).epsilon(1e-14));
  CHECK(at(by_margin.score, "b") ==
        Approx(0.5 * (4.0 / 8 + 1.0 / 8 / 2 + 3.0 / 8 / 4)).epsilon(1e-14));
  for (const char* person : {"d", "e"}) {
    CHECK(at(by_margin.score, person) == 0.0);
    CHECK(by_margin.payable[given.row(person)] == 0);
  }
  for (const char* person : {"a", "b", "c", "d", "e"})
    CHECK(by_margin.score[given.row(person, "empty")] == 0.0);
  options.seed_weight = SeedWeight::Purchases;
  const auto by_number = first_hit_in_study(given.inputs(), options);
  CHECK(at(by_number.score, "a") == Approx(0.5 * 2 / 4).epsilon(1e-14));
  CHECK(at(by_number.score, "b") ==
        Approx(0.5 * (1.0 / 4 + 1.0 / 4 / 2 + 2.0 / 4 / 4)).epsilon(1e-14));
}

}  // namespace
}  // namespace grapevine
