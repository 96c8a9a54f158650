#include "algorithms/influence_learning/learned_chances.hpp"

#include <catch2/catch.hpp>
#include <cmath>

#include "algorithms/diffusion/influence_ties.hpp"
#include "tests/support/study_builder.hpp"

namespace grapevine {
namespace {

using testing::Study;
using testing::StudyBuilder;

/// In context "hot" friends follow their leader nine times of ten, in "cold" never; leaders have
/// ten friends each.
StudyBuilder town(int leaders) {
  StudyBuilder rows;
  for (int i = 0; i < leaders; ++i) {
    const std::string leader = "l" + std::to_string(i);
    for (const char* context : {"hot", "cold"}) rows.purchase({leader, 10, 100, context});
    for (int f = 0; f < 10; ++f) {
      const std::string other = leader + "f" + std::to_string(f);
      rows.tie({.src = leader, .dst = other});
      if (f < 9) rows.purchase({other, 20, 100, "hot"});
    }
  }
  return rows;
}

TEST_CASE("learned_chances: each context has its own rate, pulled towards that of all") {
  const Study study(town(30).build());
  const Graph ties = influence_ties(study.network);
  const ChanceLearner learner(ties, study.network, study.journeys, {});
  const ContextId hot = *study.network.contexts.find("hot"),
                  cold = *study.network.contexts.find("cold");
  CHECK(learner.general_rate() == Approx(270.0 / 600));
  CHECK(learner.rate_of(hot) == Approx(0.9).margin(0.02));
  CHECK(learner.rate_of(hot) < 0.9);
  CHECK(learner.rate_of(cold) == Approx(0.0).margin(0.02));
  CHECK(learner.rate_of(cold) > 0.0);
  const ContextChances learned = learner.of(hot);
  CHECK(learned.tally.successes == 270.0);
  CHECK(learned.tally.trials == 300.0);
  for (const double chance : learned.chance) {
    CHECK(chance >= 0.5);
    CHECK(chance <= 1.0);
  }
}

TEST_CASE("learned_chances: a follower of two is shared, though each tie was tried but once") {
  // 100 pairs of friends of one person each, of whom half follow: 1 - (1 - p)^2 = 1/2.
  StudyBuilder rows;
  for (int i = 0; i < 100; ++i) {
    const std::string id = std::to_string(i);
    for (const char* one : {"a", "b"}) {
      rows.purchase({one + id, 10, 100});
      rows.tie({.src = one + id, .dst = "c" + id});
    }
    if (i < 50) rows.purchase({"c" + id, 20, 100});
  }
  const Study study(rows.build());
  const Graph ties = influence_ties(study.network);
  const ChanceLearner learner(ties, study.network, study.journeys, {});
  CHECK(learner.general_rate() == Approx(1.0 - std::sqrt(0.5)).epsilon(1e-4));
}

TEST_CASE("learned_chances: what em_background finds in a context hangs on no other context") {
  // People come to "late" unasked, one a day; in "early" somebody was long before.
  const auto found = [](bool has_early) {
    StudyBuilder rows;
    for (int i = 0; i < 60; ++i) {
      const std::string id = "p" + std::to_string(i);
      rows.purchase({id, 3'000 + i, 100, "late"});
      rows.tie({.src = id, .dst = "p" + std::to_string((i * 7 + 3) % 120)});
    }
    for (int i = 60; i < 120; ++i) rows.person("p" + std::to_string(i));
    rows.context("early");
    if (has_early) rows.purchase({"p119", 0, 100, "early"});
    const Study study(rows.build());
    const Graph ties = influence_ties(study.network);
    const ChanceLearner learner(ties, study.network, study.journeys,
                                {.method = LearningMethod::Background});
    const Tally tally = learner.of(*study.network.contexts.find("late")).tally;
    return tally.successes / tally.trials;
  };
  CHECK(found(true) == found(false));
}

TEST_CASE("learned_chances: ties whose source never acted have the rate of the context") {
  StudyBuilder rows = town(5);
  rows.tie({.src = "nobody", .dst = "l0"});
  const Study study(rows.build());
  const Graph ties = influence_ties(study.network);
  const ChanceLearner learner(ties, study.network, study.journeys, {});
  const ContextId hot = *study.network.contexts.find("hot");
  const ContextChances learned = learner.of(hot);
  const NodeId nobody = *study.network.people->find("nobody");
  CHECK(learned.chance[ties.first_out_edge(nobody)] == learned.rate);
}

TEST_CASE("learned_chances: a study without ties or entries has nothing to learn") {
  const Study empty(StudyBuilder().context("c").person("a").build());
  const Graph ties = influence_ties(empty.network);
  const ChanceLearner learner(ties, empty.network, empty.journeys, {});
  CHECK(learner.general_rate() == 0.0);
  CHECK(learner.of(0).chance.empty());
}

}  // namespace
}  // namespace grapevine
