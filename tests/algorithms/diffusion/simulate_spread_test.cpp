#include "algorithms/diffusion/simulate_spread.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <numeric>

#include "engine/parallel/blocks.hpp"
#include "tests/support/errors.hpp"
#include "tests/support/influence_graphs.hpp"
#include "tests/support/live_worlds.hpp"

namespace grapevine {
namespace {

using Model = CascadeModel;

TieChances chances_of(const GraphView& view, const std::string& rule) {
  return {view, read_chance_rule(rule, "weights"), 3};
}

std::vector<double> chance_list(const TieChances& chances) {
  std::vector<double> all;
  for (NodeId u = 0; u < chances.graph().num_nodes(); ++u)
    for (std::size_t i = 0; i < chances.graph().out_degree(u); ++i) all.push_back(chances.of(u, i));
  return all;
}

/// Compares how often each person was reached with the enumeration of all worlds of live ties.
void check_against_worlds(const Graph& graph, const std::string& rule, Model model,
                          std::span<const NodeId> seeds) {
  constexpr std::uint64_t kRuns = 20'000;
  const TieChances chances = chances_of(graph, rule);
  const auto exact = testing::exact_activation(graph, chance_list(chances),
                                               model == Model::LinearThreshold, seeds);
  const auto spread = simulate_spread(chances, model, seeds, kRuns, 17);
  for (NodeId v = 0; v < graph.num_nodes(); ++v) {
    const double found = static_cast<double>(spread.times_reached[v]) / kRuns;
    CAPTURE(rule, v, exact[v], found);
    CHECK(std::abs(found - exact[v]) <=
          5.0 * std::sqrt(std::max(0.0, exact[v] * (1.0 - exact[v])) / kRuns) + 1e-6);
  }
  const double sum = std::accumulate(exact.begin(), exact.end(), 0.0);
  CHECK(std::abs(spread.people.mean - sum) <= 5.0 * spread.people.standard_error + 1e-5);
}

TEST_CASE("simulate_spread: independent cascades equal the enumeration of live-edge worlds") {
  for (std::uint64_t seed = 0; seed < 12; ++seed) {
    Random random(seed, 5);
    const auto n = static_cast<NodeId>(2 + random.below(7));
    const std::vector<NodeId> seeds = {0, static_cast<NodeId>(n / 2)};
    const EdgeId m = 1 + random.below(12);
    const Graph plain = testing::random_graph(n, m, seed);
    CAPTURE(seed, n, m);
    for (const char* rule : {"weighted_cascade", "uniform=0.2", "uniform=0.7", "trivalency"})
      check_against_worlds(plain, rule, Model::IndependentCascade, seeds);
    check_against_worlds(testing::graph_of_chances(n, m, seed), "column=weight",
                         Model::IndependentCascade, seeds);
  }
}

TEST_CASE("simulate_spread: linear thresholds equal the enumeration of live-edge worlds") {
  for (std::uint64_t seed = 0; seed < 12; ++seed) {
    Random random(seed, 6);
    const auto n = static_cast<NodeId>(2 + random.below(7));
    const std::vector<NodeId> seeds = {0, static_cast<NodeId>(n / 2)};
    const EdgeId m = 1 + random.below(12);
    const Graph plain = testing::random_graph(n, m, seed);
    CAPTURE(seed, n, m);
    for (const char* rule : {"weighted_cascade", "uniform=0.08", "trivalency"})
      check_against_worlds(plain, rule, Model::LinearThreshold, seeds);
    check_against_worlds(testing::graph_of_chances(n, m, seed), "column=weight",
                         Model::LinearThreshold, seeds);
  }
}

TEST_CASE("simulate_spread: small chances of many ties are thinned to each tie's own") {
  // One seed, 400 people with a tie of their own chance each: reached as often as it says.
  EdgeList edges;
  for (NodeId v = 1; v <= 400; ++v) {
    edges.source.push_back(0);
    edges.target.push_back(v);
    edges.columns.weight.push_back(0.2 * v / 400.0);
  }
  const Graph graph = Graph::build(401, std::move(edges));
  const TieChances chances = chances_of(graph, "column=weight");
  REQUIRE(chances.skips());
  const NodeId seeds[] = {0};
  const auto spread = simulate_spread(chances, Model::IndependentCascade, seeds, 20'000, 5);
  for (NodeId v = 1; v <= 400; ++v) {
    const double chance = 0.2 * v / 400.0;
    CHECK(std::abs(static_cast<double>(spread.times_reached[v]) - 20'000 * chance) <=
          5.0 * std::sqrt(20'000 * chance * (1.0 - chance)));
  }
}

TEST_CASE("simulate_spread: the standard error is how far estimates lie apart") {
  const Graph graph = testing::random_graph(200, 900, 2);
  const TieChances chances = chances_of(graph, "weighted_cascade");
  const NodeId seeds[] = {1, 2, 3};
  double sum = 0.0, squares = 0.0, told = 0.0;
  constexpr int kTimes = 400;
  for (std::uint64_t seed = 0; seed < kTimes; ++seed) {
    const RunMean one =
        simulate_spread(chances, Model::IndependentCascade, seeds, 200, seed).people;
    sum += one.mean;
    squares += one.mean * one.mean;
    told += one.standard_error / kTimes;
  }
  const double variance = (squares - sum * sum / kTimes) / (kTimes - 1);
  // The standard deviation of 400 numbers is known to 1 / sqrt(800) of itself.
  CHECK(std::sqrt(variance) == Approx(told).epsilon(4.0 / std::sqrt(800.0)));
}

TEST_CASE("simulate_spread: what people are worth is summed over those reached") {
  const Graph graph = testing::graph_of(4, {{0, 1}, {1, 2}, {3, 2}});
  const TieChances sure = chances_of(graph, "uniform=1");
  const NodeId seeds[] = {0};
  const std::vector<double> values = {1.5, 2.0, 0.25, 100.0};
  const auto spread = simulate_spread(sure, Model::IndependentCascade, seeds, 100, 1, values);
  CHECK(spread.value.mean == 3.75);
  CHECK(spread.value.standard_error == 0.0);
  CHECK(spread.people.mean == 3.0);
  CHECK(spread.tries == 2U * 100);
}

TEST_CASE("simulate_spread: chance 0 and 1, nobody, and the same seed twice") {
  const Graph graph = testing::cycle(50);
  const NodeId twice[] = {3, 3};
  const auto spread = [&](const char* rule, std::span<const NodeId> seeds) {
    return simulate_spread(chances_of(graph, rule), Model::IndependentCascade, seeds, 100, 1)
        .people.mean;
  };
  CHECK(spread("uniform=0", twice) == 1.0);
  CHECK(spread("uniform=1", twice) == 50.0);
  CHECK(spread("uniform=1", {}) == 0.0);
  const Graph nobody;
  CHECK(simulate_spread(chances_of(nobody, "weighted_cascade"), Model::LinearThreshold, {}, 10, 1)
            .people.mean == 0.0);
}

TEST_CASE("simulate_spread: a path of a million people, and a million without ties") {
  constexpr NodeId kPeople = 1'000'000;
  testing::Ties path;
  for (NodeId v = 0; v + 1 < kPeople; ++v) path.emplace_back(v, v + 1);
  const NodeId first[] = {0};
  const Graph line = testing::graph_of(kPeople, path), apart = testing::graph_of(kPeople, {});
  for (const Model model : {Model::IndependentCascade, Model::LinearThreshold}) {
    CHECK(simulate_spread(chances_of(line, "weighted_cascade"), model, first, 2, 1).people.mean ==
          1e6);
    CHECK(simulate_spread(chances_of(apart, "uniform=1"), model, first, 2, 1).people.mean == 1.0);
  }
}

TEST_CASE("simulate_spread: threads change no bit") {
  const Graph graph = testing::random_graph(3'000, 20'000, 8);
  const NodeId seeds[] = {5, 50, 500};
  std::vector<double> values(3'000);
  for (NodeId v = 0; v < 3'000; ++v) values[v] = 1.0 / (1.0 + v);
  for (const Model model : {Model::IndependentCascade, Model::LinearThreshold}) {
    const auto run = [&](std::size_t threads) {
      const ThreadLimit limit(threads);
      return simulate_spread(chances_of(graph, "weighted_cascade"), model, seeds, 500, 1, values);
    };
    const auto one = run(1), eight = run(8);
    CHECK(one.value.mean == eight.value.mean);
    CHECK(one.value.standard_error == eight.value.standard_error);
    CHECK(one.times_reached == eight.times_reached);
    CHECK(one.tries == eight.tries);
  }
}

TEST_CASE("simulate_spread: 50 published seeds of NetHEPT reach 949.07 people", "[files]") {
  if (!testing::have_shared_data("im/nethept.el.gz")) return;
  // NetHEPT_seeds.txt of github.com/jxshang/IMPC at 98383adac8. The spread is that of another
  // program: a plain loop over out-ties with xoshiro256++, 10,000 cascades, standard error 0.94.
  const NodeId seeds[] = {17,   1719, 853,  1442, 799, 60,   84,   48,   2115, 446,
                          3730, 502,  1160, 7611, 405, 689,  374,  13,   1780, 1319,
                          1759, 1020, 304,  1062, 58,  728,  5768, 6188, 3351, 1722,
                          1583, 149,  1667, 1025, 250, 5687, 4151, 191,  3248, 319,
                          3109, 560,  496,  2,    156, 654,  569,  1436, 4474, 1468};
  const Graph graph = testing::influence_graph("nethept");
  const RunMean spread = simulate_spread(chances_of(graph, "weighted_cascade"),
                                         Model::IndependentCascade, seeds, 10'000, 1)
                             .people;
  CHECK(std::abs(spread.mean - 949.07) <= 4.0 * std::hypot(spread.standard_error, 0.94));
}

}  // namespace
}  // namespace grapevine
