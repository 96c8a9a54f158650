#include "study/check_study.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "study/quality_report.hpp"
#include "tests/support/errors.hpp"
#include "tests/support/findings.hpp"
#include "tests/support/studies.hpp"

using namespace grapevine;
using namespace grapevine::testing;

namespace {

/// The small study with `more` rows of ties, and that limit.
StudyCheck check_small(const std::string& more, std::optional<std::int64_t> limit = {}) {
  const TempFolder folder;
  StudyFile study = read_study_file(write_small_study(folder));
  folder.write("ties.csv", kSmallTies + more);
  study.tables.max_rejects = limit;
  return check_study(study);
}

}  // namespace

TEST_CASE("check: a clean study has nothing to tell") {
  const StudyCheck check = check_small("");
  CHECK_FALSE(check.refused);
  CHECK(findings_text(check.report).empty());
  CHECK(check.network.ties.num_edges() == 3);
}

TEST_CASE("check: all rows that a run would end at are told, as errors") {
  const StudyCheck check = check_small("dan,bob,heavy\ndan,bob,-1\ndan,,1\n");
  CHECK(check.refused);
  CHECK(findings_text(check.report) ==
        "unreadable_cells error ties 1 of 6\n"
        "unreadable_cells error ties 1 of 6\n"
        "missing_values warning ties 1 of 6\n");
  CHECK(check.report.rejected.size() == 3);
}

TEST_CASE("check: rows within the limit are warnings, beyond it errors, whatever they lack") {
  const char* rows = "dan,bob,heavy\ndan,,1\n";
  CHECK_FALSE(check_small(rows, 2).refused);
  CHECK(count_of(check_small(rows, 2).report, Severity::Error) == 0);
  CHECK(count_of(check_small(rows, 2).report, Severity::Warning) == 2);
  CHECK(check_small(rows, 1).refused);
  CHECK(count_of(check_small(rows, 1).report, Severity::Error) == 2);
  CHECK_FALSE(check_small("dan,,1\n").refused);
}

TEST_CASE("check: refuses exactly what a run refuses") {
  for (const char* rows : {"", "dan,bob,heavy\n", "dan,,1\n", "dan,,1\ndan,bob,x\n"})
    for (const std::optional<std::int64_t> limit : {std::optional<std::int64_t>{}, {0}, {1}, {2}}) {
      const TempFolder folder;
      StudyFile study = read_study_file(write_small_study(folder));
      folder.write("ties.csv", std::string(kSmallTies) + rows);
      study.tables.max_rejects = limit;
      CAPTURE(rows, limit.value_or(-1));
      CHECK(check_study(study).refused == !error_of([&] { run_study(study); }).empty());
    }
}

TEST_CASE("check: text and JSON say the same") {
  const TempFolder folder;
  const StudyFile study = read_study_file(write_small_study(folder));
  folder.write("ties.csv", std::string(kSmallTies) + "dan,bob,heavy\n");
  const StudyCheck check = check_study(study);
  CHECK_THAT(check_text(study, check), Catch::StartsWith("Tea: 4 people, 2 contexts, 3 ties, ") &&
                                           Catch::Contains("Data quality: 1 error by "));
  const auto json = nlohmann::json::parse(check_json(study, check));
  CHECK(json["run_would_refuse"] == true);
  CHECK(json["rejected"]["ties.weight: not a number"] == 1);
  CHECK(json["data_quality"]["errors"] == 1);
  for (const auto& table : json["tables"])
    CHECK(table["rows_in"].get<int>() == table["used"].get<int>() + table["rejected"].get<int>());
}
