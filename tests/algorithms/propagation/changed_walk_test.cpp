#include "algorithms/propagation/changed_walk.hpp"

#include <catch2/catch.hpp>

#include "algorithms/propagation/batched_walk.hpp"
#include "tests/support/dense_walk.hpp"
#include "tests/support/graphs.hpp"

namespace grapevine {
namespace {

using Values = std::vector<double>;

constexpr ContextId kOwn = 1;

/// Ties with contexts 0 to 2 and of none, some that weigh nothing.
EdgeList drawn_ties(NodeId n, std::uint64_t seed) {
  Random random(seed, 7);
  EdgeList edges = testing::edge_list(testing::random_ties(n, 2 * n, seed));
  for (std::size_t i = 0; i < edges.size(); ++i) {
    edges.columns.weight.push_back(static_cast<double>(random.below(4)));
    const auto context = static_cast<ContextId>(random.below(4));
    edges.columns.context.push_back(context == 3 ? kEveryContext : context);
  }
  return edges;
}

/// The ties with a few others in their place.
EdgeList changed(EdgeList edges, NodeId n, std::uint64_t seed) {
  Random random(seed, 8);
  for (std::uint64_t i = 0; i < 1 + seed % 4; ++i) {
    const auto place = random.below(edges.size());
    edges.target[place] = static_cast<NodeId>(random.below(n));
    edges.columns.weight[place] = random.uniform();
  }
  return edges;
}

WalkStart drawn_start(NodeId n, std::uint64_t seed) {
  Random random(seed, 9);
  Values restart(n);
  double total = 0.0;
  for (int i = 0; i < 5; ++i) restart[random.below(n)] += 1.0;
  if (seed % 2 == 1) restart[random.below(n)] += 3.0;
  for (const double weight : restart) total += weight;
  for (double& weight : restart) weight /= total;
  WalkStart start = start_of(restart);
  start.context = kOwn;
  return start;
}

Values dense(const EdgeList& ties, NodeId n, const WalkStart& start, const ContextFactors& factors,
             double damping, Sinks sinks) {
  EdgeList weighed = ties;
  for (std::size_t i = 0; i < weighed.size(); ++i) {
    const ContextId context = weighed.columns.context[i];
    if (context == kEveryContext) continue;
    weighed.columns.weight[i] *= context == kOwn ? factors.own : factors.other;
  }
  Values restart(n);
  for (const WalkStart::Seed& seed : start.seeds) restart[seed.node] = seed.chance;
  return testing::dense_walk(Graph::build(n, std::move(weighed)), restart, damping, sinks);
}

TEST_CASE("ChangedWalk: scores after a change are a dense solve's, to the error that is told") {
  for (std::uint64_t seed = 0; seed < 120; ++seed) {
    const auto n = static_cast<NodeId>(6 + seed % 20);
    const EdgeList ties = drawn_ties(n, seed), other = changed(ties, n, seed);
    const WalkStart start = drawn_start(n, 2 * (seed / 3)),
                    later = drawn_start(n, 2 * (seed / 3) + seed % 2);
    ChangedWalkOptions options{.damping = 0.5 + 0.4 * Random(seed, 1).uniform(),
                               .tolerance = seed % 5 == 0 ? 1e-3 : 1e-12,
                               .sinks = seed % 3 == 0 ? Sinks::Absorb : Sinks::Seeds,
                               .factors = {.own = 10.0, .other = seed % 4 == 0 ? 0.0 : 1.0}};
    const auto exact = [&](const EdgeList& edges, const WalkStart& from) {
      return dense(edges, n, from, options.factors, options.damping, options.sinks);
    };
    const Graph before = Graph::build(n, ties), after = Graph::build(n, other);
    const ChangedWalk walk(before, after, options);
    Values scores(n);
    const auto update = walk.follow(start, later, exact(ties, start), 10'000'000, scores);
    CAPTURE(seed);
    REQUIRE(update);
    CHECK(update->error <= options.tolerance);
    CHECK(testing::l1_distance(scores, exact(other, later)) <= update->error + 1e-13);
  }
}

TEST_CASE("ChangedWalk: nothing changed is nothing visited, and one tie visits what it reaches") {
  const Graph before = testing::random_graph(2'000, 6'000, 3);
  testing::Ties ties = testing::random_ties(2'000, 6'000, 3);
  ties.front().second = (ties.front().second + 1) % 2'000;
  const Graph after = testing::graph_of(2'000, ties);
  const WalkStart start{.seeds = {{5, 0.5}, {9, 0.5}}};
  Values scores(2'000), same(2'000), changed(2'000);
  batched_walks(WalkSteps(before), {&start, 1}, {}, [&](std::size_t) { return std::span(scores); });
  const ChangedWalk nothing(before, before, {});
  CHECK(nothing.changed_rows().empty());
  CHECK(nothing.follow(start, start, scores, 1'000, same)->edge_visits == 0);
  CHECK(testing::l1_distance(same, scores) <= 1e-15);
  const ChangedWalk one(before, after, {.tolerance = 1e-6});
  CHECK(one.changed_rows().size() == 1);
  const auto update = one.follow(start, start, scores, 1'000'000, changed);
  REQUIRE(update);
  CHECK(update->edge_visits < 85 * 6'000 / 4);  // of the visits of a whole run
  CHECK_FALSE(
      ChangedWalk(before, after, {.tolerance = 1e-12}).follow(start, start, scores, 1, changed));
}

}  // namespace
}  // namespace grapevine
