#include "algorithms/propagation/batched_walk.hpp"

#include <catch2/catch.hpp>
#include <numeric>

#include "engine/parallel/blocks.hpp"
#include "tests/support/batches.hpp"
#include "tests/support/dense_walk.hpp"
#include "tests/support/vector_sets.hpp"

namespace grapevine {
namespace {

using testing::Batch;
using testing::batch_of;
using testing::l1_distance;
using testing::random_starts;

BatchOptions exact(Sinks sinks, Precision precision = Precision::Double) {
  return {.walk = {.tolerance = precision == Precision::Double ? 1e-14 : 1e-7,
                   .max_iterations = 10'000,
                   .sinks = sinks},
          .precision = precision};
}

constexpr Sinks kAllSinks[] = {Sinks::Seeds, Sinks::All, Sinks::Absorb};

bool same_end(const WalkEnd& a, const WalkEnd& b) {
  return a.iterations == b.iterations && a.residual == b.residual && a.converged == b.converged;
}

/// Whether walks `first` ... of `whole` are those of `part`, bit by bit.
bool holds(const Batch& whole, const Batch& part, std::size_t first) {
  for (std::size_t i = 0; i < part.rank.size(); ++i)
    if (whole.rank[first + i] != part.rank[i] || !same_end(whole.ends[first + i], part.ends[i]))
      return false;
  return true;
}

/// Communities of unlike depth, so that walks end at unlike times; 5 contexts.
Graph varied_graph(NodeId n, EdgeId m, std::uint64_t seed) {
  EdgeList edges = testing::edge_list(testing::random_ties(n - 40, m, seed));
  for (NodeId v = n - 40; v + 1 < n; ++v) {  // a chain at the end
    edges.source.push_back(v);
    edges.target.push_back(v + 1);
  }
  Random random(seed, 4);
  for (std::size_t i = 0; i < edges.size(); ++i) {
    edges.columns.weight.push_back(0.1 + random.uniform());
    const std::uint64_t context = random.below(8);
    edges.columns.context.push_back(context < 5 ? static_cast<ContextId>(context) : kEveryContext);
  }
  return Graph::build(n, std::move(edges));
}

std::vector<WalkStart> varied_starts(NodeId n, std::size_t count) {
  std::vector<WalkStart> starts = random_starts(n, count, 5, 77);
  for (std::size_t i = 0; i < count; i += 6) starts[i].seeds = {{n - 1 - NodeId(i % 40), 1.0}};
  for (std::size_t i = 3; i < count; i += 9) starts[i].seeds.clear();  // from everywhere
  return starts;
}

void check_batch_is_single(const Graph& graph, BatchOptions options, bool own) {
  if (own) options.factors = {.own = 10.0, .other = 0.5};
  const auto starts = varied_starts(graph.num_nodes(), 70);
  Batch single;
  for (const WalkStart& start : starts) {
    const Batch one = batch_of(graph, {start}, options);
    single.rank.push_back(one.rank[0]);
    single.ends.push_back(one.ends[0]);
  }
  for (std::size_t k = 1; k <= starts.size(); ++k) {
    const Batch batch =
        batch_of(graph, {starts.begin(), starts.begin() + std::ptrdiff_t(k)}, options);
    CAPTURE(k, own);
    CHECK(holds(single, batch, 0));
  }
}

TEST_CASE("batched_walks: a batch of 1 to 70 has the bits of single walks, and ends as they do") {
  const Graph graph = varied_graph(300, 1500, 1);
  for (const Precision precision : {Precision::Double, Precision::Single})
    for (const bool own : {false, true}) {
      BatchOptions options = exact(Sinks::Seeds, precision);
      options.walk.tolerance = precision == Precision::Double ? 1e-9 : 1e-5;
      check_batch_is_single(graph, options, own);
    }
}

TEST_CASE("batched_walks: walks end at times of their own") {
  const Graph graph = varied_graph(300, 1500, 1);
  const auto batch = batch_of(graph, varied_starts(300, 64), exact(Sinks::Absorb));
  int least = 10'000, most = 0;
  for (const WalkEnd& end : batch.ends) {
    CHECK(end.converged);
    CHECK(end.residual <= 1e-14);
    least = std::min(least, end.iterations);
    most = std::max(most, end.iterations);
  }
  CHECK(least < most / 2);
}

TEST_CASE("batched_walks: 1, 2, 3 and 8 threads, every vector set and every budget: equal bits") {
  const Graph graph = varied_graph(16'000, 64'000, 2);
  const auto starts = varied_starts(16'000, 21);
  for (const Precision precision : {Precision::Double, Precision::Single}) {
    BatchOptions options = exact(Sinks::All, precision);
    options.walk.tolerance = 1e-2;
    options.factors = {.own = 10.0, .other = 1.0};
    options.vectors = VectorSet::Plain;
    const Batch expected = batch_of(graph, starts, options);
    for (const std::size_t threads : {1U, 2U, 3U, 8U})
      for (const VectorSet vectors : testing::runnable_vector_sets()) {
        const ThreadLimit limit(threads);
        options.vectors = vectors;
        CAPTURE(threads, kVectorSetNames[static_cast<std::size_t>(vectors)]);
        CHECK(holds(expected, batch_of(graph, starts, options), 0));
      }
    for (const std::uint64_t bytes : {0U, 2'000'000U, 6'000'000U}) {
      options.state_bytes = bytes;
      CHECK(holds(expected, batch_of(graph, starts, options), 0));
    }
  }
}

TEST_CASE("batched_walks: the order of starts does not matter") {
  const Graph graph = varied_graph(300, 1500, 1);
  auto starts = varied_starts(300, 23);
  BatchOptions options = exact(Sinks::Seeds);
  options.factors = {.own = 3.0, .other = 0.0};
  Batch forward = batch_of(graph, starts, options);
  std::ranges::reverse(starts);
  const Batch backward = batch_of(graph, starts, options);
  std::ranges::reverse(forward.rank);
  std::ranges::reverse(forward.ends);
  CHECK(holds(forward, backward, 0));
}

TEST_CASE("batched_walks: is long_run_walk of each restart and context, bit by bit") {
  const Graph graph = varied_graph(300, 1500, 3);
  const auto starts = varied_starts(300, 20);
  for (const Sinks sinks : kAllSinks) {
    BatchOptions options = exact(sinks);
    options.factors = {.own = 10.0, .other = 1.0};
    const Batch batch = batch_of(graph, starts, options);
    for (std::size_t i = 0; i < starts.size(); ++i) {
      const WalkSteps steps(graph, starts[i].context, 10.0);
      const WalkResult one =
          long_run_walk(steps, testing::restart_of(starts[i], 300), options.walk);
      CHECK(one.rank == batch.rank[i]);
      CHECK(same_end({one.iterations, one.residual, one.converged}, batch.ends[i]));
    }
  }
}

/// A graph whose weights are multiplied beforehand, for one context; all of them by 1/100 as well,
/// so that none is above 1e300.
Graph multiplied(NodeId n, EdgeList edges, ContextId context, const ContextFactors& factors) {
  for (std::size_t i = 0; i < edges.size(); ++i) {
    const ContextId of = edges.columns.context[i];
    edges.columns.weight[i] /= 100.0;
    if (context != kEveryContext && of != kEveryContext)
      edges.columns.weight[i] *= of == context ? factors.own : factors.other;
  }
  edges.columns.context.clear();
  return Graph::build(n, std::move(edges));
}

/// 500 graphs with loops, parallel ties, sinks, isolated seeds and seeds without out-ties.
void check_wild_graphs(Precision precision, double allowed) {
  for (std::uint64_t seed = 0; seed < 500; ++seed) {
    Random random(seed, 8);
    const auto n = static_cast<NodeId>(2 + random.below(24));
    const EdgeList edges = testing::wild_ties(n, random.below(4 * n), 3, seed);
    const auto starts = random_starts(n, 6, 4, seed);
    BatchOptions options = exact(kAllSinks[seed % 3], precision);
    if (seed % 2 == 1) options.factors = {.own = 10.0, .other = seed % 4 == 1 ? 1.0 : 0.25};
    const Batch batch = batch_of(Graph::build(n, edges), starts, options);
    for (std::size_t i = 0; i < starts.size(); ++i) {
      const Graph graph = multiplied(n, edges, starts[i].context, options.factors);
      const auto expected =
          testing::dense_walk(graph, testing::restart_of(starts[i], n), 0.85, options.walk.sinks);
      CAPTURE(seed, i);
      CHECK(l1_distance(batch.rank[i], expected) <= allowed);
    }
  }
}

TEST_CASE("batched_walks: equals a dense solve on 500 graphs with weights 1e-300 to 1e300") {
  check_wild_graphs(Precision::Double, 1e-9);
  check_wild_graphs(Precision::Single, 1e-6);
}

TEST_CASE("batched_walks: other contexts masked is the walk over a view without them") {
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    EdgeList edges = testing::wild_ties(200, 800, 4, 3 * seed);
    edges.columns.weight.clear();
    const Graph graph = Graph::build(200, std::move(edges));
    const auto starts = random_starts(200, 9, 5, seed);
    BatchOptions options = exact(kAllSinks[seed % 3]);
    options.factors = {.own = 1.0, .other = 0.0};
    const Batch batch = batch_of(graph, starts, options);
    for (std::size_t i = 0; i < starts.size(); ++i) {
      const GraphView view(graph, {.context = starts[i].context});
      const Batch masked = batch_of(view, {starts[i]}, exact(options.walk.sinks));
      CAPTURE(seed, i);
      CHECK(l1_distance(batch.rank[i], masked.rank[0]) <= 1e-12);
      for (NodeId v = 0; v < 200; ++v)
        CHECK((batch.rank[i][v] == 0.0) == (masked.rank[0][v] == 0.0));
    }
  }
}

TEST_CASE("batched_walks: single precision ends where rounding keeps it from falling further") {
  const Graph graph = varied_graph(2000, 10'000, 5);
  BatchOptions options = exact(Sinks::Seeds, Precision::Single);
  options.walk.tolerance = 1e-15;
  const auto starts = varied_starts(2000, 20);
  const Batch single = batch_of(graph, starts, options),
              twice = batch_of(graph, starts, exact(Sinks::Seeds));
  for (std::size_t i = 0; i < starts.size(); ++i) {
    CHECK(single.ends[i].iterations < 200);
    CHECK(l1_distance(single.rank[i], twice.rank[i]) <= 1e-6);
  }
}

TEST_CASE(
    "batched_walks: people whom nothing tells apart have equal scores, whatever they pass on") {
  testing::Ties ties;
  for (NodeId v = 1; v < 30; ++v)
    for (NodeId i = 0; i < v; ++i) ties.emplace_back(v, 0);  // 1 ... 29 differ in their out-ties
  for (const Precision precision : {Precision::Double, Precision::Single}) {
    const Batch batch =
        batch_of(testing::graph_of(30, ties), {WalkStart{}}, exact(Sinks::All, precision));
    for (NodeId v = 2; v < 30; ++v) CHECK(batch.rank[0][v] == batch.rank[0][1]);
  }
}

TEST_CASE("batched_walks: no walks, no people") {
  CHECK(batch_of(testing::cycle(3), {}, exact(Sinks::All)).ends.empty());
  const Batch nobody = batch_of(Graph(), {WalkStart{}, WalkStart{}}, exact(Sinks::All));
  REQUIRE(nobody.ends.size() == 2);
  CHECK(nobody.ends[1].converged);
  CHECK(nobody.ends[1].residual == 0.0);
}

}  // namespace
}  // namespace grapevine
