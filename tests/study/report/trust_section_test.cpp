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
  // Ann, bob, flo and ivy stay, cy comes in before them.
  CHECK(
      section.sentences[0] ==
      "The study gives no weight to touches of the roles guess. Were they believed in full, "
      "6.1 % of the margin would stay unattributed instead of 46.9 %, and 4 of the first 4 people "
      "by CRV would be among the first 5 then.");
}

TEST_CASE("trust_section: the study says which roles are in doubt") {
  const TempFolder folder;
  const StudyFile study = report_shop(folder, "[report]\ndoubted = [\"rumour\"]\n");
  const StudyRun run = run_study(study);
  CHECK(trust_section(study, report_rows(run)).tables.empty());
  CHECK(!is_doubted(study, "guess"));
  // What is not in doubt and earns nothing is a story that is not believed.
  ReportSection findings;
  add_list_findings(study, report_rows(run), findings);
  const Table& refused = table_of(findings, "refused");
  CHECK(refused.texts("person_id") == std::vector<std::string>{"cy"});
  CHECK(refused.texts("newcomer") == std::vector<std::string>{"eve"});
  CHECK(refused.doubles("worth_of_newcomer") == std::vector<double>{200.0});
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
