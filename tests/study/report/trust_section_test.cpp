#include <catch2/catch.hpp>

#include "study/report/sections.hpp"
#include "tests/support/report_shop.hpp"

using namespace grapevine;
using namespace grapevine::testing;

TEST_CASE("trust_section: what a guess would change if it were believed") {
  const TempFolder folder;
  const StudyFile study = report_shop(folder);
  const StudyRun run = run_study(study);
  const ReportRows rows = report_rows(run);
  const ReportSection section = trust_section(study, rows);
  const auto share = table_of(section, "trust").doubles("unattributed_share");
  CHECK(share.front() == Approx(230.0 / 490.0));
  // Eve's 200 are cy's then: a guess is her only touch, so its weight does not matter.
  CHECK(share.back() == Approx(30.0 / 490.0));
  const Table& first = table_of(section, "trust_first");
  const auto trust = first.doubles("trust");
  const auto people = first.texts("person_id");
  const auto crv = first.doubles("crv");
  for (std::size_t i = 0; i < trust.size(); ++i)
    if (people[i] == "cy") {
      CHECK(trust[i] > 0.0);
      CHECK(crv[i] == Approx(200.0));
    }
  CHECK(std::ranges::count(people, "cy") == 3);
}

TEST_CASE("trust_section: nothing where every role counts, or touches are too many to repeat") {
  const TempFolder folder;
  const StudyFile study = report_shop(folder);
  const StudyRun run = run_study(study);
  CHECK(trust_section(study, report_rows(run), 3).tables.empty());
  StudyFile all = study;
  all.sections["attribution"].options.erase("roles");
  const StudyRun trusting = run_study(all);
  CHECK(trust_section(all, report_rows(trusting)).tables.empty());
}
