#include "algorithms/causality/shuffle_test.hpp"

#include <catch2/catch.hpp>
#include <cmath>

#include "engine/parallel/blocks.hpp"
#include "engine/parallel/random.hpp"
#include "tests/support/graphs.hpp"
#include "tests/support/study_builder.hpp"

namespace grapevine {
namespace {

struct Simulated {
  Graph ties;
  EntrySteps entries;
};

/// A town of 300 people in two communities that know each other within, over 30 steps.
class Town {
 public:
  explicit Town(std::uint64_t seed) : random_(seed, 0) {
    testing::Ties ties;
    for (int i = 0; i < 1500; ++i) {
      const NodeId half = random_.below(2) == 0 ? 0 : kPeople / 2;
      const auto in_half = [&] { return half + static_cast<NodeId>(random_.below(kPeople / 2)); };
      const NodeId from = in_half();
      ties.emplace_back(from, in_half());
    }
    town_ = {testing::graph_of(kPeople, ties),
             {std::vector<std::int32_t>(kPeople, kNeverEntered), kSteps}};
  }

  /// Every friend who has entered adds to one's chance of each step.
  Simulated with_influence(double added) {
    auto& step = town_.entries.step;
    for (std::int32_t t = 0; t < kSteps; ++t)
      for (NodeId person = 0; person < kPeople; ++person) {
        if (step[person] != kNeverEntered) continue;
        double chance = 0.01;
        for (const NodeId from : town_.ties.in_neighbors(person))
          if (step[from] != kNeverEntered && step[from] < t) chance += added;
        if (random_.uniform() < chance) step[person] = t;
      }
    return town_;
  }

  /// The same people enter, at each other's times.
  Simulated with_shuffled_times(double added) {
    with_influence(added);
    std::vector<std::int32_t> times;
    for (const std::int32_t step : town_.entries.step)
      if (step != kNeverEntered) times.push_back(step);
    for (std::size_t i = times.size(); i > 1; --i) std::swap(times[i - 1], times[random_.below(i)]);
    for (std::int32_t& step : town_.entries.step)
      if (step != kNeverEntered) {
        step = times.back();
        times.pop_back();
      }
    return town_;
  }

  /// Whether one enters depends on the community alone, when on nothing: the paper's model of
  /// correlation without influence.
  Simulated with_likeness(double first, double second) {
    for (NodeId person = 0; person < kPeople; ++person)
      if (random_.uniform() < (person < kPeople / 2 ? first : second))
        town_.entries.step[person] = static_cast<std::int32_t>(random_.below(kSteps));
    return town_;
  }

 private:
  static constexpr NodeId kPeople = 300;
  static constexpr std::int32_t kSteps = 30;
  Random random_;
  Simulated town_;
};

InfluenceTest tested(const Simulated& s, std::uint64_t seed) {
  return test_influence(s.ties, {}, s.entries, {.shuffles = 60, .seed = seed});
}

TEST_CASE("shuffle_test: planted influence is found, and runs with the ties") {
  int found = 0, with_the_ties = 0;
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    const InfluenceTest test = tested(Town(seed).with_influence(0.04), seed);
    found += test.verdict == Verdict::Better;
    with_the_ties += test.alpha > test.reversed_alpha;
  }
  CHECK(found >= 17);
  CHECK(with_the_ties >= 17);
}

TEST_CASE("shuffle_test: with times of entry shuffled what it reports is zero in its interval") {
  int within = 0, planted = 0;
  constexpr int kTowns = 100;
  for (std::uint64_t seed = 0; seed < kTowns; ++seed) {
    const auto covers = [](const InfluenceTest& test) {
      return test.shuffled_low <= test.alpha && test.alpha <= test.shuffled_high;
    };
    within += covers(tested(Town(200 + seed).with_shuffled_times(0.04), seed));
    planted += covers(tested(Town(200 + seed).with_influence(0.04), seed));
  }
  CAPTURE(within, planted);
  CHECK(planted < 20);  // there was something to lose
  CHECK(within >= 88);  // intervals of 95 %: P(< 88) is 0.2 %
  CHECK(within < kTowns);
}

TEST_CASE("shuffle_test: likeness of friends alone raises alpha, and the shuffle sees through it") {
  int raised = 0, fooled = 0;
  for (std::uint64_t seed = 0; seed < 40; ++seed) {
    const InfluenceTest test = tested(Town(100 + seed).with_likeness(0.8, 0.1), seed);
    raised += test.alpha > 0.2;
    fooled += test.verdict == Verdict::Better;
  }
  CHECK(raised >= 36);  // the naive reading would say influence
  CHECK(fooled <= 5);   // 2.5 % of 40 is 1; P(> 5) is below 1e-3
}

TEST_CASE("shuffle_test: one thread or eight give the same bits, another seed other ones") {
  const Simulated s = Town(1).with_influence(0.02);
  const auto run = [&](std::size_t threads, std::uint64_t seed) {
    const ThreadLimit limit(threads);
    return test_influence(s.ties, {}, s.entries, {.shuffles = 40, .seed = seed});
  };
  const InfluenceTest one = run(1, 3), eight = run(8, 3), other = run(8, 4);
  CHECK((one.shuffled_low == eight.shuffled_low && one.shuffled_high == eight.shuffled_high));
  CHECK(one.shuffled_low != other.shuffled_low);
}

TEST_CASE("shuffle_test: a study's table has a row for every context, judged or not") {
  testing::StudyBuilder builder;
  Random random(2, 0);
  for (int i = 0; i < 200; ++i) {
    builder.purchase({"p" + std::to_string(i), static_cast<int>(random.below(2'000)), 1, "x"});
    builder.tie({"p" + std::to_string(random.below(200)), "p" + std::to_string(random.below(200))});
  }
  builder.purchase({"p1", 5, 1, "y"});
  const testing::Study study(builder.build());
  const auto result = shuffle_test(study.inputs(), {.shuffles = 30});
  REQUIRE(result.contexts.size() == 2);
  CHECK(result.contexts[0].verdict != Verdict::CannotBeJudged);
  CHECK(result.contexts[1].verdict == Verdict::CannotBeJudged);
  CHECK(std::isnan(result.contexts[1].alpha));
  REQUIRE(result.tables.size() == 1);
  CHECK(result.tables[0].table.num_rows() == 2);
  const testing::Study without_ties(testing::StudyBuilder().purchase({"p1", 5, 1, "y"}).build());
  CHECK(shuffle_test(without_ties.inputs()).tables[0].table.num_rows() == 1);
}

TEST_CASE("shuffle_test: influence against the ties is taken as the study says") {
  testing::StudyBuilder builder;
  const Simulated s = Town(8).with_influence(0.06);
  for (NodeId person = 0; person < 300; ++person) {
    const std::string name = "p" + std::to_string(1000 + person);
    builder.person(name);
    if (s.entries.step[person] != kNeverEntered)
      builder.purchase({name, 31 * s.entries.step[person], 1});
    for (const NodeId to : s.ties.out_neighbors(person))
      builder.tie({.src = "p" + std::to_string(1000 + to), .dst = name});  // turned round
  }
  Network network = builder.build();
  network.influence = Influence::TargetToSource;
  const testing::Study study(std::move(network));
  const auto result = shuffle_test(study.inputs(), {.shuffles = 40});
  REQUIRE(result.contexts.size() == 1);
  CHECK(result.contexts[0].verdict == Verdict::Better);
  CHECK(result.contexts[0].alpha > result.contexts[0].reversed_alpha);
}

}  // namespace
}  // namespace grapevine
