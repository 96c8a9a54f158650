#include "algorithms/propagation/return_visits.hpp"

#include <catch2/catch.hpp>
#include <cmath>

#include "engine/parallel/blocks.hpp"
#include "tests/support/dense_walk.hpp"
#include "tests/support/graphs.hpp"
#include "tests/support/vector_sets.hpp"

namespace grapevine {
namespace {

using testing::graph_of;
using Values = std::vector<double>;

/// Ties with contexts 0 to 2 and of none, some negative, some that weigh nothing.
Graph drawn(std::uint64_t seed) {
  Random random(seed, 7);
  const auto n = static_cast<NodeId>(1 + random.below(25));
  EdgeList edges = testing::edge_list(testing::random_ties(n, random.below(90), seed));
  for (std::size_t i = 0; seed % 3 > 0 && i < edges.size(); ++i) {
    edges.columns.weight.push_back(static_cast<double>(random.below(4)));
    const auto context = static_cast<ContextId>(random.below(4));
    edges.columns.context.push_back(context == 3 ? kEveryContext : context);
    if (seed % 3 == 2) edges.columns.sign.push_back(random.below(4) == 0 ? -1 : 1);
  }
  return Graph::build(n, std::move(edges));
}

/// The entry (v, v) of (I - dP)^-1, by elimination.
double dense_visits(const Graph& graph, const NodeInContext& asked, double damping, double factor) {
  const std::size_t n = graph.num_nodes();
  std::vector<Values> a(n, Values(n));
  Values b(n);
  b[asked.node] = 1.0;
  for (NodeId u = 0; u < n; ++u) {
    Values step(n);
    double total = 0.0;
    for (EdgeId i = 0; i < graph.out_degree(u); ++i) {
      const EdgeId e = graph.first_out_edge(u) + i;
      const bool own = asked.context != kEveryContext && graph.context(e) == asked.context;
      const double weight = graph.sign(e) < 0 ? 0.0 : graph.weight(e) * (own ? factor : 1.0);
      step[graph.out_neighbors(u)[i]] += weight;
      total += weight;
    }
    a[u][u] = 1.0;
    for (NodeId v = 0; total > 0.0 && v < n; ++v) a[u][v] -= damping * step[v] / total;
  }
  return testing::solve(std::move(a), std::move(b))[asked.node];
}

std::vector<NodeInContext> everybody(const Graph& graph) {
  std::vector<NodeInContext> nodes;
  for (const ContextId context : {kEveryContext, ContextId{0}, ContextId{2}})
    for (NodeId v = 0; v < graph.num_nodes(); ++v) nodes.push_back({v, context});
  return nodes;
}

TEST_CASE("return_visits: to and fro, round a loop, and at a sink, by hand") {
  const Graph graph = graph_of(5, {{0, 1}, {1, 0}, {2, 2}, {3, 0}, {3, 2}});
  const WalkSteps steps(graph);
  const std::vector<NodeInContext> nodes = {{0}, {1}, {2}, {3}, {4}};
  for (const std::uint64_t local : {std::uint64_t{0}, std::uint64_t{1'000}}) {
    const auto found =
        return_visits(graph, steps, nodes, {.damping = 0.5, .most_local_ties = local});
    CHECK(found.converged);
    for (const std::size_t v : {0U, 1U}) CHECK(found.visits[v] == Approx(4.0 / 3).epsilon(1e-9));
    CHECK(found.visits[2] == Approx(2.0).epsilon(1e-9));
    CHECK(found.visits[3] == 1.0);
    CHECK(found.visits[4] == 1.0);
  }
}

TEST_CASE("return_visits: a dense solve's, to the error that is promised, alone and in passes") {
  for (std::uint64_t seed = 0; seed < 90; ++seed) {
    const Graph graph = drawn(seed);
    const WalkSteps steps(graph);
    const auto nodes = everybody(graph);
    const double damping = seed % 5 == 0 ? 0.99 : 0.95 * Random(seed, 8).uniform();
    const double factor = seed % 4 == 0 ? 0.0 : 10.0;
    Values expected;
    for (const NodeInContext& node : nodes)
      expected.push_back(dense_visits(graph, node, damping, factor));
    for (const double tolerance : {1e-3, 1e-12})
      for (const std::uint64_t local : {0, 10'000'000}) {
        const auto found = return_visits(graph, steps, nodes,
                                         {.damping = damping,
                                          .tolerance = tolerance,
                                          .max_iterations = 100'000,
                                          .context_factor = factor,
                                          .most_local_ties = static_cast<std::uint64_t>(local)});
        CAPTURE(seed, damping, tolerance, local);
        CHECK(
            (found.converged || (tolerance == 1e-12 && damping == 0.99)));  // else rounding ends it
        CHECK((found.iterations == 0) == (local > 0));
        const double error = damping / (1.0 - damping) * tolerance + 2e-12;
        for (std::size_t i = 0; i < nodes.size(); ++i)
          CHECK(std::abs(found.visits[i] - expected[i]) <= error * expected[i]);
      }
  }
}

TEST_CASE("return_visits: nodes alone or together, threads and instructions change no bit") {
  const Graph graph = testing::random_graph(3'000, 9'000, 4);
  const WalkSteps steps(graph);
  std::vector<NodeInContext> nodes;
  for (NodeId v = 0; v < 3'000; v += 73) nodes.push_back({v});
  ReturnVisitsOptions options{.most_local_ties = 2'000};
  const auto expected = return_visits(graph, steps, nodes, options);
  CHECK(expected.iterations > 0);
  for (std::size_t i = 0; i < nodes.size(); i += 8)
    CHECK(return_visits(graph, steps, std::span(nodes).subspan(i, 1), options).visits.front() ==
          expected.visits[i]);
  options.state_bytes = 1;
  CHECK(return_visits(graph, steps, nodes, options).visits == expected.visits);
  options.state_bytes = 1 << 30;
  for (const VectorSet set : testing::runnable_vector_sets()) {
    options.vectors = set;
    CHECK(return_visits(graph, steps, nodes, options).visits == expected.visits);
  }
  for (const std::size_t threads : {1U, 8U}) {
    const ThreadLimit limit(threads);
    CHECK(return_visits(graph, steps, nodes, options).visits == expected.visits);
  }
}

TEST_CASE("return_visits: where walks mix, passes end long before the walks do") {
  const Graph graph = testing::random_graph(2'000, 12'000, 6);  // five are without out-ties
  const auto found = return_visits(graph, WalkSteps(graph), std::vector<NodeInContext>{{7}, {8}},
                                   {.most_local_ties = 0});
  CHECK(found.converged);
  CHECK(found.iterations < 40);  // 0.85^142 = 1e-10
}

TEST_CASE("return_visits: passes that end before they converged are told, nobody is nothing") {
  const Graph graph = testing::random_graph(2'000, 12'000, 6);
  const WalkSteps steps(graph);
  const std::vector<NodeInContext> nodes = {{7}};
  const auto cut = return_visits(graph, steps, nodes, {.max_iterations = 3, .most_local_ties = 0});
  CHECK_FALSE(cut.converged);
  CHECK(cut.iterations == 3);
  const auto exact = return_visits(graph, steps, nodes,
                                   {.tolerance = 0.0, .max_iterations = 7, .most_local_ties = 0});
  CHECK(exact.iterations == 7);
  CHECK_FALSE(exact.converged);
  CHECK(return_visits(graph, steps, {}).visits.empty());
}

}  // namespace
}  // namespace grapevine
