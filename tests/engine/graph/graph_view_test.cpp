#include "engine/graph/graph_view.hpp"

#include <catch2/catch.hpp>

#include "algorithms/centrality/degree.hpp"
#include "algorithms/centrality/pagerank.hpp"
#include "algorithms/propagation/personalized_pagerank.hpp"
#include "tests/support/graphs.hpp"

using namespace grapevine;

namespace {

Time day(std::uint64_t number) { return Time{std::chrono::hours{24 * number}}; }

EdgeList random_edges(NodeId n, EdgeId m, std::uint64_t seed, bool weighted) {
  EdgeList edges = testing::edge_list(testing::random_ties(n, m, seed));
  Random random(seed, 3);
  for (EdgeId i = 0; i < m; ++i) {
    if (weighted) edges.columns.weight.push_back(random.uniform());
    if (weighted) edges.columns.sign.push_back(random.below(3) == 0 ? -1 : 1);
    edges.columns.type.push_back(static_cast<std::uint16_t>(random.below(3)));
    edges.columns.context.push_back(random.below(3) == 0 ? kEveryContext
                                                         : static_cast<ContextId>(random.below(2)));
    edges.columns.time.push_back(random.below(4) == 0 ? kUndated : day(random.below(10)));
    edges.columns.end.push_back(random.below(2) == 0 ? kUndated : day(5 + random.below(9)));
  }
  edges.type_names = {"a", "b", "c"};
  return edges;
}

TieFilter random_filter(Random& random, bool weighted) {
  TieFilter filter;
  if (random.below(2) == 0) filter.context = static_cast<ContextId>(random.below(2));
  if (random.below(2) == 0) filter.types = {static_cast<std::uint16_t>(random.below(3)), 2};
  if (weighted && random.below(3) == 0) filter.sign = random.below(2) == 0 ? 1 : -1;
  if (random.below(3) == 0) filter.at = day(random.below(12));
  if (random.below(3) == 0) filter.before = day(random.below(12));
  if (random.below(3) == 0) filter.after = day(random.below(12));
  return filter;
}

/// The rules of `TieFilter`, said once more.
bool passes(const EdgeList& edges, EdgeId e, const TieFilter& filter) {
  const EdgeColumns& c = edges.columns;
  if (filter.sign && c.sign[e] != *filter.sign) return false;
  if (filter.context && c.context[e] != kEveryContext && c.context[e] != *filter.context)
    return false;
  if (!filter.types.empty() && c.type[e] != filter.types[0] && c.type[e] != filter.types[1])
    return false;
  const bool undated = c.time[e] == kUndated, open = c.end[e] == kUndated;
  if (filter.at && !((undated || c.time[e] <= *filter.at) && (open || *filter.at < c.end[e])))
    return false;
  if (filter.before && !undated && !(c.time[e] < *filter.before)) return false;
  return !filter.after || (!undated && *filter.after <= c.time[e]);
}

/// The table cut down to the ties that pass, with or without the columns that only filters see.
EdgeList cut(const EdgeList& edges, const TieFilter& filter) {
  EdgeList some;
  for (EdgeId e = 0; e < edges.size(); ++e) {
    if (!passes(edges, e, filter)) continue;
    some.source.push_back(edges.source[e]);
    some.target.push_back(edges.target[e]);
    // Type, context and times stay, as they order parallel ties in a canonical row.
    const auto copy = [&](const auto& from, auto& to) {
      if (!from.empty()) to.push_back(from[e]);
    };
    copy(edges.columns.weight, some.columns.weight);
    copy(edges.columns.sign, some.columns.sign);
    copy(edges.columns.type, some.columns.type);
    copy(edges.columns.context, some.columns.context);
    copy(edges.columns.time, some.columns.time);
    copy(edges.columns.end, some.columns.end);
  }
  some.type_names = edges.type_names;
  return some;
}

}  // namespace

TEST_CASE("GraphView: scores over a view equal those over the cut table, bit by bit") {
  Random random(121, 0);
  std::size_t some = 0;
  for (std::uint64_t round = 0; round < 400; ++round) {
    const bool weighted = random.below(2) == 1;
    const auto n = static_cast<NodeId>(2 + random.below(30));
    const EdgeList edges = random_edges(n, random.below(200), 1'210 + round, weighted);
    const TieFilter filter = random_filter(random, weighted);
    const Graph whole = Graph::build(n, edges), alone = Graph::build(n, cut(edges, filter));
    const GraphView view(whole, filter);
    REQUIRE(view.num_edges() == alone.num_edges());
    const DegreeResult degrees = degree(view), expected = degree(alone);
    REQUIRE(degrees.in_degree == expected.in_degree);
    REQUIRE(degrees.out_degree == expected.out_degree);
    REQUIRE(pagerank(view).rank == pagerank(alone).rank);
    const PersonalizedPageRankOptions from{.seeds = {{"0", 2.0}, {"1", 1.0}}};
    REQUIRE(personalized_pagerank(view, from).score == personalized_pagerank(alone, from).score);
    some += view.num_edges() > 0 && view.num_edges() < whole.num_edges();
  }
  CHECK(some > 150);
}

TEST_CASE("GraphView: of a graph without columns all ties pass a filter, or none") {
  const Graph star = testing::star(5);
  CHECK(GraphView(star).is_whole());
  CHECK(GraphView(star, TieFilter{}).is_whole());
  const GraphView undated(star, {.at = day(3)}), of_type(star, {.types = {0}}),
      negative(star, {.sign = -1});
  CHECK(undated.num_edges() == 4);
  CHECK(undated.in_degree(0) == 4);
  CHECK(of_type.num_edges() == 0);
  CHECK(of_type.in_degree(0) == 0);
  CHECK(negative.out_degree(1) == 0);
}
