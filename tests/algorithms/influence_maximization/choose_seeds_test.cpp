#include "algorithms/influence_maximization/choose_seeds.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <set>

#include "algorithms/influence_maximization/certificate.hpp"
#include "algorithms/influence_maximization/one_step.hpp"
#include "engine/parallel/blocks.hpp"
#include "tests/support/errors.hpp"
#include "tests/support/exact_spread.hpp"
#include "tests/support/influence_graphs.hpp"
#include "tests/support/plain_cascade.hpp"
#include "tests/support/sanitizer.hpp"

namespace grapevine {
namespace {

using Model = CascadeModel;
using testing::error_of;

SeedChoice choose(const Graph& graph, const SeedOptions& options, const SeedInputs& inputs = {}) {
  return choose_seeds({graph, read_chance_rule(options.weights, "weights"), options.seed}, inputs,
                      options);
}

constexpr SeedEngine kEngines[] = {SeedEngine::ReverseSets, SeedEngine::Sketches, SeedEngine::Best};

TEST_CASE("choose_seeds: by every engine, against every pair of people, with exact spreads") {
  for (std::uint64_t seed = 0; seed < 8; ++seed)
    for (const Model model : {Model::IndependentCascade, Model::LinearThreshold}) {
      const Graph graph = testing::graph_of_chances(7, 9, seed);
      const TieChances chances(graph, read_chance_rule("column=w", "w"), 0);
      std::vector<double> values(7, 1.0);
      if (seed % 2 == 1) values = {1.0, 0.0, 2.0, 5.0, 0.5, 3.0, 1.0};
      const double best = testing::best_pair_spread(chances, model, values);
      const double top =
          testing::exact_spread(chances, model, choose_by_degree(graph, {.most = 2}), values);
      for (const SeedEngine engine : kEngines) {
        const SeedOptions options{.k = 2,
                                  .model = model,
                                  .weights = "column=w",
                                  .engine = engine,
                                  .most_samples = 20'000,
                                  .seed = seed};
        const SeedChoice choice = choose_seeds(chances, {.values = values}, options);
        const double spread = testing::exact_spread(chances, model, choice.seeds, values);
        CAPTURE(seed, choice.seeds, choice.engine, spread, best);
        CHECK(choice.seeds.size() == 2);
        CHECK(spread >= 0.97 * best);
        CHECK(std::abs(spread - choice.spread.mean) <= 5.0 * choice.spread.standard_error + 1e-6);
        CHECK(choice.certain_spread <= spread);
        CHECK(choice.largest_spread >= best);
        CHECK(spread >= 0.99 * top);
      }
    }
}

TEST_CASE("choose_seeds: the certificate's bounds fail no more often than they say") {
  const double error = std::log(20.0);  // one in twenty
  for (const double share : {0.002, 0.05, 0.5}) {
    int low = 0, high = 0;
    constexpr int kTimes = 2'000;
    for (std::uint64_t time = 0; time < kTimes; ++time) {
      FastRandom random(1, time);
      std::uint64_t met = 0;
      for (int i = 0; i < 2'000; ++i) met += random.uniform() < share;
      low += certain_share(met, 2'000, error) > share;
      high += largest_share(static_cast<double>(met), 2'000, error) < share;
    }
    CAPTURE(share, low, high);
    CHECK(low <= kTimes / 20);
    CHECK(high <= kTimes / 20);
  }
  CHECK(certain_share(0, 100, error) == 0.0);
  CHECK(largest_share(100, 100, error) == 1.0);
}

TEST_CASE("choose_seeds: nobody, no ties, chances 0 and 1, more than there are") {
  CHECK(choose(Graph(), {}).seeds.empty());
  const SeedChoice all = choose(testing::graph_of(3, {}), {.k = 50});
  CHECK(all.seeds.size() == 3);
  CHECK(all.spread.mean == 3.0);
  const Graph star = testing::graph_of(9, {{4, 0}, {4, 1}, {4, 2}, {4, 3}, {4, 5}, {7, 8}});
  const SeedChoice sure = choose(star, {.k = 2, .weights = "uniform=1"});
  CHECK(sure.seeds == std::vector<NodeId>{4, 7});
  CHECK(sure.spread.mean == Approx(8.0).epsilon(0.02));
  const SeedChoice none = choose(star, {.k = 2, .weights = "uniform=0"});
  CHECK(none.seeds.size() == 2);
  CHECK(none.spread.mean == Approx(2.0).epsilon(0.1));
}

TEST_CASE("choose_seeds: costs, a budget, exclusions and values decide who is chosen") {
  const Graph graph = testing::graph_of(8, {{0, 1}, {0, 2}, {0, 3}, {4, 5}, {4, 6}, {7, 1}});
  const SeedOptions sure{.k = 2, .weights = "uniform=1"};
  SeedInputs inputs{.excluded = {true, false, false, false, false, false, false, false}};
  const auto without = choose(graph, sure, inputs).seeds;
  CHECK(std::set<NodeId>(without.begin(), without.end()) == std::set<NodeId>{4, 7});
  SeedOptions budget = sure;
  budget.budget = 3.0;
  inputs = {.costs = {4.0, 1.0, 1.0, 1.0, 2.0, 1.0, 1.0, 1.0}};
  const auto cheap = choose(graph, budget, inputs).seeds;
  CHECK(std::set<NodeId>(cheap.begin(), cheap.end()) == std::set<NodeId>{4, 7});
  inputs = {.values = {0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0, 5.0}};
  const SeedChoice worth = choose(graph, sure, inputs);
  CHECK(std::set<NodeId>(worth.seeds.begin(), worth.seeds.end()) == std::set<NodeId>{4, 7});
  CHECK(worth.total_value == 6.0);
  CHECK(worth.spread.mean == Approx(6.0));
}

TEST_CASE("choose_seeds: what cannot be is refused by name") {
  const Graph graph = testing::graph_of(3, {{0, 1}, {2, 1}});
  const SeedInputs costs{.costs = {5.0, 7.0, 6.0}}, nobody{.excluded = {true, true, true}};
  CHECK(error_of([&] { choose(graph, {.budget = 3.0}, costs); }) ==
        "InvalidOption budget: 3 is below the cheapest person's cost, 5; give a larger one");
  CHECK(error_of([&] { choose(graph, {}, nobody); }) ==
        "InvalidOption exclude: nobody is left to choose; leave somebody in");
  CHECK_THAT(
      error_of([&] { choose(graph, {.model = Model::LinearThreshold, .weights = "uniform=0.9"}); }),
      Catch::StartsWith("BadInput person '1': the chances of ties into them sum to 1.8"));
  CHECK_THAT(error_of([&] { choose(graph, {.k = 0}); }), Catch::StartsWith("InvalidOption k: "));
  CHECK_THAT(error_of([&] { choose(graph, {.epsilon = std::nan("")}); }),
             Catch::StartsWith("InvalidOption epsilon: "));
}

TEST_CASE("choose_seeds: a path of a million, and a million people without ties") {
  constexpr NodeId kPeople = 1'000'000;
  testing::Ties path;
  for (NodeId v = 0; v + 1 < kPeople; ++v) path.emplace_back(v, v + 1);
  const SeedOptions few{.k = 3, .weights = "uniform=0.5", .most_samples = 100'000};
  const SeedChoice line = choose(testing::graph_of(kPeople, path), few);
  CHECK(line.seeds.size() == 3);
  CHECK(line.spread.mean <= 6.0 + 6.0 * line.spread.standard_error);
  const SeedChoice apart = choose(testing::graph_of(kPeople, {}), few);
  CHECK(apart.seeds.size() == 3);
  CHECK(apart.certified_ratio() < 0.9);  // too rare to be certain of
  SeedOptions sure = few;
  sure.weights = "uniform=1";
  sure.most_samples = 256;
  sure.k = 1;
  // Large sets: whoever is met early by the pilot's choice is left out.
  const SeedChoice whole =
      choose(testing::graph_of(10'000, testing::Ties(path.begin(), path.begin() + 9'999)), sure);
  CHECK(whole.spread.mean >= 9'000.0);
}

TEST_CASE("choose_seeds: threads change no bit") {
  const Graph graph = testing::random_graph(3'000, 15'000, 4);
  for (const char* weights : {"weighted_cascade", "uniform=0.4"}) {
    const auto run = [&](std::size_t threads) {
      const ThreadLimit limit(threads);
      return choose(
          graph, {.k = 20, .weights = weights, .engine = SeedEngine::Best, .most_samples = 20'000});
    };
    const SeedChoice one = run(1), eight = run(8);
    CHECK(one.seeds == eight.seeds);
    CHECK(one.spread.mean == eight.spread.mean);
    CHECK(one.largest_spread == eight.largest_spread);
    CHECK(one.certain_spread == eight.certain_spread);
    CHECK(one.engine == eight.engine);
  }
}

/// A public graph, a rule and a model, with the spread of 50 seeds that there must be.
struct Bar {
  const char* graph;
  const char* weights;
  Model model;
  double spread;
  int runs;
};

constexpr Model kIc = Model::IndependentCascade, kLt = Model::LinearThreshold;

/// SUBSIM, OPIM-C, SKIM and Ripples' IMM at their best reach 942, 1379, 12002 and 669 with weighted
/// cascade on these graphs in less than a second (966 and 1408 in 3 and 11).
constexpr Bar kBars[] = {{"nethept", "weighted_cascade", kIc, 955.0, 2'000},
                         {"netphy", "weighted_cascade", kIc, 1'395.0, 2'000},
                         {"epinions", "weighted_cascade", kIc, 12'000.0, 400},
                         {"wikivote", "weighted_cascade", kIc, 668.0, 4'000},
                         {"nethept", "weighted_cascade", kLt, 1'250.0, 1'000},
                         {"netphy", "weighted_cascade", kLt, 2'030.0, 1'000},
                         {"epinions", "weighted_cascade", kLt, 16'100.0, 200},
                         {"netphy", "uniform=0.1", kIc, 6'700.0, 300},
                         {"nethept", "uniform=0.1", kIc, 930.0, 500},
                         {"nethept", "uniform=0.01", kIc, 72.0, 20'000},
                         {"netphy", "uniform=0.01", kIc, 155.0, 10'000},
                         {"epinions", "uniform=0.01", kIc, 670.0, 2'000},
                         {"wikivote", "uniform=0.01", kIc, 274.0, 10'000},
                         {"wikivote", "uniform=0.1", kIc, 1'800.0, 300}};

/// By `share` of the plain cascades that a bar says, never below those with the most ties, and
/// certified.
void check_bars(std::span<const Bar> bars, double share) {
  for (const Bar& bar : bars) {
    const Graph graph = testing::influence_graph(bar.graph);
    const SeedChoice choice = choose(graph, {.model = bar.model, .weights = bar.weights});
    const TieChances chances(graph, read_chance_rule(bar.weights, "w"), 0);
    const auto spread = [&](std::span<const NodeId> seeds) {
      return testing::plain_spread(
          graph, seeds,
          [&](NodeId, NodeId v) {
            return chances.form() == TieChances::Form::Equal ? chances.equal()
                                                             : 1.0 / graph.in_degree(v);
          },
          bar.model == kLt, static_cast<int>(share * bar.runs));
    };
    const auto ours = spread(choice.seeds), top = spread(choose_by_degree(graph, {.most = 50}));
    CAPTURE(bar.graph, bar.weights, static_cast<int>(bar.model), choice.engine, ours.mean,
            ours.standard_error, top.mean, choice.spread.mean, choice.certified_ratio());
    CHECK(choice.seeds.size() == 50);
    CHECK(ours.mean >= bar.spread - 3.0 * ours.standard_error);
    CHECK(ours.mean >= top.mean - 3.0 * std::hypot(ours.standard_error, top.standard_error));
    CHECK(choice.certified_ratio() >= 0.53);
    CHECK(choice.certain_spread <= ours.mean + 3.0 * ours.standard_error);
    CHECK(std::abs(choice.spread.mean - ours.mean) <=
          4.0 * std::hypot(ours.standard_error, choice.spread.standard_error));
  }
}

TEST_CASE("choose_seeds: 50 seeds of public graphs reach what the best peers' do", "[files]") {
  if (!testing::have_shared_data("im/netphy.el.gz")) return;
  if (testing::skipped_with_sanitizer("it takes minutes")) return;
  check_bars(std::span(kBars).first(5), 0.25);
}

TEST_CASE("choose_seeds: the same on more graphs, by 10,000 cascades on the small ones",
          "[.large]") {
  if (!testing::have_shared_data("im/netphy.el.gz")) return;
  check_bars(kBars, 5.0);
}

TEST_CASE("choose_seeds: what each of the chosen adds sums to what they reach") {
  const Graph graph = testing::random_graph(2'000, 8'000, 4);
  const TieChances chances(graph, {}, 0);
  const SeedOptions options{.k = 20};
  const SeedInputs inputs;
  const SeedChoice choice = choose_seeds(chances, inputs, options);
  double sum = 0.0;
  for (const RunMean& one : values_added(chances, inputs, options, choice)) {
    CHECK(one.mean > 0.0);
    sum += one.mean;
  }
  CHECK(std::abs(sum - choice.spread.mean) <= 6.0 * choice.spread.standard_error);
}

}  // namespace
}  // namespace grapevine
