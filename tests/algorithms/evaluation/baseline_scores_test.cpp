#include "algorithms/evaluation/baseline_scores.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>

#include "tests/support/dense_walk.hpp"
#include "tests/support/graphs.hpp"

namespace grapevine {
namespace {

Time day(int d) { return Time(std::chrono::days{d}); }

/// 0 and 3 point at 1, 1 at 2, twice in context 0; 3 is alone.
Graph small_walk() {
  EdgeList edges{.source = {0, 1, 1, 3}, .target = {1, 2, 2, 1}};
  edges.columns.context = {kEveryContext, 0, 0, 1};
  return Graph::build(5, std::move(edges));
}

struct Town {
  Graph walk = small_walk();
  BaselineInputs inputs{.num_people = 5,
                        .num_contexts = 2,
                        .contexts = {1, 0},
                        .walk = walk,
                        .referrals = {{1, 0, day(10)}, {1, 0, day(95)}, {2, 1, day(90)}},
                        .activity = {{0, 0, day(80)}, {0, 1, day(5)}, {1, 0, day(90)}},
                        .seeds = {{0, 0, day(80)}, {3, 1, day(90)}},
                        .since = day(50),
                        .cut = day(100),
                        .horizon_days = 10.0};

  JudgedScore named(const std::string& name, const BaselineOptions& options = {}) const {
    const auto all = baseline_scores(inputs, options);
    return *std::ranges::find(all, name, &JudgedScore::name);
  }
};

using Values = std::vector<double>;

TEST_CASE("baseline_scores: those that must always appear, each once") {
  std::vector<std::string> names;
  for (const JudgedScore& score : baseline_scores(Town().inputs)) names.push_back(score.name);
  std::ranges::sort(names);
  CHECK(names == std::vector<std::string>{"activity", "activity_decayed", "context_activity",
                                          "context_activity_decayed", "context_pagerank",
                                          "context_referrals", "context_referrals_decayed",
                                          "in_degree", "in_degree_x_acted", "pagerank", "random",
                                          "referrals", "referrals_decayed"});
}

TEST_CASE("baseline_scores: counts, plain within the look-back and decayed over all") {
  const Town town;
  CHECK(town.named("activity").values[0] == Values{1, 1, 0, 0, 0});
  CHECK(town.named("referrals").values[0] == Values{0, 1, 1, 0, 0});
  CHECK(town.named("referrals_decayed").values[0][1] == Approx(std::exp2(-9.0) + std::exp2(-0.5)));
  const JudgedScore in_context = town.named("context_referrals");
  CHECK(in_context.in(1)[1] == Approx(1.0 + 1e-6));  // context 0
  CHECK(in_context.in(0)[1] == Approx(1e-6));        // context 1: parted by the count anywhere
  CHECK(town.named("context_referrals", {.part_ties = false}).in(0)[1] == 0.0);
  CHECK(town.named("context_activity_decayed").in(1)[0] ==
        Approx(0.25 + 1e-3 * (0.25 + std::exp2(-9.5))));
}

TEST_CASE("baseline_scores: in-degree counts edges of the walk, and most of who acted here") {
  const Town town;
  CHECK(town.named("in_degree").values[0] == Values{0, 2, 2, 0, 0});
  const JudgedScore acted = town.named("in_degree_x_acted");
  CHECK(acted.in(1)[1] == Approx(2.0 + 2e-3));
  CHECK(acted.in(1)[2] == Approx(2e-3));
  CHECK(acted.in(0)[1] == Approx(2e-3));
}

TEST_CASE("baseline_scores: walks are those that a linear system has") {
  const Town town;
  const Values uniform(5, 0.2);
  const Values expected = testing::dense_walk(town.walk, uniform, 0.85, Sinks::Seeds);
  const Values made = town.named("pagerank").values[0];
  for (std::size_t i = 0; i < 5; ++i) CHECK(made[i] == Approx(expected[i]).margin(1e-9));

  // Context 0 starts at 0, whose one purchase ten days and twice a half-life ago weighs a quarter;
  // everybody starts with a thousandth of the mean, and 1e-6.
  const double mean = (0.25 + 0.5) / 5.0 / 2.0, floor = 1e-3 * mean + 1e-6;
  Values seeds(5, floor);
  seeds[0] += 0.25;
  for (double& seed : seeds) seed /= 0.25 + 5 * floor;
  EdgeList weighted{.source = {0, 1, 1, 3}, .target = {1, 2, 2, 1}};
  weighted.columns.weight = {1, 10, 10, 1};
  const Values context =
      testing::dense_walk(Graph::build(5, std::move(weighted)), seeds, 0.85, Sinks::Seeds);
  const JudgedScore walk = town.named("context_pagerank");
  for (std::size_t i = 0; i < 5; ++i) CHECK(walk.in(1)[i] == Approx(context[i]).margin(1e-9));
}

TEST_CASE("baseline_scores: without a floor only who is reached from the seeds has a share") {
  const JudgedScore walk = Town().named("context_pagerank", {.seed_floor = 0.0});
  CHECK(walk.in(0)[3] > 0.0);
  CHECK(walk.in(0)[0] == 0.0);
  CHECK(walk.in(0)[4] == 0.0);
}

TEST_CASE("baseline_scores: random scores are those of the seed") {
  const Town town;
  CHECK(town.named("random", {.seed = 1}).values == town.named("random", {.seed = 1}).values);
  CHECK(town.named("random", {.seed = 1}).values != town.named("random", {.seed = 2}).values);
}

}  // namespace
}  // namespace grapevine
