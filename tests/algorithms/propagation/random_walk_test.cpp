#include "algorithms/propagation/random_walk.hpp"

#include <catch2/catch.hpp>
#include <numeric>

#include "engine/parallel/blocks.hpp"
#include "tests/support/dense_walk.hpp"
#include "tests/support/errors.hpp"
#include "tests/support/graphs.hpp"

namespace grapevine {
namespace {

using testing::graph_of;
using testing::l1_distance;

WalkOptions exact(double damping, Sinks sinks) {
  return {.damping = damping, .tolerance = 1e-15, .max_iterations = 10'000, .sinks = sinks};
}

/// 0 -> 1 in context 0 with weight 2, 0 -> 2 in context 1 with weight 3, 0 -> 3 in none with 1.
Graph three_contexts() {
  EdgeList edges = testing::edge_list({{0, 1}, {0, 2}, {0, 3}});
  edges.columns.weight = {2.0, 3.0, 1.0};
  edges.columns.context = {0, 1, kEveryContext};
  return Graph::build(4, std::move(edges));
}

std::vector<double> walk_from_0(const WalkSteps& steps) {
  return long_run_walk(steps, std::vector{1.0, 0.0, 0.0, 0.0}, exact(0.5, Sinks::Absorb)).rank;
}

void check_close(const std::vector<double>& found, const std::vector<double>& expected) {
  CAPTURE(found, expected);
  CHECK(l1_distance(found, expected) <= 1e-14);
}

TEST_CASE("WalkSteps: the factor favours ties of the walk's own context, by hand") {
  const Graph graph = three_contexts();
  // Half of the walk restarts at 0; a half of that half goes on, by weight.
  check_close(walk_from_0(WalkSteps(graph)), {0.5, 0.25 * 2 / 6, 0.25 * 3 / 6, 0.25 * 1 / 6});
  check_close(walk_from_0(WalkSteps(graph, 0, 10.0)),
              {0.5, 0.25 * 20 / 24, 0.25 * 3 / 24, 0.25 * 1 / 24});
  check_close(walk_from_0(WalkSteps(graph, 1, 10.0)),
              {0.5, 0.25 * 2 / 33, 0.25 * 30 / 33, 0.25 * 1 / 33});
  check_close(walk_from_0(WalkSteps(graph, 1, 0.0)), {0.5, 0.25 * 2 / 3, 0.0, 0.25 * 1 / 3});
}

TEST_CASE("WalkSteps: factor 1, or a context that no tie has, is the plain walk") {
  const Graph graph = three_contexts();
  const auto plain = walk_from_0(WalkSteps(graph));
  CHECK(walk_from_0(WalkSteps(graph, 0, 1.0)) == plain);
  CHECK(walk_from_0(WalkSteps(graph, 7, 10.0)) == plain);
  const Graph without_contexts = graph_of(4, {{0, 1}, {0, 2}});
  CHECK(walk_from_0(WalkSteps(without_contexts, 0, 10.0)) ==
        walk_from_0(WalkSteps(without_contexts)));
}

TEST_CASE("WalkSteps: a node whose ties all weigh 0 is a sink") {
  EdgeList edges = testing::edge_list({{0, 1}, {1, 0}});
  edges.columns.weight = {0.0, 5.0};
  const Graph graph = Graph::build(2, std::move(edges));
  const WalkSteps steps(graph);
  CHECK(steps.is_sink(0));
  CHECK_FALSE(steps.is_sink(1));
  CHECK(steps.pass(0, 0.7) == 0.0);
  CHECK(steps.pass(1, 0.7) == Approx(0.14));
}

TEST_CASE("WalkSteps: a factor that makes weights overflow leaves their shares right") {
  EdgeList edges = testing::edge_list({{1, 0}, {1, 1}});
  edges.columns.weight = {1e300, 1e300};
  edges.columns.context = {0, 1};
  const Graph graph = Graph::build(2, std::move(edges));
  const WalkSteps steps(graph, 0, 1e9);
  const std::vector<double> passed = {0.0, steps.pass(1, 1.0)};
  CHECK(steps.pull(0, passed) == Approx(1e9 / (1e9 + 1)).epsilon(1e-15));
  CHECK(steps.pull(1, passed) == Approx(1 / (1e9 + 1)).epsilon(1e-15));
}

TEST_CASE("WalkSteps: weights times a power of 2 pass on the same bits, to the ends of the range") {
  const auto ties = testing::random_ties(50, 300, 5);
  const auto ranks = [&](int power) {
    EdgeList edges = testing::edge_list(ties);
    for (std::size_t i = 0; i < edges.size(); ++i)
      edges.columns.weight.push_back(std::ldexp(static_cast<double>(1 + i % 8), power));
    const Graph graph = Graph::build(50, std::move(edges));
    const std::vector<double> uniform(50, 1.0 / 50);
    return long_run_walk(WalkSteps(graph), uniform, exact(0.85, Sinks::All)).rank;
  };
  const auto expected = ranks(0);
  for (const int power : {-1074, -1073, -1040, -1022, -600, -499, 499, 600, 990})
    CHECK(l1_distance(ranks(power), expected) <= 1e-15);
}

TEST_CASE("WalkSteps: ties of sign -1 are left out, with or without weights") {
  const std::vector<double> at_0 = {1.0, 0.0, 0.0};
  const auto rank = [&](std::vector<double> weight, std::vector<std::int8_t> sign) {
    EdgeList edges = testing::edge_list({{0, 1}, {0, 2}});
    edges.columns.weight = std::move(weight);
    edges.columns.sign = std::move(sign);
    const Graph graph = Graph::build(3, std::move(edges));
    return long_run_walk(WalkSteps(graph), at_0, exact(0.5, Sinks::Absorb)).rank;
  };
  CHECK(rank({}, {1, -1}) == rank({1.0, 0.0}, {}));
  CHECK(rank({5e-324, 1e300}, {1, -1}) == rank({1.0, 0.0}, {}));
  CHECK(rank({}, {-1, -1}) == std::vector{0.5, 0.0, 0.0});
}

TEST_CASE("long_run_walk: what sinks do, by hand") {
  const Graph pair = graph_of(3, {{0, 1}});  // 2 is isolated
  const std::vector<double> at_0 = {1.0, 0.0, 0.0};
  const auto rank = [&](Sinks sinks) {
    return long_run_walk(WalkSteps(pair), at_0, exact(0.5, sinks)).rank;
  };
  check_close(rank(Sinks::Absorb), {0.5, 0.25, 0.0});
  // Seeds: r1 = r0/2, r0 = 1/2 + r1/2.
  check_close(rank(Sinks::Seeds), {2.0 / 3, 1.0 / 3, 0.0});
  // All: with s = r1 + r2 it is r0 = 1/2 + s/6 = 1 - s, r1 = r0/2 + s/6 and r2 = s/6.
  const double s = 3.0 / 7;
  check_close(rank(Sinks::All), {0.5 + s / 6, 0.25 + s / 12 + s / 6, s / 6});
}

TEST_CASE("long_run_walk: equals a dense solve from random restarts, for each choice on sinks") {
  for (std::uint64_t seed = 0; seed < 60; ++seed) {
    Random random(seed, 3);
    const auto n = static_cast<NodeId>(1 + random.below(25));
    EdgeList edges = testing::edge_list(testing::random_ties(n, random.below(60), seed));
    for (std::size_t i = 0; seed % 2 == 1 && i < edges.size(); ++i)
      edges.columns.weight.push_back(random.uniform());
    const Graph graph = Graph::build(n, std::move(edges));
    std::vector<double> restart(n);
    for (double& weight : restart) weight = random.uniform();
    const double total = std::accumulate(restart.begin(), restart.end(), 0.0);
    for (double& weight : restart) weight /= total;
    const double damping = 0.95 * random.uniform();
    CAPTURE(seed, damping);
    for (const Sinks sinks : {Sinks::Seeds, Sinks::All, Sinks::Absorb})
      CHECK(l1_distance(long_run_walk(WalkSteps(graph), restart, exact(damping, sinks)).rank,
                        testing::dense_walk(graph, restart, damping, sinks)) <= 1e-12);
  }
}

TEST_CASE("long_run_walk: is linear in the restart where sinks absorb") {
  const Graph graph = testing::random_graph(60, 150, 11);
  const WalkSteps steps(graph);
  std::vector<double> a(60), b(60), mixed(60);
  a[3] = b[8] = 1.0;
  mixed[3] = 0.25;
  mixed[8] = 0.75;
  const auto rank = [&](const std::vector<double>& restart) {
    return long_run_walk(steps, restart, exact(0.85, Sinks::Absorb)).rank;
  };
  std::vector<double> sum = rank(a);
  const auto from_b = rank(b);
  for (std::size_t v = 0; v < 60; ++v) sum[v] = 0.25 * sum[v] + 0.75 * from_b[v];
  CHECK(l1_distance(sum, rank(mixed)) <= 1e-12);
}

TEST_CASE("long_run_walk: damping 0 is the restart, damping 1 on a ring of two never settles") {
  const Graph ring = testing::cycle(2);
  const std::vector<double> at_0 = {1.0, 0.0};
  const auto still = long_run_walk(WalkSteps(ring), at_0, exact(0.0, Sinks::Seeds));
  CHECK(still.rank == at_0);
  CHECK(still.converged);
  const auto swinging = long_run_walk(WalkSteps(ring), at_0,
                                      {.damping = 1.0, .tolerance = 1e-9, .max_iterations = 11});
  CHECK_FALSE(swinging.converged);
  CHECK(swinging.iterations == 11);
  CHECK(swinging.residual == 2.0);
  CHECK(swinging.rank == std::vector{0.0, 1.0});
}

TEST_CASE("long_run_walk: 1 and 8 threads give equal bits, with context and weights") {
  EdgeList edges = testing::edge_list(testing::random_ties(20'000, 100'000, 12));
  for (std::size_t i = 0; i < edges.size(); ++i) {
    edges.columns.weight.push_back(0.1 * static_cast<double>(1 + i % 7));
    edges.columns.context.push_back(static_cast<ContextId>(i % 3));
  }
  const Graph graph = Graph::build(20'000, std::move(edges));
  const std::vector<double> uniform(20'000, 1.0 / 20'000);
  std::vector<double> rank[2];
  for (const std::size_t threads : {1U, 8U}) {
    const ThreadLimit limit(threads);
    rank[threads / 8] = long_run_walk(WalkSteps(graph, 1, 10.0), uniform, {}).rank;
  }
  CHECK((rank[0] == rank[1]));
}

}  // namespace
}  // namespace grapevine
