#include "algorithms/centrality/tie_matrix.hpp"

#include <catch2/catch.hpp>
#include <cmath>

#include "tests/support/errors.hpp"
#include "tests/support/graphs.hpp"

namespace grapevine {
namespace {

using testing::error_of;
using testing::graph_of;
using Values = std::vector<double>;

/// 0 -> 1 with 2, 0 -> 2 with 4 and sign -1, 1 -> 2 with 1.
Graph signed_graph() {
  EdgeList edges = testing::edge_list({{0, 1}, {0, 2}, {1, 2}});
  edges.columns.weight = {2.0, 4.0, 1.0};
  edges.columns.sign = {1, -1, 1};
  return Graph::build(3, std::move(edges));
}

TEST_CASE("TieMatrix: entries in multiples of the largest weight, by hand") {
  const Graph graph = signed_graph();
  const TieMatrix both(graph, TieSigns::Both), positive(graph, TieSigns::Positive);
  const Values x = {8.0, 16.0, 1.0};
  CHECK(both.unit() == 4.0);
  CHECK(both.pull(2, x) == -8.0 + 4.0);
  CHECK(both.pull_absolute(2, x) == 8.0 + 4.0);
  CHECK(both.pull_back(0, x) == 8.0 - 1.0);
  CHECK(positive.unit() == 2.0);
  CHECK(positive.pull(2, x) == 8.0);
  CHECK(positive.pull(1, x) == 8.0);
  CHECK(positive.pull_back(0, x) == 16.0);
  const GraphView none(graph, {.before = Time::min(), .after = Time::max()});
  CHECK(TieMatrix(none, TieSigns::Both).unit() == 0.0);
  CHECK(TieMatrix(none, TieSigns::Both).pull(2, x) == 0.0);
}

TEST_CASE("TieMatrix: a graph without columns has entries of 1, parallel ties each") {
  const Graph graph = graph_of(3, {{0, 1}, {0, 1}, {1, 2}});
  const TieMatrix matrix(graph, TieSigns::Both);
  const Values x = {3.0, 5.0, 7.0};
  CHECK(matrix.unit() == 1.0);
  CHECK(matrix.pull(1, x) == 6.0);
  CHECK(matrix.pull_back(0, x) == 10.0);
}

TEST_CASE("TieMatrix: whether ties go round, those that weigh something") {
  const auto goes_round = [](NodeId n, const testing::Ties& ties, std::vector<double> weight = {}) {
    EdgeList edges = testing::edge_list(ties);
    edges.columns.weight = std::move(weight);
    const Graph graph = Graph::build(n, std::move(edges));
    return TieMatrix(graph, TieSigns::Both).has_cycle();
  };
  CHECK_FALSE(goes_round(0, {}));
  CHECK_FALSE(goes_round(4, {{0, 1}, {0, 2}, {1, 3}, {2, 3}}));
  CHECK(goes_round(1, {{0, 0}}));
  CHECK(goes_round(4, {{0, 1}, {1, 2}, {2, 1}}));
  CHECK_FALSE(goes_round(4, {{0, 1}, {1, 2}, {2, 1}}, {1.0, 0.0, 1.0}));
}

TEST_CASE("dominant_of: rings, a pair and a path by hand, settled where a plain step goes on") {
  const auto radius = [](const Graph& graph) {
    const Dominant found = dominant_of(TieMatrix(graph, TieSigns::Both), 1e-12, 10'000);
    CHECK(found.converged);
    return found.radius;
  };
  CHECK(radius(testing::cycle(9)) == Approx(1.0));
  CHECK(radius(testing::star(9)) == 0.0);
  const GraphOptions undirected{.directed = false};
  CHECK(radius(graph_of(2, {{0, 1}}, undirected)) == Approx(1.0));
  CHECK(radius(graph_of(3, {{0, 1}, {1, 2}}, undirected)) == Approx(std::sqrt(2.0)));
  CHECK(radius(graph_of(1, {{0, 0}, {0, 0}})) == Approx(2.0));
}

TEST_CASE("attenuation_of: half of the largest factor, and what is too much, by name") {
  const Graph graph = testing::cycle(5);
  const TieMatrix matrix(graph, TieSigns::Both);
  CHECK(attenuation_of(matrix, {}, "alpha").factor == Approx(0.5));
  CHECK(attenuation_of(matrix, 0.99, "alpha").factor == 0.99);
  CHECK(error_of([&] { attenuation_of(matrix, 1.0, "alpha"); }) ==
        "InvalidOption alpha: is 1, but the spectral radius of the ties is 1; give less than 1, or "
        "leave it out");
  const Graph star = testing::star(5);
  CHECK(attenuation_of(TieMatrix(star, TieSigns::Both), {}, "alpha").factor == 0.5);
  CHECK(attenuation_of(TieMatrix(star, TieSigns::Both), 7.0, "alpha").radius == 0.0);
}

TEST_CASE("attenuation_of: the smallest and the largest weights") {
  for (const double weight : {5e-324, 1e-300, 1e300}) {
    EdgeList edges = testing::edge_list({{0, 1}, {1, 0}});
    edges.columns.weight = {weight, weight};
    const Graph graph = Graph::build(2, std::move(edges));
    const TieMatrix matrix(graph, TieSigns::Both);
    const auto attenuation = attenuation_of(matrix, {}, "alpha");
    CHECK(attenuation.step == Approx(0.5));
    CHECK(std::isfinite(attenuation.factor));
    const auto sums = walk_sums(matrix, attenuation, Values{1.0, 1.0}, 1e-14, 1000, "alpha");
    CHECK(sums.sum[0] == Approx(2.0));
  }
}

TEST_CASE("walk_sums: a path by hand, tolerance 0 runs all passes, and an overflow is named") {
  const Graph graph = graph_of(3, {{0, 1}, {1, 2}});
  const TieMatrix matrix(graph, TieSigns::Both);
  const Values own = {1.0, 10.0, 100.0};
  const auto sums =
      walk_sums(matrix, attenuation_of(matrix, 0.5, "alpha"), own, 1e-14, 99, "alpha");
  CHECK(sums.sum == Values{1.0, 10.5, 105.25});
  CHECK(sums.converged);
  CHECK(sums.iterations == 3);
  const auto fixed = walk_sums(matrix, attenuation_of(matrix, 0.5, "alpha"), own, 0.0, 5, "alpha");
  CHECK(fixed.iterations == 5);
  CHECK_FALSE(fixed.converged);
  EdgeList edges = testing::edge_list({{0, 1}, {1, 2}});
  edges.columns.weight = {1e300, 1e300};
  const Graph huge = Graph::build(3, std::move(edges));
  const TieMatrix large(huge, TieSigns::Both);
  CHECK(error_of([&] {
          walk_sums(large, attenuation_of(large, 1.0, "alpha"), own, 1e-14, 99, "alpha");
        }) == "InvalidOption alpha: the sums over walks overflow with 1; give a smaller one");
}

}  // namespace
}  // namespace grapevine
