#include <catch2/catch.hpp>

#include "study/report/sections.hpp"
#include "tests/support/report_shop.hpp"

using namespace grapevine;
using namespace grapevine::testing;

TEST_CASE("add_list_findings: lists that contradict each other, worked out by hand") {
  const TempFolder folder;
  const StudyFile study = report_shop(folder);
  const StudyRun run = run_study(study);
  ReportSection section;
  add_list_findings(study, report_rows(run), section);

  const Table& big = table_of(section, "big_customers");
  const auto people = big.texts("person_id"), contexts = big.texts("context");
  CHECK(people[0] == "eve");
  CHECK(people[1] == "dee");
  CHECK(people[2] == "gus");
  CHECK((people[3] == "bob" && contexts[3] == "coffee"));
  CHECK(std::ranges::count(people, "ann") == 0);

  // Eleven bought, four brought in; ann and bob are among both.
  const Table& lists = table_of(section, "two_lists");
  CHECK(lists.integers("in_both")[0] == 2);
  // Each newcomer has one touch that counts, so every model names the same four people.
  const auto in_both = lists.integers("in_both"), listed = lists.integers("listed");
  REQUIRE(in_both.size() > 3);
  for (std::size_t i = 1; i < in_both.size(); ++i) {
    CHECK(in_both[i] == 4);
    CHECK(listed[i] == 4);
  }

  CHECK(!has_table(section, "refused"));  // the guess is asked about elsewhere

  const Table& trusted = table_of(section, "trusted");
  CHECK(trusted.texts("person_id") == std::vector<std::string>{"hal"});
  CHECK(trusted.integers("ties_from_others")[0] == 1);
  CHECK(trusted.integers("ties_to_others")[0] == 2);
}
