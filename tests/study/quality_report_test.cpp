#include "study/quality_report.hpp"

#include <catch2/catch.hpp>

#include "loaders/study_tables/quality/checks.hpp"
#include "tests/support/findings.hpp"

using namespace grapevine;
using namespace grapevine::testing;

namespace {

LoadReport report_of(const std::string& ties) {
  StudyFolder study{{"ties", ties}, {"purchases", "person_id,t\nann,1\n"}};
  study.load();
  return study.report;
}

}  // namespace

TEST_CASE("quality text: rows, joins and findings, one a line, with what to do and where") {
  const std::string text = quality_text(report_of("src,dst\nann,bob\nann,bob\nann,ann\nann,\n"));
  CHECK_THAT(text, Catch::Contains("\n  ties          4     3         1\n"));
  CHECK_THAT(text, Catch::Contains("people with ties            2  purchases       1   50.0 %\n"));
  CHECK_THAT(text, Catch::Contains("\nData quality: 2 warnings, 1 note by "));
  CHECK_THAT(text, Catch::Contains("\n\nWarnings\n"
                                   "  ties: 1 of 4 rows (25.0 %) left out: dst, no person\n"
                                   "        fill the cells in, or do without the rows (ties.csv:5 "
                                   "dst = '')\n"
                                   "  ties: 1 of 3 rows (33.3 %) equal to an earlier one; each "
                                   "adds its weight\n"
                                   "        remove them if they are one (ties.csv:3)\n"
                                   "\nNotes\n  ties: 1 of 3 rows"));
}

TEST_CASE("quality text: nothing found is said") {
  CHECK(quality_headline(report_of("src,dst\nann,bob\n")) == "Data quality: nothing found");
  CHECK(quality_warnings(report_of("src,dst\nann,bob\n")).empty());
}

TEST_CASE("quality warnings: errors and warnings, no notes, the most severe first") {
  std::string ties = "src,dst\nx,x\nx,x\n";
  for (int i = 0; i < 20; ++i) ties += "x,y" + std::to_string(i) + "\n";
  const LoadReport report = report_of(ties);
  const auto lines = quality_warnings(report);
  REQUIRE(lines.size() == 2);
  CHECK_THAT(lines[0], Catch::StartsWith("ties: none of 21 people with ties purchased anything; "));
  CHECK_THAT(lines[1], Catch::StartsWith("ties: 1 of 22 rows"));
  CHECK(quality_headline(report) == "Data quality: 1 error, 1 warning, 1 note");
  CHECK(count_of(report, Severity::Error) == 1);
}

TEST_CASE(
    "quality warnings: errors are all told, of many warnings the first few and how many more") {
  LoadReport report;
  const auto add = [&](Severity severity, int count) {
    for (int i = 0; i < count; ++i)
      report.quality.findings.push_back(
          {.check = "c", .severity = severity, .table = "ties", .what = "w", .to_do = "d"});
  };
  add(Severity::Error, 2);
  add(Severity::Warning, 8);
  add(Severity::Info, 3);
  CHECK(quality_warnings(report).size() == 6);
  CHECK(quality_warnings(report).back() == "tables: 5 more of such; grapevine check shows them");
  report = {};
  add(Severity::Error, 7);
  CHECK(quality_warnings(report).size() == 7);
}

TEST_CASE("quality json: findings with count, share and examples, joins, id space, all checks") {
  const auto json = quality_json(report_of("src,dst\nann,bob\nann,bob\nbob,ann\nbob,cid\n"));
  CHECK(json["errors"] == 0);
  CHECK(json["warnings"] == 1);
  const auto& finding = json["findings"][0];
  CHECK(finding["check"] == "duplicate_rows");
  CHECK(finding["severity"] == "warning");
  CHECK(finding["table"] == "ties");
  CHECK(finding["count"] == 1);
  CHECK(finding["of"] == 4);
  CHECK(finding["share"] == 0.25);
  CHECK(finding["examples"][0] == "ties.csv:3");
  CHECK(json["joins"][0]["ids"] == "people with ties");
  CHECK(json["joins"][0]["count"] == 3);
  CHECK(json["joins"][0]["found"] == 1);
  CHECK(json["id_space"]["judged"] == false);
  CHECK(json["checks"].size() == quality_checks().size());
}
