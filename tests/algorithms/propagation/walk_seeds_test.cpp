#include "algorithms/propagation/walk_seeds.hpp"

#include <catch2/catch.hpp>

#include "tests/support/errors.hpp"
#include "tests/support/graphs.hpp"
#include "tests/support/study_builder.hpp"

namespace grapevine {
namespace {

using testing::error_of;
using Weights = std::vector<double>;

TEST_CASE("named_seed_weights: scaled to 1, one named twice counts twice, errors by name") {
  const Graph graph = testing::graph_of(3, {{0, 1}});
  CHECK(named_seed_weights(graph, {{"1", 1.0}, {"2", 2.0}, {"1", 1.0}}) == Weights{0.0, 0.5, 0.5});
  CHECK(error_of([&] { named_seed_weights(graph, {{"9", 1.0}}); }) ==
        "InvalidOption seeds: '9' is not in the graph; give ids that the input has");
  for (const double weight : {0.0, 1.5e308})
    CHECK(error_of([&] {
            named_seed_weights(graph, {{"0", weight}, {"1", weight}});
          }).starts_with("InvalidOption seeds: their weights sum to 0, or overflow"));
  CHECK(named_seed_weights(Graph(), {}).empty());
}

TEST_CASE("uniform_seeds: the same for all") {
  CHECK(uniform_seeds(4) == Weights{0.25, 0.25, 0.25, 0.25});
  CHECK(uniform_seeds(0).empty());
}

TEST_CASE("purchase_numbers, purchase_margins: of one context, refunds taken off, never below 0") {
  testing::StudyBuilder rows;
  rows.purchase({"a", 1, 500, "x"}).purchase({"a", 2, -200, "x"}).purchase({"a", 3, 7, "y"});
  rows.purchase({"b", 1, 100, "x"}).purchase({"b", 2, -300, "x"}).person("c");
  const Network network = rows.build();
  CHECK(purchase_numbers(network, 0) == Weights{2.0, 2.0, 0.0});
  CHECK(purchase_margins(network, 0) == Weights{300.0, 0.0, 0.0});
  CHECK(purchase_margins(network, 1) == Weights{7.0, 0.0, 0.0});
}

TEST_CASE("scale_to_one: says where it cannot") {
  Weights some = {1.0, 3.0}, none = {0.0, 0.0}, endless = {1e308, 1e308};
  CHECK(scale_to_one(some));
  CHECK(some == Weights{0.25, 0.75});
  CHECK_FALSE(scale_to_one(none));
  CHECK_FALSE(scale_to_one(endless));
}

}  // namespace
}  // namespace grapevine
