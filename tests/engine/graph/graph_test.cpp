#include "engine/graph/graph.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <limits>
#include <numeric>
#include <tuple>

#include "engine/base/error.hpp"
#include "engine/parallel/blocks.hpp"
#include "tests/support/errors.hpp"
#include "tests/support/graphs.hpp"

using namespace grapevine;
using testing::graph_of;
using testing::Ties;

namespace {

/// A tie with all it carries, in the canonical order of a graph's rows.
using Row = std::tuple<NodeId, NodeId, std::uint16_t, ContextId, Time, Time, int, double>;

template <class Columns>
Row row_of(NodeId source, NodeId target, const Columns& c, EdgeId e) {
  return {source, target, c.type[e], c.context[e], c.time[e], c.end[e], c.sign[e], c.weight[e]};
}

/// Random ties with every column, drawn from few values so that parallel and equal ties occur.
EdgeList random_edges(NodeId n, EdgeId m, std::uint64_t seed) {
  EdgeList edges = testing::edge_list(testing::random_ties(n, m, seed));
  Random random(seed, 1);
  for (EdgeId i = 0; i < m; ++i) {
    edges.columns.weight.push_back(static_cast<double>(random.below(3)));
    edges.columns.sign.push_back(random.below(2) ? 1 : -1);
    edges.columns.type.push_back(static_cast<std::uint16_t>(random.below(2)));
    edges.columns.time.push_back(random.below(2) ? kUndated
                                                 : Time{std::chrono::hours{24 * random.below(2)}});
    edges.columns.context.push_back(random.below(2) ? kEveryContext : 1);
    edges.columns.end.push_back(random.below(2) ? kUndated : Time{std::chrono::hours{48}});
  }
  edges.type_names = {"friend", "colleague"};
  return edges;
}

EdgeList permuted(const EdgeList& edges, std::uint64_t seed) {
  std::vector<std::size_t> order(edges.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  Random random(seed, 2);
  std::shuffle(order.begin(), order.end(), random);
  EdgeList result{.type_names = edges.type_names};
  for (const std::size_t i : order) {
    result.source.push_back(edges.source[i]);
    result.target.push_back(edges.target[i]);
    result.columns.weight.push_back(edges.columns.weight[i]);
    result.columns.sign.push_back(edges.columns.sign[i]);
    result.columns.type.push_back(edges.columns.type[i]);
    result.columns.time.push_back(edges.columns.time[i]);
    result.columns.context.push_back(edges.columns.context[i]);
    result.columns.end.push_back(edges.columns.end[i]);
  }
  return result;
}

/// All ties as the outgoing rows tell them, in the order of EdgeId.
std::vector<Row> out_rows(const Graph& graph) {
  std::vector<Row> rows;
  for (NodeId u = 0; u < graph.num_nodes(); ++u) {
    EdgeId e = graph.first_out_edge(u);
    for (const NodeId v : graph.out_neighbors(u))
      rows.push_back(row_of(u, v, graph.columns(), e++));
  }
  return rows;
}

/// All ties as the incoming rows tell them.
std::vector<Row> in_rows(const Graph& graph) {
  std::vector<Row> rows;
  for (NodeId v = 0; v < graph.num_nodes(); ++v) {
    const auto sources = graph.in_neighbors(v);
    const auto edges = graph.in_edges(v);
    REQUIRE(sources.size() == edges.size());
    REQUIRE(std::ranges::is_sorted(sources));
    for (std::size_t i = 0; i < sources.size(); ++i)
      rows.push_back(row_of(sources[i], v, graph.columns(), edges[i]));
  }
  return rows;
}

std::vector<NodeId> row(std::span<const NodeId> neighbors) {
  return {neighbors.begin(), neighbors.end()};
}

}  // namespace

TEST_CASE("Graph: both rows hold exactly the ties given, each with its own columns") {
  Random random(15, 0);
  for (std::uint64_t i = 0; i < 100; ++i) {
    const auto n = static_cast<NodeId>(1 + random.below(12));
    const EdgeList edges = random_edges(n, random.below(80), 2000 + i);
    std::vector<Row> expected;
    for (EdgeId e = 0; e < edges.size(); ++e)
      expected.push_back(row_of(edges.source[e], edges.target[e], edges.columns, e));
    std::ranges::sort(expected);

    const Graph graph = Graph::build(n, edges);
    REQUIRE(graph.num_edges() == edges.size());
    REQUIRE(out_rows(graph) == expected);  // canonical order is part of the contract
    auto incoming = in_rows(graph);
    std::ranges::sort(incoming);
    REQUIRE(incoming == expected);
    EdgeId in_place = 0;
    for (NodeId v = 0; v < n; ++v) {
      REQUIRE(graph.out_degree(v) == graph.out_neighbors(v).size());
      REQUIRE(graph.in_degree(v) == graph.in_neighbors(v).size());
      REQUIRE(graph.first_in_edge(v) == in_place);
      in_place += graph.in_degree(v);
    }
  }
}

TEST_CASE(
    "Graph: shuffled rows give equal arrays, whatever is done about loops and parallel ties") {
  for (std::uint64_t seed = 0; seed < 30; ++seed)
    for (const auto parallel : {ParallelEdges::Keep, ParallelEdges::Drop, ParallelEdges::Sum})
      for (const bool directed : {true, false}) {
        const GraphOptions options{.directed = directed, .parallel_edges = parallel};
        const EdgeList edges = random_edges(8, 60, seed);
        const Graph a = Graph::build(8, edges, options);
        const Graph b = Graph::build(8, permuted(edges, seed), options);
        REQUIRE(out_rows(a) == out_rows(b));
        REQUIRE(in_rows(a) == in_rows(b));
        REQUIRE(a.report().dropped == b.report().dropped);
      }
}

TEST_CASE("Graph: large inputs sort to the same rows at any number of threads") {
  const Ties ties = testing::random_ties(5'000, 150'000, 16);
  const auto neighbors = [&](std::size_t threads) {
    const ThreadLimit limit(threads);
    const Graph graph = graph_of(5'000, ties);
    std::vector<NodeId> all;
    for (NodeId u = 0; u < graph.num_nodes(); ++u) {
      for (const NodeId v : graph.out_neighbors(u)) all.push_back(v);
      for (const NodeId v : graph.in_neighbors(u)) all.push_back(v);
    }
    return all;
  };
  CHECK(neighbors(1) == neighbors(2));
  CHECK(neighbors(1) == neighbors(8));
}

TEST_CASE("Graph: a plain graph has no columns, weights and signs are 1, contexts are all") {
  const Graph graph = graph_of(3, {{2, 0}, {0, 1}, {0, 1}});
  CHECK(row(graph.out_neighbors(0)) == std::vector<NodeId>{1, 1});
  CHECK(row(graph.in_neighbors(0)) == std::vector<NodeId>{2});
  CHECK_FALSE(graph.columns().any());
  CHECK(graph.in_edges(1).empty());
  CHECK(graph.weight(0) == 1.0);
  CHECK(graph.sign(0) == 1);
  CHECK(graph.context(0) == kEveryContext);
  CHECK(graph.report().parallel_edges == 1);
  CHECK(graph.report().dropped == 0);
}

TEST_CASE("Graph: self-loops are counted, and kept or dropped") {
  const Ties ties = {{0, 0}, {0, 1}, {1, 1}, {1, 1}};
  const Graph kept = graph_of(2, ties);
  CHECK(kept.num_edges() == 4);
  CHECK(kept.report().self_loops == 3);
  CHECK(kept.report().parallel_edges == 1);
  CHECK(kept.report().dropped == 0);
  const Graph dropped = graph_of(2, ties, {.self_loops = SelfLoops::Drop});
  CHECK(dropped.num_edges() == 1);
  CHECK(row(dropped.out_neighbors(0)) == std::vector<NodeId>{1});
  CHECK(dropped.report().self_loops == 3);
  CHECK(dropped.report().dropped == 3);
}

TEST_CASE("Graph: parallel ties are kept, dropped or summed") {
  EdgeList edges = testing::edge_list({{0, 1}, {0, 1}, {0, 1}, {1, 0}});
  edges.columns.weight = {3.0, 1.0, 2.0, 5.0};
  edges.columns.sign = {1, -1, 1, 1};
  const auto weights = [&](ParallelEdges choice) {
    const Graph graph = Graph::build(2, edges, {.parallel_edges = choice});
    CHECK(graph.report().parallel_edges == 2);
    CHECK(graph.report().dropped == 4 - graph.num_edges());
    return graph.columns().weight;
  };
  // Canonical order: the negative tie first, then by weight.
  CHECK(weights(ParallelEdges::Keep) == std::vector<double>{1.0, 2.0, 3.0, 5.0});
  CHECK(weights(ParallelEdges::Drop) == std::vector<double>{1.0, 5.0});
  CHECK(weights(ParallelEdges::Sum) == std::vector<double>{1.0, 5.0, 5.0});
}

TEST_CASE("Graph: summing unweighted ties counts them") {
  const Graph graph = graph_of(2, {{0, 1}, {0, 1}, {0, 1}}, {.parallel_edges = ParallelEdges::Sum});
  CHECK(graph.columns().weight == std::vector<double>{3.0});
}

TEST_CASE("Graph: sums stay apart by sign, type, context and times, and keep the total weight") {
  for (std::uint64_t seed = 0; seed < 30; ++seed) {
    const EdgeList edges = random_edges(5, 80, 3000 + seed);
    const Graph graph = Graph::build(5, edges, {.parallel_edges = ParallelEdges::Sum});
    std::vector<Row> rows = out_rows(graph);
    const auto total =
        std::accumulate(edges.columns.weight.begin(), edges.columns.weight.end(), 0.0);
    CHECK(std::accumulate(graph.columns().weight.begin(), graph.columns().weight.end(), 0.0) ==
          total);
    for (Row& r : rows) std::get<7>(r) = 0.0;
    CHECK(std::ranges::adjacent_find(rows) == rows.end());
    std::vector<Row> kinds;
    for (EdgeId e = 0; e < edges.size(); ++e) {
      kinds.push_back(row_of(edges.source[e], edges.target[e], edges.columns, e));
      std::get<7>(kinds.back()) = 0.0;
    }
    std::ranges::sort(kinds);
    kinds.erase(std::ranges::unique(kinds).begin(), kinds.end());
    CHECK(rows == kinds);
  }
}

TEST_CASE("Graph: undirected ties are stored both ways, a self-loop twice") {
  const Graph graph = graph_of(3, {{0, 1}, {2, 2}}, {.directed = false});
  CHECK(graph.num_edges() == 4);
  CHECK(row(graph.out_neighbors(0)) == std::vector<NodeId>{1});
  CHECK(row(graph.out_neighbors(1)) == std::vector<NodeId>{0});
  CHECK(row(graph.out_neighbors(2)) == std::vector<NodeId>{2, 2});
  EdgeList weighted = random_edges(6, 40, 17);
  const Graph both = Graph::build(6, weighted, {.directed = false});
  std::vector<Row> mirrored = out_rows(both);
  for (Row& r : mirrored) std::swap(std::get<0>(r), std::get<1>(r));
  std::ranges::sort(mirrored);
  CHECK(mirrored == out_rows(both));
}

TEST_CASE("Graph: weights that are no finite number >= 0 are refused") {
  for (const double bad : {-1.0, -1e-300, std::nan(""), std::numeric_limits<double>::infinity()}) {
    EdgeList edges = testing::edge_list({{0, 1}, {1, 0}});
    edges.columns.weight = {1.0, bad};
    try {
      Graph::build(2, edges);
      FAIL_CHECK("took weight " << bad);
    } catch (const Error& error) {
      CHECK(error.code() == ErrorCode::BadInput);
    }
  }
}

TEST_CASE("Graph: empty graphs, and nodes without ties") {
  CHECK(Graph().num_nodes() == 0);
  CHECK(Graph().num_edges() == 0);
  CHECK(Graph::build(0, {}).num_edges() == 0);
  const Graph lonely = graph_of(3, {});
  CHECK(lonely.num_nodes() == 3);
  for (NodeId v = 0; v < 3; ++v) {
    CHECK(lonely.out_neighbors(v).empty());
    CHECK(lonely.in_neighbors(v).empty());
  }
  for (const auto choice : {ParallelEdges::Drop, ParallelEdges::Sum})
    CHECK(graph_of(3, {}, {.parallel_edges = choice}).num_edges() == 0);
}

TEST_CASE("Graph: nodes are named by their places, or by the ids they came with") {
  const Graph plain = graph_of(3, {{0, 1}});
  CHECK(plain.ids() == nullptr);
  CHECK(plain.name(2) == "2");
  CHECK(plain.find("2") == NodeId{2});
  for (const char* text : {"3", "-1", "02", "x", "", "4294967297"})
    CHECK_FALSE(plain.find(text).has_value());
  const auto ids = std::make_shared<const IdIndex>(IdIndex::from_texts({"bob", "ann", "eve"}));
  const Graph named = graph_of(3, {{0, 1}}).with_ids(ids);
  CHECK(named.name(0) == "ann");
  CHECK(named.find("eve") == NodeId{2});
  CHECK_FALSE(named.find("2").has_value());
  CHECK(named.num_edges() == 1);
}

TEST_CASE("graph: weights of parallel ties whose sum overflows are refused") {
  EdgeList edges = testing::edge_list({{0, 1}, {0, 1}});
  edges.columns.weight = {9e299, 9e299};
  CHECK(Graph::build(2, edges).num_edges() == 2);
  CHECK(testing::error_of([&] {
          Graph::build(2, edges, {.parallel_edges = ParallelEdges::Sum});
        }) == "BadInput graph: weights of parallel ties sum beyond 1e300; scale all weights");
}
