#include <catch2/catch.hpp>
#include <map>

#include "study/report/sections.hpp"
#include "tests/support/report_shop.hpp"

using namespace grapevine;
using namespace grapevine::testing;

namespace {

/// Sums of the parts shown, by person.
std::map<std::string, double> sums(const ReportSection& section) {
  const Table& parts = table_of(section, "explain");
  const auto who = parts.texts("person_id");
  const auto amount = parts.doubles("crv_amount");
  std::map<std::string, double> sum;
  for (std::size_t i = 0; i < who.size(); ++i) sum[who[i]] += amount[i];
  return sum;
}

}  // namespace

TEST_CASE("explain_section: the parts of each person sum to the CRV") {
  const TempFolder folder;
  const StudyRun run = run_study(report_shop(folder));
  const ReportRows rows = report_rows(run);
  const auto listed = top_rows(
      rows, 10, [&](std::size_t row) { return rows.crv[row] > 0.0; },
      [&](std::size_t row) { return rows.crv[row]; });
  const auto sum = sums(explain_section(rows, listed));
  CHECK(sum.size() == 4);
  for (const std::size_t row : listed)
    CHECK(sum.at(rows.person_name(row)) == Approx(rows.crv[row]));
}

TEST_CASE("explain_section: of many newcomers the smallest share a row, and the sum stays") {
  const TempFolder folder;
  std::string purchases = "person_id,t,context_id,margin\n",
              touches = "from_person,to_person,t,context_id\n";
  for (int i = 1; i <= 30; ++i) {
    const std::string who = "p" + std::to_string(i);
    purchases += who + ",2020-02-02,tea," + std::to_string(i) + "\n";
    touches += "ann," + who + ",2020-01-01,tea\n";
  }
  folder.write("purchases.csv", purchases);
  folder.write("touches.csv", touches);
  const StudyRun run =
      run_study(read_study_file(folder.write("study.toml",
                                             "[tables]\npurchases = { file = \"purchases.csv\" "
                                             "}\ntouches = { file = \"touches.csv\" }\n")));
  const ReportRows rows = report_rows(run);
  const std::vector<std::size_t> ann = {0};
  const ReportSection section = explain_section(rows, ann);
  CHECK(sums(section).at("ann") == Approx(465.0));
  const auto newcomers = table_of(section, "explain").texts("newcomer");
  CHECK(newcomers.size() == 13);
  CHECK(newcomers.front() == "p30");
  CHECK(newcomers.back().empty());
  CHECK(table_of(section, "explain").integers("newcomers").back() == 18);
}
