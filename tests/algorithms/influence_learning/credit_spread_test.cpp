#include "algorithms/influence_learning/credit_spread.hpp"

#include <catch2/catch.hpp>
#include <cmath>

#include "tests/support/errors.hpp"
#include "tests/support/study_builder.hpp"

namespace grapevine {
namespace {

using testing::Study;
using testing::StudyBuilder;

using Texts = std::vector<std::string>;

const Table& table_of(const CreditSpreadResult& result, const std::string& name) {
  return std::ranges::find(result.tables, name, &NamedTable::name)->table;
}

/// ann before bob before cid, who has ties to both; in "b" bob alone, in "c" nobody.
Study three_people() {
  StudyBuilder rows;
  rows.tie({.src = "ann", .dst = "bob"})
      .tie({.src = "ann", .dst = "cid"})
      .tie({.src = "bob", .dst = "cid"})
      .context("c")
      .purchase({"ann", 0, 100, "a"})
      .purchase({"bob", 10, 100, "a"})
      .purchase({"cid", 14, 100, "a"})
      .purchase({"bob", 3, 100, "b"});
  return Study(rows.build());
}

TEST_CASE("credit_spread: even credit, in each context, by hand") {
  const Study study = three_people();
  const auto result = credit_spread(study.inputs(), {.rule = CreditRule::Even, .seeds = 2});
  const auto spread = [&](const char* person, const char* context) {
    return result.spread[study.network.row(*study.network.contexts.find(std::string_view(context)),
                                           study.person(person))];
  };
  CHECK(spread("ann", "a") == Approx(2.0));  // bob, and cid by half and by half of bob's half
  CHECK(spread("bob", "a") == Approx(0.5));
  CHECK(spread("cid", "a") == 0.0);
  CHECK(spread("bob", "b") == 0.0);
  CHECK(spread("ann", "c") == 0.0);
  const Table& passed = table_of(result, "passed_credits");
  CHECK(passed.texts("context_id") == Texts{"a", "a", "a"});
  CHECK(passed.texts("from_person_id") == Texts{"ann", "ann", "bob"});
  CHECK(passed.texts("to_person_id") == Texts{"bob", "cid", "cid"});
  CHECK(passed.doubles("direct") == std::vector<double>{1.0, 0.5, 0.5});
  CHECK(passed.doubles("credit") == std::vector<double>{1.0, 1.0, 0.5});
  const Table& seeds = table_of(result, "credit_seeds");
  CHECK(seeds.texts("context_id") == Texts{"a", "b"});  // all of "a" is credited to ann
  CHECK(seeds.texts("person_id") == Texts{"ann", "bob"});
  CHECK(seeds.integers("rank") == std::vector<std::int64_t>{1, 1});
  CHECK(seeds.doubles("gain") == std::vector<double>{3.0, 1.0});
  CHECK(seeds.doubles("spread") == std::vector<double>{3.0, 1.0});
  REQUIRE(result.warnings.size() == 1);
  CHECK_THAT(result.warnings[0], Catch::Contains("may be likeness"));
}

TEST_CASE("credit_spread: decayed credit rests on tau and infl of the whole study, by hand") {
  const Study study = three_people();
  const auto result = credit_spread(study.inputs());
  // Delays of 10, 14 and 4 days, each seen once: tau is their mean for each tie. Soon after a
  // friend was cid's entry (after bob) alone: infl is 1 of 1 for cid, 0 of 2 for bob, and such
  // rates are as far apart as can be, so that nothing pulls them together.
  const double tau = 28.0 / 3, ac = 0.5 * std::exp(-14.0 / tau), bc = 0.5 * std::exp(-4.0 / tau);
  const ContextId a = *study.network.contexts.find(std::string_view("a"));
  CHECK(result.spread[study.network.row(a, study.person("ann"))] == Approx(ac));
  CHECK(result.spread[study.network.row(a, study.person("bob"))] == Approx(bc));
}

TEST_CASE("credit_spread: truncation leaves rows out of one table and changes nothing else") {
  const Study study = three_people();
  const CreditSpreadOptions all{.rule = CreditRule::Even, .truncation = 0.0};
  CreditSpreadOptions few = all;
  few.truncation = 0.75;
  const auto whole = credit_spread(study.inputs(), all), cut = credit_spread(study.inputs(), few);
  CHECK(whole.spread == cut.spread);
  CHECK(table_of(whole, "passed_credits").num_rows() == 3);
  CHECK(table_of(cut, "passed_credits").num_rows() == 2);
  CHECK(whole.most_missing == 0.0);
  CHECK(cut.most_missing == Approx(0.5));  // bob's for cid
  CHECK(table_of(whole, "credit_seeds").equals(table_of(cut, "credit_seeds")));
}

TEST_CASE("credit_spread: a study without ties has nothing to say, and bad options are refused") {
  StudyBuilder rows;
  rows.purchase({"ann", 3, 100});
  const Study study(rows.build());
  const auto result = credit_spread(study.inputs());
  CHECK(result.spread == std::vector<double>{0.0});
  CHECK(result.warnings.empty());
  CHECK(table_of(result, "credit_seeds").num_rows() == 1);
  CHECK_THAT(testing::error_of([&] { credit_spread(study.inputs(), {.truncation = 1.5}); }),
             Catch::StartsWith("InvalidOption truncation"));
}

}  // namespace
}  // namespace grapevine
