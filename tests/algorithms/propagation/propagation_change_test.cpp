#include "algorithms/propagation/propagation_change.hpp"

#include <catch2/catch.hpp>
#include <cmath>

#include "engine/parallel/blocks.hpp"
#include "tests/support/dense_walk.hpp"
#include "tests/support/study_builder.hpp"

namespace grapevine {
namespace {

using testing::l1_distance;
using testing::StudyBuilder;

testing::RandomStudy drawn(std::uint64_t seed) {
  return {.seed = seed,
          .people = 40,
          .contexts = 3,
          .purchases = 30 + 10 * (seed % 4),
          .touches = 60,
          .ties = 150};
}

/// Without some purchases and touches, with ties and purchases of people and a context that are
/// new.
StudyBuilder changed(std::uint64_t seed) {
  StudyBuilder rows = testing::random_study(drawn(seed));
  Random random(seed, 5);
  for (std::uint64_t i = 0; i < 1 + seed % 3; ++i) {
    auto& touches = rows.touches();
    touches.erase(touches.begin() + static_cast<std::ptrdiff_t>(random.below(touches.size())));
  }
  std::erase_if(rows.purchases(), [&](const testing::PurchaseRow& row) {
    return row.id.empty() && random.below(8) == 0;
  });
  if (seed % 2 == 0) {
    rows.tie({.src = "aaa", .dst = "p3", .weight = 2.0}).tie({.src = "p4", .dst = "aaa"});
    rows.purchase({"aaa", 3, 100, "c0"}).purchase({"p5", 3, 100, "aa"});
  }
  return rows;
}

std::vector<double> scores_of(const Network& network, const PersonalizedPageRankOptions& options) {
  return propagation_scores(testing::Study(network).inputs(), options).score;
}

TEST_CASE("propagation_change: both sides are those of whole runs, to the error that is told") {
  std::size_t followed = 0;
  for (std::uint64_t seed = 0; seed < 40; ++seed) {
    const Network first = testing::random_study(drawn(seed)).build(),
                  second = changed(seed).build();
    PersonalizedPageRankOptions options{.tolerance = 1e-14, .max_iterations = 2'000};
    if (seed % 3 == 1) options.sinks = Sinks::Absorb;
    if (seed % 5 == 1) options.sinks = Sinks::All;  // never followed
    if (seed % 7 == 1) options.damping = 1.0 - 1e-3;
    if (seed % 8 == 1) options.seeds = {{"p1", 2.0}, {"p7", 1.0}};
    for (const bool back : {false, true}) {  // what came goes again
      const Network &before = back ? second : first, &after = back ? first : second;
      const auto change = propagation_change(before, after, options, 1e-9);
      CAPTURE(seed, back, change.error);
      CHECK(l1_distance(change.before, scores_of(before, options)) <= 1e-10);
      if (options.sinks != Sinks::All) CHECK(change.error <= 1.1e-9);
      CHECK(l1_distance(change.after, scores_of(after, options)) <= 4 * change.error + 1e-10);
      if (options.sinks == Sinks::All) CHECK(change.followed == 0);
      followed += change.followed;
    }
  }
  CHECK(followed > 100);
}

TEST_CASE("propagation_change: networks without rows, and 1 and 8 threads give equal bits") {
  CHECK(propagation_change(StudyBuilder().build(), StudyBuilder().build(), {}, 1e-9).after.empty());
  const Network one = StudyBuilder().purchase({"ann", 1, 5}).build(), none = StudyBuilder().build();
  CHECK(propagation_change(none, one, {}, 1e-9).after == std::vector{1.0});
  CHECK(propagation_change(one, none, {}, 1e-9).before == std::vector{1.0});
  const Network first = testing::random_study(drawn(4)).build(), second = changed(4).build();
  const auto with = [&](std::size_t threads) {
    const ThreadLimit limit(threads);
    return propagation_change(first, second, {}, 1e-9);
  };
  CHECK(with(1).after == with(8).after);
}

}  // namespace
}  // namespace grapevine
