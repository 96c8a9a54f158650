#include "algorithms/diffusion/influence_value.hpp"

#include <catch2/catch.hpp>

#include "algorithms/diffusion/simulate_spread.hpp"
#include "tests/support/errors.hpp"
#include "tests/support/graphs.hpp"
#include "tests/support/study_builder.hpp"

namespace grapevine {
namespace {

using testing::error_of;
using testing::Study;
using testing::StudyBuilder;

TEST_CASE("influence_value: sure ties reach all there are, by hand") {
  const Graph graph = testing::graph_of(4, {{0, 1}, {1, 2}});
  const auto result = influence_value(graph, {.weights = "uniform=1", .sketch_size = 512});
  for (const auto& [v, truth] : {std::pair{0U, 3.0}, {1U, 2.0}, {2U, 1.0}, {3U, 1.0}}) {
    CHECK(result.value[v] == Approx(truth).epsilon(0.15));
    CHECK(result.low[v] <= result.value[v]);
    CHECK(result.high[v] >= result.value[v]);
  }
  CHECK(result.high[3] == 1.0);
  CHECK(influence_value(Graph()).value.empty());
}

TEST_CASE("influence_value: agrees with simulated cascades") {
  const Graph graph = testing::random_graph(100, 400, 4);
  const auto result = influence_value(graph, {.sketch_size = 1'024});
  const TieChances chances(graph, {}, 0);
  for (NodeId v = 0; v < 100; v += 9) {
    const NodeId seeds[] = {v};
    const double simulated =
        simulate_spread(chances, CascadeModel::IndependentCascade, seeds, 20'000, 1).people.mean;
    CAPTURE(v, simulated);
    CHECK(result.value[v] == Approx(simulated).epsilon(0.15));
  }
}

/// ann influences bob and cid; each has bought for 3 and 5 units in one context; cid of another.
StudyBuilder town() {
  StudyBuilder rows;
  rows.tie({.src = "ann", .dst = "bob"})
      .tie({.src = "ann", .dst = "cid"})
      .purchase({"ann", 1, 700, "c"})
      .purchase({"bob", 1, 300, "c"})
      .purchase({"cid", 1, 500, "c"})
      .purchase({"cid", 1, 900, "d"});
  return rows;
}

TEST_CASE("influence_value: in a study it is others' margin, in each context") {
  const Study study(town().build());
  const auto result = influence_value_in_study(study.inputs(), {.sketch_size = 1'024});
  const Network& network = study.network;
  const auto at = [&](const char* person, const char* context) {
    return network.row(*network.contexts.find(context), *network.people->find(person));
  };
  const std::size_t ann = at("ann", "c");
  CHECK(result.value[ann] == Approx(8.0).epsilon(0.15));
  CHECK(result.low[ann] < result.value[ann]);
  CHECK(result.high[ann] >= result.value[ann]);
  CHECK(result.value[at("ann", "d")] == Approx(9.0).epsilon(0.15));
  for (const char* person : {"bob", "cid"}) {
    CHECK(result.value[at(person, "c")] == 0.0);
    CHECK(result.high[at(person, "c")] == 0.0);
  }
  REQUIRE(result.warnings.size() == 1);
  CHECK_THAT(result.warnings[0], Catch::Contains("are an assumption"));
}

TEST_CASE("influence_value: a detractor's cascade counts against") {
  StudyBuilder rows = town();
  Study study(rows.build());
  const Network& network = study.network;
  std::vector<double> stance(network.num_rows());
  const std::size_t ann = network.row(*network.contexts.find("c"), *network.people->find("ann"));
  const auto before = influence_value_in_study(study.inputs());
  stance[ann] = -0.5;
  study.earlier.add({{.name = "stance"}, stance});
  const auto against = influence_value_in_study(study.inputs());
  CHECK(against.value[ann] == -before.value[ann]);
  CHECK(against.low[ann] == -before.high[ann]);
  CHECK(against.high[ann] == -before.low[ann]);
  CHECK(influence_value_in_study(study.inputs(), {.detractors = false}).value == before.value);
}

TEST_CASE("influence_value: learned chances follow what people did in each context") {
  StudyBuilder rows;
  for (int i = 0; i < 40; ++i) {
    const std::string leader = "l" + std::to_string(i), friend_of = "f" + std::to_string(i);
    rows.tie({.src = leader, .dst = friend_of});
    for (const char* context : {"hot", "cold"}) rows.purchase({leader, 1, 100, context});
    // All friends follow in one context, a tenth in the other.
    rows.purchase({friend_of, 9, 100, "hot"});
    if (i % 10 == 0) rows.purchase({friend_of, 9, 100, "cold"});
  }
  const Study study(rows.build());
  const auto result =
      influence_value_in_study(study.inputs(), {.weights = "learned", .sketch_size = 256});
  const Network& network = study.network;
  double hot = 0.0, cold = 0.0;
  for (int i = 0; i < 40; ++i) {
    const NodeId leader = *network.people->find("l" + std::to_string(i));
    hot += result.value[network.row(*network.contexts.find("hot"), leader)] / 40;
    cold += result.value[network.row(*network.contexts.find("cold"), leader)] / 40;
  }
  CHECK(hot == Approx(1.0).epsilon(0.1));  // the friend's one unit, for sure
  CHECK(cold < 0.05);                      // a tenth of a tenth; 0.1 if ties were sure
  CHECK_THAT(result.warnings[0], Catch::Contains("may be likeness"));
}

TEST_CASE("influence_value: nobody buys, nobody is worth anything, and bad weights are refused") {
  StudyBuilder rows;
  rows.tie({.src = "ann", .dst = "bob"}).context("c");
  const Study study(rows.build());
  const auto result = influence_value_in_study(study.inputs());
  CHECK(result.value == std::vector<double>{0.0, 0.0});
  CHECK_THAT(error_of([&] { influence_value(Graph(), {.weights = "p"}); }),
             Catch::StartsWith("InvalidOption weights: "));
  CHECK_THAT(error_of([&] { influence_value(Graph(), {.sketch_size = 1}); }),
             Catch::StartsWith("InvalidOption sketch_size: "));
}

}  // namespace
}  // namespace grapevine
