#include <catch2/catch.hpp>

#include "study/report/sections.hpp"
#include "tests/support/report_shop.hpp"

using namespace grapevine;
using namespace grapevine::testing;

namespace {

ReportSection findings(const StudyFile& study) {
  const StudyRun run = run_study(study);
  ReportSection section;
  add_referrer_findings(report_rows(run), section);
  return section;
}

}  // namespace

TEST_CASE("add_referrer_findings: what the shop's numbers say, worked out by hand") {
  const TempFolder folder;
  const ReportSection section = findings(report_shop(folder));

  const Table& one = table_of(section, "one_introduction");
  CHECK(one.texts("person_id")[0] == "ann");
  CHECK(one.texts("largest_newcomer")[0] == "bob");
  CHECK(one.doubles("of_it")[0] == Approx(150.0));
  CHECK(one.doubles("crv_without")[0] == Approx(5.0));

  // Ann bought for 10 of 155, flo for nothing, ivy as well; bob's 150 are more than a tenth of 70.
  CHECK(table_of(section, "hardly_customers").texts("person_id") ==
        std::vector<std::string>{"ann", "flo", "ivy"});

  const Table& second = table_of(section, "second_hand");
  CHECK(second.texts("person_id") == std::vector<std::string>{"ann"});
  CHECK(second.doubles("value_downstream")[0] == Approx(225.0));

  const Table& many = table_of(section, "many_small");
  CHECK(many.texts("person_id") == std::vector<std::string>{"ivy"});
  CHECK(many.doubles("crv_of_each")[0] == Approx(1.0));
}

TEST_CASE("add_referrer_findings: without referrals nothing stands out") {
  const TempFolder folder;
  folder.write("purchases.csv", "person_id,t,margin\na,2020-01-02,1\nb,2020-01-02,1\n");
  CHECK(findings(read_study_file(folder.write(
                     "study.toml", "[tables]\npurchases = { file = \"purchases.csv\" }\n")))
            .tables.empty());
}
