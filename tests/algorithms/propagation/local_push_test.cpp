#include "algorithms/propagation/local_push.hpp"

#include <catch2/catch.hpp>

#include "tests/support/batches.hpp"
#include "tests/support/dense_walk.hpp"

namespace grapevine {
namespace {

using testing::l1_distance;

std::optional<PushedWalk> push(const Graph& graph, const WalkStart& start,
                               const PushOptions& options) {
  const GraphView view(graph);
  return local_push(WalkSteps(view), TieWeights(view), start, options);
}

std::vector<double> dense(const PushedWalk& pushed, NodeId n) {
  std::vector<double> score(n);
  for (const auto& [node, value] : pushed.score) score[node] = value;
  return score;
}

constexpr std::uint64_t kEndless = std::uint64_t{1} << 40;

TEST_CASE("local_push: a chain from its first person, by hand") {
  const auto pushed =
      push(testing::graph_of(4, {{0, 1}, {1, 2}}), {.seeds = {{0, 1.0}}},
           {.damping = 0.5, .error = 1e-12, .sinks = Sinks::Absorb, .most_visits = 9});
  REQUIRE(pushed);
  CHECK(dense(*pushed, 4) == std::vector{0.5, 0.25, 0.125, 0.0});
  CHECK(pushed->error == 0.0);
  CHECK(pushed->visits == 3);  // two ties, and the end
}

TEST_CASE("local_push: is below the dense solve by its error, on graphs with any weights") {
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    const auto n = static_cast<NodeId>(2 + seed % 24);
    const Graph graph = Graph::build(n, testing::wild_ties(n, seed % (4 * n), 1, seed));
    const auto starts = testing::random_starts(n, 1, 0, seed);
    const Sinks sinks = seed % 2 == 0 ? Sinks::Seeds : Sinks::Absorb;
    const auto expected =
        testing::dense_walk(graph, testing::restart_of(starts[0], n), 0.85, sinks);
    for (const double error : {1e-1, 1e-4, 1e-10}) {
      const auto pushed =
          push(graph, starts[0], {.error = error, .sinks = sinks, .most_visits = kEndless});
      CAPTURE(seed, error);
      REQUIRE(pushed);
      const auto found = dense(*pushed, n);
      CHECK(pushed->error <= error);
      CHECK(l1_distance(found, expected) <= pushed->error + 1e-14);
      for (NodeId v = 0; v < n; ++v) CHECK(found[v] <= expected[v] + 1e-15);
      if (sinks == Sinks::Seeds)  // nothing is lost: the error is what is missing
        CHECK(l1_distance(found, expected) >= pushed->error - 1e-13);
    }
  }
}

TEST_CASE("local_push: looks at the neighbourhood alone, and gives up where that is too much") {
  constexpr NodeId kPeople = 1'000'000;
  testing::Ties ties;
  for (NodeId v = 0; v < kPeople; ++v) ties.emplace_back(v, (v + 1) % kPeople);
  const Graph ring = testing::graph_of(kPeople, ties);
  const WalkStart start{.seeds = {{17, 1.0}}};
  const auto pushed = push(ring, start, {.error = 1e-6, .most_visits = kEndless});
  REQUIRE(pushed);
  CHECK(pushed->visits < 1000);
  CHECK(pushed->score.size() < 200);
  CHECK(pushed->score.front().first == 17);
  CHECK(pushed->score.front().second == Approx(0.15));
  CHECK(pushed->score[2].second == Approx(0.15 * 0.85 * 0.85));
  CHECK_FALSE(push(ring, start, {.error = 1e-6, .most_visits = pushed->visits - 1}));
}

/// Rings of a hundred people each.
Graph rings(NodeId count) {
  testing::Ties ties;
  for (NodeId v = 0; v < 100 * count; ++v) {
    const NodeId first = v / 100 * 100;
    ties.emplace_back(v, first + (v - first + 1) % 100);
    ties.emplace_back(v, first + (v - first + 7) % 100);
  }
  return testing::graph_of(100 * count, ties);
}

TEST_CASE("batched_walks: pushes at loose tolerances where that is cheaper, at the same error") {
  const Graph graph = rings(400);
  auto starts = testing::random_starts(graph.num_nodes(), 9, 0, 3);
  starts.push_back({});  // from everywhere: by sweeps
  BatchOptions options{.walk = {.tolerance = 1e-4, .max_iterations = 1000}};
  const auto loose = testing::batch_of(graph, starts, options);
  options.walk.tolerance = 1e-14;
  const auto tight = testing::batch_of(graph, starts, options);
  for (std::size_t i = 0; i < starts.size(); ++i) {
    CAPTURE(i);
    CHECK(loose.ends[i].converged);
    CHECK(loose.ends[i].residual <= 1e-4);
    CHECK((loose.ends[i].iterations == 0) == !starts[i].seeds.empty());
    CHECK(tight.ends[i].iterations > 0);
    CHECK(l1_distance(loose.rank[i], tight.rank[i]) <=
          0.85 / 0.15 * loose.ends[i].residual + 1e-12);
    const auto alone = testing::batch_of(graph, {starts[i]}, {.walk = {.tolerance = 1e-4}});
    CHECK(alone.rank[0] == loose.rank[i]);
  }
  options.walk = {.tolerance = 1e-4, .sinks = Sinks::All};
  CHECK(testing::batch_of(graph, starts, options).ends[0].iterations > 0);
}

TEST_CASE("batched_walks: where a push would visit too much, sweeps go on from the start") {
  const Graph graph = testing::random_graph(500, 20'000, 3);
  const auto starts = testing::random_starts(500, 5, 0, 3);
  const auto batch = testing::batch_of(graph, starts, {.walk = {.tolerance = 1e-6}});
  for (std::size_t i = 0; i < starts.size(); ++i) {
    CHECK(batch.ends[i].iterations > 0);
    const auto walk =
        long_run_walk(WalkSteps(graph), testing::restart_of(starts[i], 500), {.tolerance = 1e-6});
    CHECK(walk.rank == batch.rank[i]);
  }
}

}  // namespace
}  // namespace grapevine
