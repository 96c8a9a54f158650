#include "algorithms/customer_value/multilevel_reward.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <numeric>

#include "engine/parallel/random.hpp"
#include "tests/support/errors.hpp"
#include "tests/support/sanitizer.hpp"
#include "tests/support/study_builder.hpp"

namespace grapevine {
namespace {

using testing::Study;
using testing::StudyBuilder;

constexpr MultilevelOptions kPublished{.reward_rate = 0.3, .level_decay = 0.5, .cap = 1.0};

/// A chain p0 -> p1 -> ... in which everybody pays `margin`.
StudyBuilder chain(int people, Money margin) {
  StudyBuilder study;
  for (int i = 0; i < people; ++i) {
    study.purchase({"p" + std::to_string(i), i + 1, margin});
    if (i > 0)
      study.touch({.from = "p" + std::to_string(i - 1), .to = "p" + std::to_string(i), .t = i});
  }
  return study;
}

double total(const MultilevelResult& result) {
  return std::accumulate(result.reward.begin(), result.reward.end(), 0.0);
}

TEST_CASE("multilevel_reward: .300 for one honest identity, .375 for a chain of two halves") {
  const Study honest(chain(1, 100).build()), split(chain(2, 50).build());
  CHECK(total(multilevel_reward(honest.inputs(), kPublished)) == Approx(0.300));
  const auto gain = multilevel_reward(split.inputs(), kPublished);
  CHECK(total(gain) == Approx(0.375));
  CHECK(gain.reward[split.row("p0")] == Approx(0.225));
  CHECK(gain.reward[split.row("p1")] == Approx(0.150));
  REQUIRE(gain.warnings.size() == 1);
  CHECK(
      gain.warnings[0] ==
      "multilevel_reward is not sybil-proof: one identity split into a chain of two halves gains "
      "25 % (with alpha .5 and b .3, .300 becomes .375); merge identities (people.same_as) before "
      "paying");
}

TEST_CASE("multilevel_reward: levels end where they are told to, and with the chain") {
  const Study study(chain(4, 100).build());
  const auto first = [&](int levels) {
    MultilevelOptions options = kPublished;
    options.max_levels = levels;
    return multilevel_reward(study.inputs(), options).reward[study.row("p0")];
  };
  CHECK(first(1) == Approx(0.3 * 1.5));
  CHECK(first(2) == Approx(0.3 * 1.75));
  CHECK(first(3) == Approx(0.3 * 1.875));
  CHECK(first(1000) == Approx(0.3 * 1.875));
}

TEST_CASE("multilevel_reward: referrers share what is below by their shares, refunds count for 0") {
  StudyBuilder rows;
  rows.purchase({"bob", "2021-01-02", 1000})
      .purchase({"cat", "2021-01-03", 0})
      .purchase({"cat", "2021-01-04", -500})
      .touch({.from = "ann", .to = "bob", .t = "2021-01-01"})
      .touch({.from = "eve", .to = "bob", .t = "2021-01-01", .strength = 3.0})
      .touch({.from = "ann", .to = "cat", .t = "2021-01-01"});
  const Study study(rows.build(), {}, {"linear", "first"});  // scores rest on the first of them
  const auto result = multilevel_reward(study.inputs(), kPublished);
  CHECK(result.reward[study.row("ann")] == Approx(0.3 * 0.5 * 0.25 * 10.0));
  CHECK(result.reward[study.row("eve")] == Approx(0.3 * 0.5 * 0.75 * 10.0));
  CHECK(result.reward[study.row("bob")] == Approx(3.0));
  CHECK(result.reward[study.row("cat")] == 0.0);
}

TEST_CASE("multilevel_reward: over the cap every reward of the context is scaled down, and said") {
  StudyBuilder rows = chain(3, 100);
  rows.purchase({"zoe", 1, 100, "d"});
  const Study study(rows.build());
  MultilevelOptions options = kPublished;
  options.cap = 0.3;  // zoe's own .3 keeps to it; the chain's .3 (1.75 + 1.5 + 1) does not
  const auto result = multilevel_reward(study.inputs(), options);
  const auto plain = multilevel_reward(study.inputs(), kPublished);
  CHECK(result.budgets[0].uncapped == Approx(0.3 * 4.25));
  CHECK(result.budgets[0].factor == Approx(3.0 / 4.25));
  CHECK(result.budgets[1].factor == 1.0);
  CHECK(result.reward[study.row("zoe", "d")] == Approx(0.3));
  for (const char* person : {"p0", "p1", "p2"})
    CHECK(result.reward[study.row(person)] == Approx(plain.reward[study.row(person)] * 3.0 / 4.25));
  REQUIRE(result.warnings.size() == 2);
  CHECK(result.warnings[1] ==
        "multilevel_reward: rewards of 1 contexts came to more than 30 % of their margin and were "
        "scaled down to it (table multilevel_budget)");
  const NamedTable& named = result.tables.at(0);
  CHECK(named.name == "multilevel_budget");
  CHECK(named.table.texts("context_id") == std::vector<std::string>{"c", "d"});
  CHECK(named.table.doubles("contribution") == std::vector<double>{3.0, 1.0});
  CHECK(named.table.doubles("rewards")[0] == Approx(0.9));
  CHECK(named.table.doubles("cap_factor")[1] == 1.0);
  CHECK(named.table.doubles("uncapped_rewards")[1] == Approx(0.3));
}

TEST_CASE("multilevel_reward: a chain of 100,000 ends where levels do") {
  Study study(chain(2, 100).build());  // the rows are made longer below
  Journeys& journeys = study.journeys;
  std::vector<std::int64_t> ids(100'000);
  std::iota(ids.begin(), ids.end(), 0);
  study.network.people = std::make_shared<const IdIndex>(IdIndex::from_integers(ids));
  study.network.purchases.rows.clear();
  journeys.acquisitions.clear();
  journeys.touches.clear();
  for (NodeId v = 0; v < 100'000; ++v) {
    study.network.purchases.rows.push_back({v, 0, Time{}, 100});
    journeys.acquisitions.push_back({v, 0, Time{}, v, v == 0 ? 0U : v - 1, v == 0 ? 0U : 1U});
    if (v > 0) journeys.touches.push_back({v - 1, 1.0, Time{}});
  }
  study.attributions[0].share.assign(journeys.touches.size(), 1.0);
  MultilevelOptions options = kPublished;
  options.max_levels = 50;
  const auto result = multilevel_reward(study.inputs(), options);
  CHECK(result.reward[0] == Approx(0.3 * 2.0));
  CHECK(result.reward[99'999] == Approx(0.3));
}

/// R by its definition: walks down from each person, level after level.
double plain_reward(const Study& study, ContextId context, NodeId person, int levels,
                    const MultilevelOptions& options) {
  double own = 0.0;
  for (const Purchase& p : study.network.purchases.rows)
    if (p.context == context && p.person == person) own += static_cast<double>(p.margin) / 100.0;
  double sum = options.reward_rate * std::max(0.0, own);
  for (const Acquisition& a : study.journeys.acquisitions)
    for (std::uint64_t k = a.first_touch; k < a.first_touch + a.num_touches; ++k)
      if (levels > 0 && a.context == context && study.journeys.touches[k].referrer == person)
        sum += options.level_decay * study.attributions[0].share[k] *
               plain_reward(study, context, a.person, levels - 1, options);
  return sum;
}

TEST_CASE("multilevel_reward: equals its definition, and keeps to b / (1 - alpha) and the cap") {
  const std::uint64_t seeds = testing::kSlowBuild ? 1'000 : 10'000;
  std::size_t wrong = 0, deep = 0;
  for (std::uint64_t seed = 0; seed < seeds; ++seed) {
    Random random(seed, 7);
    const Study study(
        testing::random_study(
            {.seed = seed, .people = 7, .purchases = 14, .touches = 20, .undated = false})
            .build(),
        {.exclude_cycles = seed % 4 != 0}, {seed % 2 == 0 ? "linear" : "first"});
    const MultilevelOptions options{.reward_rate = random.uniform(),
                                    .level_decay = 0.99 * random.uniform(),
                                    .max_levels = 1 + static_cast<int>(random.below(5)),
                                    .cap = random.uniform()};
    const auto result = multilevel_reward(study.inputs(), options);
    for (const MultilevelBudget& b : result.budgets) {
      double paid = 0.0, positive = 0.0, margin = 0.0;
      for (NodeId p = 0; p < study.network.num_people(); ++p) {
        const double reward = result.reward[study.network.row(b.context, p)];
        const double plain = plain_reward(study, b.context, p, options.max_levels, options);
        wrong += std::abs(reward - b.factor * plain) > 1e-9;
        paid += reward;
        positive += plain_reward(study, b.context, p, 0, {.reward_rate = 1.0});
      }
      for (const Purchase& p : study.network.purchases.rows)
        if (p.context == b.context) margin += static_cast<double>(p.margin) / 100.0;
      wrong += std::abs(margin - b.contribution) > 1e-9;
      wrong += b.uncapped > options.reward_rate / (1.0 - options.level_decay) * positive + 1e-9;
      wrong += paid > options.cap * std::max(0.0, margin) + 1e-9;
      wrong += b.factor > 1.0;
      deep += b.uncapped > options.reward_rate * positive + 1e-9;
    }
  }
  CHECK(wrong == 0);
  CHECK(deep > seeds / 10);
}

TEST_CASE("multilevel_reward: without an attribution everybody has b of their own, options range") {
  Study study(chain(2, 100).build());
  study.attributions.clear();
  CHECK(total(multilevel_reward(study.inputs(), kPublished)) == Approx(0.6));
  CHECK(testing::error_of([&] {
          multilevel_reward(study.inputs(), {.level_decay = 1.0});
        }).starts_with("InvalidOption level_decay: 1 is out of range"));
}

}  // namespace
}  // namespace grapevine
