#include "algorithms/influence_maximization/signed_seeds.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>

#include "algorithms/diffusion/signed_cascade.hpp"
#include "algorithms/influence_maximization/one_step.hpp"
#include "engine/parallel/blocks.hpp"
#include "tests/support/errors.hpp"
#include "tests/support/exact_opinions.hpp"

namespace grapevine {
namespace {

using testing::error_of;

TieChances signed_chances(const Graph& graph, ChanceRule rule) {
  rule.negative_ties = NegativeTies::Carry;
  return {graph, rule, 0};
}

SeedChoice choose(const Graph& graph, SeedOptions options, const SeedInputs& inputs = {}) {
  options.with_signs = true;
  return choose_seeds(signed_chances(graph, read_chance_rule(options.weights, "weights")), inputs,
                      options);
}

TEST_CASE("choose_signed_seeds: against every pair of people and nobody, with exact net spreads") {
  for (std::uint64_t seed = 0; seed < 12; ++seed) {
    const Graph graph = testing::signed_graph(6, 10, seed);
    const TieChances chances = signed_chances(graph, read_chance_rule("column=w", "w"));
    SeedInputs inputs{.values = std::vector<double>(6, 1.0)};
    if (seed % 2 == 1) inputs.values = {1.0, 0.0, 2.0, 5.0, 0.5, 3.0};
    if (seed % 3 == 1) inputs.detractors = {false, true, false, false, false, true};
    const auto net = [&](const std::vector<NodeId>& group) {
      return testing::exact_net_spread(chances, inputs.detractors, group, inputs.values);
    };
    double best = 0.0, best_one = 0.0;
    for (NodeId a = 0; a < 6; ++a) {
      best_one = std::max(best_one, net({a}));
      for (NodeId b = 0; b < a; ++b) best = std::max(best, net({a, b}));
    }
    const SeedChoice choice = choose(graph, {.k = 2, .weights = "column=w", .seed = seed}, inputs);
    CAPTURE(seed, choice.seeds, choice.engine, best);
    CHECK(choice.seeds.size() <= 2);
    CHECK_FALSE(choice.is_certified);
    // Greedy has no guarantee here; the first that it takes is the best of all, the second only
    // adds.
    CHECK(net(choice.seeds) >= 0.98 * best_one - 0.02);
    CHECK(net(choice.seeds) >= 0.8 * best - 0.02);
    CHECK(net(choice.seeds) >= net(choose_by_degree(graph, {.most = 2})) - 0.02);
    CHECK(std::abs(net(choice.seeds) - choice.spread.mean) <=
          5.0 * choice.spread.standard_error + 1e-6);
    double added = 0.0, error = choice.spread.standard_error;
    SeedOptions options{.k = 2, .weights = "column=w", .seed = seed};
    options.with_signs = true;
    for (const RunMean& one : values_added(chances, inputs, options, choice)) {
      added += one.mean;
      error = std::hypot(error, one.standard_error);
    }
    CHECK(std::abs(added - choice.spread.mean) <= 6.0 * error + 1e-6);
  }
}

TEST_CASE("choose_signed_seeds: by independent simulation never below those with the most ties") {
  for (std::uint64_t seed = 0; seed < 4; ++seed) {
    testing::Ties ties = testing::random_ties(2'000, 8'000, seed);
    // Hubs whose word is believed by nobody.
    for (NodeId v = 0; v < 600; ++v) ties.emplace_back(v % 10, 10 + v);
    EdgeList edges = testing::edge_list(ties);
    Random random(seed, 3);
    for (std::size_t e = 0; e < ties.size(); ++e)
      edges.columns.sign.push_back(e >= 8'000 || random.below(4) == 0 ? -1 : 1);
    const Graph graph = Graph::build(2'000, std::move(edges));
    const SeedChoice choice = choose(graph, {.k = 20, .seed = seed});
    const TieChances chances = signed_chances(graph, {});
    const auto ours = simulate_signed_spread(chances, {}, choice.seeds, 4'000, 99),
               top = simulate_signed_spread(chances, {}, choose_by_degree(graph, {.most = 20}),
                                            4'000, 99);
    CAPTURE(seed, choice.engine, ours.people.mean, top.people.mean);
    CHECK(ours.people.mean > top.people.mean + 20.0);
    CHECK(std::abs(ours.people.mean - choice.spread.mean) <=
          5.0 * std::hypot(ours.people.standard_error, choice.spread.standard_error));
    CHECK(std::abs(ours.people_against.mean - choice.against.mean) <=
          5.0 * std::hypot(ours.people_against.standard_error, choice.against.standard_error));
    CHECK(std::abs(top.people.mean - choice.top_degree.mean) <=
          5.0 * std::hypot(top.people.standard_error, choice.top_degree.standard_error));
  }
}

TEST_CASE("choose_signed_seeds: nobody, no ties, chances 0 and 1, more than there are, budgets") {
  CHECK(choose(Graph(), {}).seeds.empty());
  const Graph apart = testing::graph_of(3, {});
  const SeedChoice all = choose(apart, {.k = 50});
  CHECK(all.seeds.size() == 3);
  CHECK(all.spread.mean == 3.0);
  EdgeList edges = testing::edge_list({{0, 1}, {0, 2}, {0, 3}, {4, 5}, {4, 6}});
  edges.columns.sign = {-1, -1, -1, 1, 1};
  const Graph graph = Graph::build(7, std::move(edges));
  const SeedChoice sure = choose(graph, {.k = 1, .weights = "uniform=1"});
  CHECK(sure.seeds == std::vector<NodeId>{4});
  CHECK(sure.spread.mean == Approx(3.0).epsilon(0.05));
  CHECK(choose(graph, {.k = 3, .weights = "uniform=0"}).seeds.size() == 3);
  const SeedInputs costs{.costs = {1.0, 1.0, 1.0, 1.0, 9.0, 2.0, 2.0}};
  const SeedChoice cheap = choose(graph, {.k = 7, .weights = "uniform=1", .budget = 3.0}, costs);
  for (const NodeId v : cheap.seeds) CHECK((v >= 1 && v <= 3));
  CHECK_THAT(error_of([&] { choose(graph, {.budget = 0.5}, costs); }),
             Catch::StartsWith("InvalidOption budget: 0.5 is below the cheapest person's cost, 1"));
  // All who could begin do harm: nobody does.
  const SeedInputs enemies{.detractors = std::vector<bool>(7, true)};
  const SeedChoice none = choose(graph, {.k = 2, .weights = "uniform=1"}, enemies);
  CHECK(none.seeds.empty());
  CHECK(none.spread.mean == 0.0);
  CHECK(none.top_degree.mean < 0.0);
}

TEST_CASE("choose_signed_seeds: where those with the most ties are chosen, few samples judge") {
  // Both ways choose all.
  const SeedChoice all = choose(testing::graph_of(200, {}), {.k = 200});
  CHECK(all.evaluated < 100'000);
}

TEST_CASE("choose_signed_seeds: what knows no signs is refused, and threads change no bit") {
  const Graph graph = testing::signed_graph(300, 2'000, 1);
  CHECK_THAT(error_of([&] { choose(graph, {.model = CascadeModel::LinearThreshold}); }),
             Catch::StartsWith("InvalidOption model: lt knows no signs"));
  CHECK_THAT(error_of([&] { choose(graph, {.engine = SeedEngine::Best}); }),
             Catch::StartsWith("InvalidOption engine: sketches know no signs"));
  const auto run = [&](std::size_t threads) {
    const ThreadLimit limit(threads);
    return choose(graph, {.k = 20, .most_samples = 20'000});
  };
  const SeedChoice one = run(1), eight = run(8);
  CHECK(one.seeds == eight.seeds);
  CHECK(one.spread.mean == eight.spread.mean);
  CHECK(one.against.mean == eight.against.mean);
}

TEST_CASE("choose_signed_seeds: a path of a million, and a million people without ties") {
  constexpr NodeId kPeople = 1'000'000;
  testing::Ties ties;
  for (NodeId v = 0; v + 1 < kPeople; ++v) ties.emplace_back(v, v + 1);
  EdgeList edges = testing::edge_list(ties);
  edges.columns.sign.assign(ties.size(), 1);
  const Graph path = Graph::build(kPeople, std::move(edges));
  CHECK(choose(path, {.k = 3, .weights = "uniform=0.5", .most_samples = 1'024}).seeds.size() == 3);
  // However long a list would be: what a seed reaches is all of the path behind them.
  const SeedChoice sure = choose(path, {.k = 3, .weights = "uniform=1", .most_samples = 1'024});
  CHECK(sure.seeds.size() == 3);
  const NodeId first = *std::ranges::min_element(sure.seeds);
  CHECK(std::abs(sure.spread.mean - static_cast<double>(kPeople - first)) <=
        5.0 * sure.spread.standard_error + 1e-6);
  CHECK(choose(testing::graph_of(kPeople, {}), {.k = 3, .most_samples = 1'024}).seeds.size() == 3);
}

}  // namespace
}  // namespace grapevine
