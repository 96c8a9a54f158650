#include <catch2/catch.hpp>

#include "study/report/sections.hpp"
#include "study/study_command.hpp"
#include "tests/support/report_shop.hpp"

using namespace grapevine;
using namespace grapevine::testing;

TEST_CASE("quality_section: rows read, findings with errors first, and warnings") {
  LoadReport report;
  report.counts = {{"ties", 10, 8, 2}};
  report.quality.findings = {{.check = "a", .severity = Severity::Info, .what = "third"},
                             {.check = "b", .severity = Severity::Error, .what = "first"},
                             {.check = "c", .severity = Severity::Warning, .what = "second"}};
  const std::vector<std::string> warnings = {"look here"};
  const ReportSection section = quality_section(report, warnings);
  CHECK(table_of(section, "rows").integers("left_out") == std::vector<std::int64_t>{2});
  CHECK(table_of(section, "findings").texts("what") ==
        std::vector<std::string>{"first", "second", "third"});
  CHECK(section.sentences == std::vector<std::string>{"Warning: look here"});
  CHECK(quality_section(LoadReport{}, {}).sentences.back() == "The checks found nothing.");
}

TEST_CASE("intent_section and forecast_section: the tables of the run, under the words they need") {
  const TempFolder folder;
  const StudyRun run = run_study(report_shop(folder));
  const ReportRows rows = report_rows(run);
  const ReportSection intent = intent_section(rows);
  CHECK(table_of(intent, "funnel").equals(run.table("funnel")));
  // Too little of the past to learn from: the run has no check, and the report no such section.
  CHECK(forecast_section(rows).tables.empty());
}

TEST_CASE("forecast_section: what the forecast says of itself") {
  const StudyRun run = run_study(read_study_file(bundled_study()));
  const ReportSection forecast = forecast_section(report_rows(run));
  CHECK(table_of(forecast, "forecast_check").equals(run.table("forecast_check")));
  CHECK(forecast.sentences[0] == "ranked by: fitted forecast.");
}
