#include "algorithms/influence_learning/learned_ties.hpp"

#include <catch2/catch.hpp>

#include "engine/parallel/random.hpp"
#include "tests/support/errors.hpp"
#include "tests/support/study_builder.hpp"

namespace grapevine {
namespace {

using testing::error_of;
using testing::Study;
using testing::StudyBuilder;

const Table& table_of(const LearnedTiesResult& result, const std::string& name) {
  return std::ranges::find(result.tables, name, &NamedTable::name)->table;
}

TEST_CASE("learned_ties: a row for each tie that was tried, by hand") {
  StudyBuilder rows;
  rows.tie({.src = "ann", .dst = "bob"})
      .tie({.src = "ann", .dst = "cid"})
      .tie({.src = "dee", .dst = "ann"})
      .purchase({"ann", 3, 100})
      .purchase({"bob", 8, 100});
  const Study study(rows.build());
  const auto result = learned_ties(study.inputs(), {.method = LearningMethod::PartialCredit});
  const Table& ties = table_of(result, "learned_ties");
  CHECK(ties.texts("from_person_id") == std::vector<std::string>{"ann", "ann"});
  CHECK(ties.texts("to_person_id") == std::vector<std::string>{"bob", "cid"});
  CHECK(ties.doubles("followed") == std::vector<double>{1.0, 0.0});
  CHECK(ties.doubles("tried") == std::vector<double>{1.0, 1.0});
  CHECK(ties.doubles("chance") == std::vector<double>{1.0, 0.0});
  CHECK(ties.doubles("mean_delay_days")[0] == Approx(5.0));
  for (const double chance : ties.doubles("learned_chance")) CHECK(chance == Approx(0.5));
  const Table& contexts = table_of(result, "learned_contexts");
  CHECK(contexts.texts("reading") ==
        std::vector<std::string>{"too few entries to judge: the chances may be likeness"});
  REQUIRE(result.warnings.size() == 1);
  CHECK_THAT(result.warnings[0], Catch::Contains("in 0 of 1 contexts"));
}

/// 400 people in pairs of friends, who enter on random days of two years; or, where they are moved,
/// the second a few days after the first.
Study pairs(bool moved) {
  StudyBuilder rows;
  for (int i = 0; i < 400; ++i) {
    Random random(7, static_cast<std::uint64_t>(i));
    const std::string a = "a" + std::to_string(i), b = "b" + std::to_string(i);
    rows.tie({.src = a, .dst = b});
    const int first = static_cast<int>(random.below(700));
    rows.purchase({a, first, 100});
    if (random.below(2) == 0)
      rows.purchase({b,
                     moved ? first + 31 + static_cast<int>(random.below(25))
                           : static_cast<int>(random.below(700)),
                     100});
  }
  return Study(rows.build());
}

TEST_CASE("learned_ties: influence is told from chance, and where there is none it says so") {
  const auto reading = [](bool moved) {
    const Study study = pairs(moved);
    return table_of(learned_ties(study.inputs()), "learned_contexts").texts("reading").front();
  };
  CHECK_THAT(reading(true), Catch::StartsWith("people follow beyond likeness"));
  CHECK(reading(false) == "nothing is left once people are compared with their like");
}

TEST_CASE("learned_ties: an unknown column to group by is refused by name") {
  StudyBuilder rows;
  rows.tie({.src = "ann", .dst = "bob"}).purchase({"ann", 3, 100});
  const Study study(rows.build());
  CHECK_THAT(error_of([&] { learned_ties(study.inputs(), {.group = "village"}); }),
             Catch::StartsWith("InvalidOption group: the people table has no column 'village'"));
}

}  // namespace
}  // namespace grapevine
