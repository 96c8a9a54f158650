#include "loaders/study_tables/quality/finding.hpp"

#include <catch2/catch.hpp>

#include "loaders/study_tables/rows.hpp"
#include "tests/support/files.hpp"

namespace grapevine {
namespace {

using testing::TempFolder;

constexpr FindingText kText{"some_check", Severity::Warning, "too good", "look again"};

TEST_CASE("counted_of: grouped numbers with a share, also where there is all or nothing") {
  CHECK(counted_of(12, 6047, "rows") == "12 of 6,047 rows (0.2 %)");
  CHECK(counted_of(3, 3, "ties") == "all 3 ties");
  CHECK(counted_of(0, 1200, "people") == "none of 1,200 people");
}

TEST_CASE("counted_of: a share that rounds to nothing or to all says so") {
  CHECK(counted_of(1, 1'000'000, "rows") == "1 of 1,000,000 rows (under 0.1 %)");
  CHECK(counted_of(999'999, 1'000'000, "rows") == "999,999 of 1,000,000 rows (over 99.9 %)");
}

TEST_CASE("finding_of: the numbers stand before what it says") {
  const Finding finding = finding_of(kText, "ties", 1, 4, "ties");
  CHECK(finding.check == "some_check");
  CHECK(finding.what == "1 of 4 ties (25.0 %) too good");
  CHECK(finding.to_do == "look again");
  CHECK(finding.count == 1);
  CHECK(finding.of == 4);
}

TEST_CASE("FoundRows: all are counted, the first three are shown with line and value") {
  const TempFolder folder;
  const TableSpec spec{
      .files = {{folder.write("t.csv", "id,x\n\"a\nb\",1\nb,2\nc,3\nd,4\n"), "t.csv"}},
      .columns = {{"weight", "x"}},
      .format = {},
      .in_memory = {}};
  LoadReport report;
  const Rows rows("ties", &spec, TimeUnit::Day, report);
  FoundRows found(rows);
  QualityFindings findings;
  found.report(kText, findings);
  CHECK(findings.findings.empty());
  for (const std::int64_t row : {0, 1, 2, 3}) found.add(row, row == 0 ? "" : "weight");
  found.report(kText, findings);
  REQUIRE(findings.findings.size() == 1);
  CHECK(findings.findings[0].count == 4);
  CHECK(findings.findings[0].of == 4);
  CHECK(findings.findings[0].table == "ties");
  CHECK(findings.findings[0].examples ==
        std::vector<std::string>{"t.csv:2", "t.csv:4 x = '2'", "t.csv:5 x = '3'"});
}

TEST_CASE("sort_by_severity: errors, warnings, notes, and within them the order of finding") {
  std::vector<Finding> findings;
  const auto add = [&](const char* check, Severity severity) {
    findings.emplace_back();
    findings.back().check = check;
    findings.back().severity = severity;
  };
  add("a", Severity::Info);
  add("b", Severity::Warning);
  add("c", Severity::Error);
  add("d", Severity::Warning);
  add("e", Severity::Info);
  sort_by_severity(findings);
  std::string order;
  for (const Finding& finding : findings) order += finding.check;
  CHECK(order == "cbdae");
}

}  // namespace
}  // namespace grapevine
