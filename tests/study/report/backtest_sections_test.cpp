#include "study/report/backtest_sections.hpp"

#include <catch2/catch.hpp>

#include "study/study_command.hpp"
#include "tests/support/report_shop.hpp"

using namespace grapevine;
using namespace grapevine::testing;

TEST_CASE("backtest_section: the backtest's own figures, and a suffix where there are several") {
  const StudyFile study = read_study_file(bundled_study());
  const Backtest backtest = backtest_study(study, {}, 0);
  const ReportSection section = backtest_section({"who refers", backtest}, "_2");
  CHECK(section.id == "backtest_2");
  CHECK(section.title == "Backtest: who refers");
  const Table& shown = table_of(section, "backtest_scores_2");
  const Table& scores = backtest.tables.front().table;
  CHECK(shown.texts("score") == scores.texts("score"));
  CHECK(shown.doubles("auc") == scores.doubles("auc"));
  CHECK(shown.doubles("general_low") == scores.doubles("difference_to_general_low"));
  CHECK(shown.texts("best_verdict") == scores.texts("verdict"));
  const auto captured = table_of(section, "backtest_capture_2").doubles("captured");
  CHECK(captured[0] == scores.doubles("captured_at_1_percent")[0]);
  const std::string best = shown.texts("score")[0];
  CHECK(section.sentences[0].find(best + " (area ") == 0);
}

TEST_CASE("backtest_section: a backtest that could judge nothing says so") {
  CHECK(backtest_section({"nothing", Backtest{}}).sentences[0] ==
        "No cell has enough outcomes to be judged.");
}
