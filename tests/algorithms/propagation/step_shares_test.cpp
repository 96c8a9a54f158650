#include "algorithms/propagation/step_shares.hpp"

#include <catch2/catch.hpp>
#include <cmath>

#include "tests/support/graphs.hpp"

namespace grapevine {
namespace {

/// 0 -> 1 with weight 2 in context 0, 0 -> 2 with weight 3 and sign -1, 0 -> 3 with weight 5.
Graph three_ties(double scale = 1.0) {
  EdgeList edges = testing::edge_list({{0, 1}, {0, 2}, {0, 3}});
  edges.columns.weight = {2.0 * scale, 3.0 * scale, 5.0 * scale};
  edges.columns.sign = {1, -1, 1};
  edges.columns.context = {0, kEveryContext, 1};
  return Graph::build(4, std::move(edges));
}

std::vector<double> shares_of_0(const GraphView& view, ContextId context, double factor,
                                TieSigns signs) {
  const StepShares shares(view, context, factor, signs);
  return {shares(0, 0), shares(0, 1), shares(0, 2)};
}

void check_close(const std::vector<double>& found, const std::vector<double>& expected) {
  CAPTURE(found, expected);
  for (std::size_t i = 0; i < 3; ++i) CHECK(std::abs(found[i] - expected[i]) <= 1e-15);
}

TEST_CASE("StepShares: by weight and sign, and the factor of a context, by hand") {
  const Graph graph = three_ties();
  const GraphView all(graph), positive(graph, {.sign = 1});
  check_close(shares_of_0(all, kEveryContext, 10.0, TieSigns::Both), {0.2, -0.3, 0.5});
  check_close(shares_of_0(all, kEveryContext, 10.0, TieSigns::Positive), {2.0 / 7, 0.0, 5.0 / 7});
  check_close(shares_of_0(positive, kEveryContext, 10.0, TieSigns::Both), {2.0 / 7, 0, 5.0 / 7});
  check_close(shares_of_0(all, 0, 10.0, TieSigns::Both), {20.0 / 28, -3.0 / 28, 5.0 / 28});
  check_close(shares_of_0(all, 1, 0.0, TieSigns::Positive), {1.0, 0.0, 0.0});
}

TEST_CASE("StepShares: the smallest and the largest weights share as 1 does, also with a factor") {
  for (const double scale : {1e-320, 1e-300, 1e299}) {
    const Graph graph = three_ties(scale);
    const GraphView view(graph);
    check_close(shares_of_0(view, 0, 1e9, TieSigns::Both),
                {2e9 / (2e9 + 8), -3 / (2e9 + 8), 5 / (2e9 + 8)});
  }
}

TEST_CASE("StepShares: who has no ties, or ties that weigh nothing, is a sink") {
  EdgeList edges = testing::edge_list({{0, 1}, {2, 1}, {3, 1}});
  edges.columns.weight = {0.0, 1.0, 1.0};
  edges.columns.sign = {1, -1, 1};
  const Graph graph = Graph::build(4, std::move(edges));
  const GraphView view(graph);
  const StepShares both(view, kEveryContext, 1.0, TieSigns::Both),
      positive(view, kEveryContext, 1.0, TieSigns::Positive);
  CHECK(both.is_sink(0));
  CHECK(both(0, 0) == 0.0);
  CHECK(both.is_sink(1));
  CHECK_FALSE(both.is_sink(2));
  CHECK(positive.is_sink(2));
  CHECK_FALSE(positive.is_sink(3));
}

}  // namespace
}  // namespace grapevine
