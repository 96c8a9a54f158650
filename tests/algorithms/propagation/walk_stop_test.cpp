#include "algorithms/propagation/walk_stop.hpp"

#include <catch2/catch.hpp>

#include "engine/parallel/blocks.hpp"
#include "tests/support/batches.hpp"
#include "tests/support/dense_walk.hpp"
#include "tests/support/vector_sets.hpp"

namespace grapevine {
namespace {

using testing::batch_of;

/// Ties both ways, of weight 1 or of the same weight each way; some people have none.
EdgeList mutual_ties(NodeId n, EdgeId m, std::uint64_t seed, bool weighted) {
  EdgeList edges;
  Random random(seed, 3);
  for (const auto& [a, b] : testing::random_ties(n, m, seed)) {
    const double weight = 0.1 + random.uniform();
    for (const auto& [from, to] : {std::pair(a, b), std::pair(b, a)}) {
      edges.source.push_back(from);
      edges.target.push_back(to);
      if (weighted) edges.columns.weight.push_back(weight);
    }
  }
  return edges;
}

/// Rings of 3 to 40 people: a walk from everybody is at its end at once.
Graph rings() {
  testing::Ties ties;
  NodeId first = 0;
  for (NodeId size = 3; size <= 40; ++size) {
    for (NodeId i = 0; i < size; ++i) ties.emplace_back(first + i, first + (i + 1) % size);
    first += size;
  }
  return testing::graph_of(first, ties, {.directed = false});
}

int passes(const Graph& graph, const WalkStart& start, double tolerance) {
  const auto ended =
      batch_of(graph, {start}, {.walk = {.tolerance = tolerance, .max_iterations = 10'000}});
  CHECK(ended.ends.front().converged);
  return ended.ends.front().iterations;
}

TEST_CASE("WalkStop: on ties that go both ways, the scores of a dense solve") {
  for (std::uint64_t seed = 0; seed < 90; ++seed) {
    const auto n = static_cast<NodeId>(2 + seed % 40);
    const Graph graph = Graph::build(n, mutual_ties(n, n + seed % 17, seed, seed % 2 == 1));
    const auto sinks = static_cast<Sinks>(seed % 3);
    const double damping = seed % 5 == 0 ? 0.99 : 0.3 + 0.6 * Random(seed, 1).uniform();
    const auto starts = testing::random_starts(n, 3, 0, seed);
    const auto found = batch_of(
        graph, starts,
        {.walk = {
             .damping = damping, .tolerance = 1e-13, .max_iterations = 20'000, .sinks = sinks}});
    CAPTURE(seed, damping);
    for (std::size_t i = 0; i < starts.size(); ++i) {
      CHECK(found.ends[i].converged);
      CHECK(std::ranges::all_of(found.rank[i], [](double rank) { return rank >= 0.0; }));
      CHECK(testing::l1_distance(
                found.rank[i],
                testing::dense_walk(graph, testing::restart_of(starts[i], n), damping, sinks)) <=
            1e-13 / (1.0 - damping) + 1e-13);
    }
  }
}

TEST_CASE("WalkStop: ties that go both ways take less than half of the passes") {
  EdgeList ties = mutual_ties(4'000, 6'000, 5, true);
  const WalkStart start{.seeds = {{1, 0.5}, {2, 0.5}}};
  const int both_ways = passes(Graph::build(4'000, ties), start, 1e-10);
  ties.columns.weight.front() *= 1.0 + 1e-9;  // one of them differs from what goes back
  CHECK(2 * both_ways < passes(Graph::build(4'000, std::move(ties)), start, 1e-10));
}

TEST_CASE("WalkStop: walks that end at times of their own have the bits of single ones") {
  const Graph graph = rings();
  auto starts = testing::random_starts(graph.num_nodes(), 45, 0, 3);
  for (std::size_t i = 0; i < starts.size(); i += i % 7 == 0 ? 1 : 2) starts[i].seeds.clear();
  for (const Precision precision : {Precision::Double, Precision::Single}) {
    BatchOptions options{.walk = {.tolerance = precision == Precision::Double ? 1e-12 : 1e-6},
                         .precision = precision};
    options.walk.sinks = Sinks::All;  // lest a push takes their place
    const auto whole = batch_of(graph, starts, options);
    std::vector<int> iterations;
    for (const WalkEnd& end : whole.ends) iterations.push_back(end.iterations);
    CHECK(*std::ranges::max_element(iterations) > *std::ranges::min_element(iterations));
    for (std::size_t i = 0; i < starts.size(); i += 4) {
      const auto alone = batch_of(graph, {starts[i]}, options);
      CHECK(alone.rank.front() == whole.rank[i]);
      CHECK(alone.ends.front().iterations == whole.ends[i].iterations);
    }
    for (const VectorSet set : testing::runnable_vector_sets()) {
      options.vectors = set;
      CHECK(batch_of(graph, starts, options).rank == whole.rank);
    }
    const ThreadLimit limit(3);
    CHECK(batch_of(graph, starts, options).rank == whole.rank);
  }
}

TEST_CASE(
    "WalkStop: a walk that mixes fast goes on by plain steps, as does one along directed ties") {
  for (const bool reversible : {false, true}) {
    WalkStop stop({.walk = {.tolerance = 1e-10}}, reversible);
    double change = 1.0;
    for (int step = 0; step < 30; ++step) {
      CHECK(stop.omega() == 1.0);
      stop.after(change *= reversible ? 0.5 : 0.85);
    }
  }
}

TEST_CASE("WalkStop: steps that do not help are given up, and plain ones end the walk") {
  const BatchOptions options{.walk = {.tolerance = 1e-6, .max_iterations = 1'000}};
  WalkStop stop(options, true);
  double change = 0.5;
  for (int step = 0; step < 14; ++step) stop.after(change *= 0.85);
  CHECK(stop.omega() > 1.0);
  stop.after(1e-4);
  CHECK(stop.omega() > 1.0);
  stop.after(change = 0.2);  // far above what it was
  CHECK(stop.omega() == 1.0);
  CHECK_FALSE(stop.next_is_last());
  while (!stop.next_is_last()) stop.after(change *= 0.85);
  CHECK(stop.after(change *= 0.85));
  CHECK(stop.end().converged);
  CHECK(stop.end().residual <= 1e-6);
}

}  // namespace
}  // namespace grapevine
