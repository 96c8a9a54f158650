#include "study/report/referral_forest.hpp"

#include <catch2/catch.hpp>

#include "tests/support/report_shop.hpp"

using namespace grapevine;
using namespace grapevine::testing;

TEST_CASE("referral_forest: everybody downstream, and what they are worth") {
  const TempFolder folder;
  const StudyRun run = run_study(report_shop(folder));
  const ReportRows rows = report_rows(run);
  const ReferralForest forest = referral_forest(rows);
  const auto row = [&](const char* person) {
    return run.network.row(*run.network.contexts.find(std::string_view("tea")),
                           *run.network.people->find(std::string_view(person)));
  };
  CHECK(forest.people[row("ann")] == 3);  // bob, cy and, through bob, dee
  CHECK(forest.value[row("ann")] == Approx(225.0));
  CHECK(forest.people[row("bob")] == 1);
  CHECK(forest.value[row("bob")] == Approx(70.0));
  CHECK(forest.people[row("eve")] == 0);
}

TEST_CASE(
    "referral_forest: a ring that a study keeps ends, and has nobody downstream of it twice") {
  const TempFolder folder;
  folder.write("purchases.csv",
               "person_id,t,context_id,margin\na,2020-01-02,tea,1\nb,2020-01-02,tea,1\n"
               "c,2020-01-03,tea,4\n");
  folder.write("touches.csv",
               "from_person,to_person,t,context_id\na,b,2020-01-01,tea\nb,a,2020-01-01,tea\n"
               "a,c,2020-01-02,tea\n");
  const StudyFile study = read_study_file(folder.write(
      "study.toml",
      "[tables]\npurchases = { file = \"purchases.csv\" }\ntouches = { file = \"touches.csv\" }\n"
      "[attribution]\nexclude_cycles = false\n"));
  const StudyRun run = run_study(study);
  const ReportRows rows = report_rows(run);
  const ReferralForest forest = referral_forest(rows);
  CHECK(forest.people == std::vector<std::int64_t>{1, 0, 0});
  CHECK(forest.value[0] == Approx(4.0));
}
