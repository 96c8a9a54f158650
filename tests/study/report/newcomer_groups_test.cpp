#include "study/report/newcomer_groups.hpp"

#include <catch2/catch.hpp>

#include "tests/support/report_shop.hpp"

using namespace grapevine;
using namespace grapevine::testing;

TEST_CASE("add_newcomer_groups: margin and further purchases of both groups") {
  const TempFolder folder;
  const StudyRun run = run_study(report_shop(folder));
  ReportSection section;
  add_newcomer_groups(report_rows(run), section);
  const Table& groups = table_of(section, "newcomer_groups");
  // Brought: bob, cy, dee, gus, five of 1. Nobody's: ann, eve, and bob in coffee.
  CHECK(groups.integers("joined") == std::vector<std::int64_t>{9, 3});
  CHECK(groups.doubles("mean_margin")[0] == Approx(260.0 / 9.0));
  CHECK(groups.doubles("mean_margin")[1] == Approx(230.0 / 3.0));
  CHECK(groups.doubles("median_margin") == std::vector<double>{1.0, 20.0});
  CHECK(groups.doubles("bought_again")[0] == Approx(1.0 / 9.0));
  CHECK(groups.doubles("bought_again")[1] == 0.0);
}

TEST_CASE("add_newcomer_groups: who joined less than three years ago is not followed") {
  const TempFolder folder;
  const StudyFile study = report_shop(folder);
  StudyFile short_study = study;
  short_study.tables.end = parse_time("2020-12-31", TimeUnit::Day);
  const StudyRun run = run_study(short_study);
  ReportSection section;
  add_newcomer_groups(report_rows(run), section);
  CHECK(table_of(section, "newcomer_groups").integers("followed_3_years") ==
        std::vector<std::int64_t>{0, 0});
  CHECK(section.tables[0].note.find("Too few") == 0);
}
