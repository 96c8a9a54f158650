#include "algorithms/diffusion/activation.hpp"

#include <catch2/catch.hpp>
#include <cmath>

#include "tests/support/errors.hpp"
#include "tests/support/graphs.hpp"

namespace grapevine {
namespace {

using testing::error_of;
using testing::graph_of;

TEST_CASE("activation: a chain of coin tosses, by hand") {
  const auto result = activation(graph_of(4, {{0, 1}, {1, 2}}),
                                 {.seeds = {"0"}, .weights = "uniform=0.5", .runs = 40'000});
  const double exact[] = {1.0, 0.5, 0.25, 0.0};
  for (std::size_t v = 0; v < 4; ++v) {
    CHECK(std::abs(result.probability[v] - exact[v]) <= 5.0 * result.standard_error[v]);
    CHECK(result.standard_error[v] > 0.0);
    CHECK(result.standard_error[v] <= 0.5 / std::sqrt(40'000.0));
  }
  CHECK(std::abs(result.spread.mean - 1.75) <= 5.0 * result.spread.standard_error);
  CHECK(result.facts()[2] == std::pair<std::string, std::string>("runs", "40000"));
}

TEST_CASE("activation: two ties into one person, both models by hand") {
  const Graph graph = graph_of(3, {{0, 2}, {1, 2}});
  const auto chance = [&](CascadeModel model) {
    return activation(
               graph,
               {.seeds = {"0", "1"}, .cascade = model, .weights = "uniform=0.5", .runs = 10'000})
        .probability[2];
  };
  CHECK(chance(CascadeModel::IndependentCascade) == Approx(0.75).margin(0.03));
  CHECK(chance(CascadeModel::LinearThreshold) == 1.0);
}

TEST_CASE("activation: nobody begins unless seeds are named") {
  const auto result = activation(graph_of(2, {{0, 1}}));
  CHECK(result.probability == std::vector<double>{0.0, 0.0});
  CHECK(result.spread.mean == 0.0);
}

TEST_CASE("activation: bad seeds, weights and sums are refused by name") {
  const Graph graph = graph_of(3, {{0, 2}, {1, 2}});
  CHECK_THAT(error_of([&] { activation(graph, {.seeds = {"7"}}); }),
             Catch::StartsWith("InvalidOption seeds: '7' is not in the graph; "));
  CHECK_THAT(error_of([&] { activation(graph, {.weights = "even"}); }),
             Catch::StartsWith("InvalidOption weights: 'even' says no chances of ties; "));
  CHECK_THAT(error_of([&] {
               activation(graph,
                          {.cascade = CascadeModel::LinearThreshold, .weights = "uniform=1"});
             }),
             Catch::StartsWith("BadInput person '2': "));
  CHECK_THAT(error_of([&] { activation(graph, {.runs = 0}); }),
             Catch::StartsWith("InvalidOption runs: "));
}

TEST_CASE("activation: along a negative tie the opposite is said, and spread is for less against") {
  EdgeList edges = testing::edge_list({{0, 1}, {1, 2}, {0, 3}});
  edges.columns.sign = {-1, 1, 1};
  const Graph graph = Graph::build(4, std::move(edges));
  const ActivationOptions plain{.seeds = {"0"}, .weights = "uniform=1", .runs = 100};
  ActivationOptions with = plain;
  with.with_signs = true;
  const auto blocked = activation(graph, plain), both = activation(graph, with);
  CHECK(blocked.probability == std::vector<double>{1.0, 0.0, 0.0, 1.0});
  CHECK(blocked.positive == blocked.probability);
  CHECK(blocked.negative == std::vector<double>(4, 0.0));
  CHECK(both.probability == std::vector<double>(4, 1.0));
  CHECK(both.positive == std::vector<double>{1.0, 0.0, 0.0, 1.0});
  CHECK(both.negative == std::vector<double>{0.0, 1.0, 1.0, 0.0});
  CHECK(both.spread.mean == 0.0);
  CHECK(both.facts()[3] == std::pair<std::string, std::string>("for", "2"));
  CHECK(both.facts()[4] == std::pair<std::string, std::string>("against", "2"));
  with.detractors = {"0"};
  CHECK(activation(graph, with).negative == std::vector<double>{1.0, 0.0, 0.0, 1.0});
}

TEST_CASE("activation: detractors without signs, and signs with thresholds, are refused") {
  const Graph graph = graph_of(2, {{0, 1}});
  CHECK_THAT(error_of([&] { activation(graph, {.detractors = {"0"}}); }),
             Catch::StartsWith("InvalidOption detractors: nobody speaks against unless signed; "));
  CHECK_THAT(error_of([&] {
               activation(graph, {.cascade = CascadeModel::LinearThreshold, .with_signs = true});
             }),
             Catch::StartsWith("InvalidOption cascade: lt knows no signs; "));
  CHECK_THAT(error_of([&] { activation(graph, {.with_signs = true, .detractors = {"7"}}); }),
             Catch::StartsWith("InvalidOption detractors: '7' is not in the graph; "));
}

}  // namespace
}  // namespace grapevine
