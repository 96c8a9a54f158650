#include "loaders/study_tables/quality/checks.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <random>
#include <set>

#include "engine/parallel/blocks.hpp"
#include "study/study_file.hpp"
#include "tests/support/data.hpp"
#include "tests/support/findings.hpp"

namespace grapevine {
namespace {

using testing::findings_text;
using testing::StudyFolder;

/// Tables with something for most of the checks.
const std::map<std::string, std::vector<std::string>>& dirty_tables() {
  static const std::map<std::string, std::vector<std::string>> kTables = {
      {"people",
       {"person_id,same_as,payer_id", "ann,,p", "bob,,p", "bob2,bob,q", "idle,,", "ann,,p"}},
      {"ties",
       {"src,dst,sign,t,t_end,weight", "ann,bob,1,2020-01-01,,1", "ann,bob,-1,,,1",
        "ann,ann,1,2020-01-01,2019-01-01,999", "bob,bob2,1,1900-01-01,,999",
        "ann,bob,1,2020-01-01,,1", "NULL,bob,1,2020-01-01,,heavy"}},
      {"purchases",
       {"person_id,t,purchase_id,amount", "bob,2020-02-01,1,5", "bob,2020-02-01,1,5",
        "cid,2020-02-02,2,-5", "cid,,3,5", "cid,2020-02-02,4,$5"}},
      {"touches",
       {"from_person,to_person,purchase_id,t,seq", "ann,,1,2020-03-01,1", "ann,bob,,2020-01-01,2",
        "bob,bob,,2020-01-02,1", "eve,,9,,"}}};
  return kTables;
}

void write(StudyFolder& study, const std::string& name, const std::vector<std::string>& lines) {
  std::string csv;
  for (const std::string& line : lines) csv += line + "\n";
  study.add(name, csv);
}

TEST_CASE("quality: shuffled rows give the same findings, and so do threads") {
  StudyFolder study{};
  study.study.max_rejects = 100;
  for (const auto& [name, lines] : dirty_tables()) write(study, name, lines);
  study.load();
  const std::string expected = findings_text(study.report);
  CHECK(std::ranges::count(expected, '\n') > 15);
  std::mt19937 random(1);
  for (int i = 0; i < 20; ++i)
    for (auto [name, lines] : dirty_tables()) {
      std::shuffle(lines.begin() + 1, lines.end(), random);
      write(study, name, lines);
      const ThreadLimit limit(i % 2 == 0 ? 1 : 8);
      study.load();
      REQUIRE(findings_text(study.report) == expected);
    }
}

TEST_CASE("quality: the most severe come first") {
  StudyFolder study{};
  study.study.max_rejects = 100;
  for (const auto& [name, lines] : dirty_tables()) write(study, name, lines);
  study.load();
  CHECK(
      std::ranges::is_sorted(study.report.quality.findings, std::greater<>(), &Finding::severity));
}

TEST_CASE("quality: every finding has its numbers, what it says, and what to do") {
  StudyFolder study{};
  study.study.max_rejects = 100;
  for (const auto& [name, lines] : dirty_tables()) write(study, name, lines);
  study.load();
  for (const Finding& finding : study.report.quality.findings) {
    CAPTURE(finding.check, finding.what);
    CHECK_FALSE(finding.table.empty());
    CHECK_FALSE(finding.to_do.empty());
    CHECK(finding.count >= 0);
    CHECK(finding.count <= finding.of);
    CHECK(finding.examples.size() <= 3);
    CHECK(finding.what.find('\n') == std::string::npos);
  }
}

TEST_CASE("quality: every check is named once and says what it looks for") {
  std::set<std::string_view> names;
  for (const QualityCheck& check : quality_checks()) {
    CHECK(names.insert(check.name).second);
    CHECK_FALSE(check.looks_for.empty());
  }
}

TEST_CASE("quality: the bundled study raises no false alarm") {
  const StudyFile file = read_study_file(testing::bundled("debian_referrals") / "study.toml");
  LoadReport report;
  load_network(file.tables, report);
  CHECK(findings_text(report) == "people_in_no_table info people 9 of 1602\n");
  CHECK(report.quality.id_space.agrees);
  CHECK(report.quality.id_space.by_item);
}

TEST_CASE("quality: the farmers' only defect is that 424 events have no date") {
  if (!testing::have_shared_data("demo_farmers")) return;
  const auto folder = testing::shared_data("demo_farmers");
  StudyFolder study{};
  study.study.time_unit = TimeUnit::Year;
  study.study.purchase_value = "units";
  for (const char* table :
       {"people", "contexts", "ties", "touches", "purchases", "events", "surveys"})
    study.study.tables[table] = {.files = {{folder / (std::string(table) + ".csv"), table}},
                                 .columns = {},
                                 .format = {},
                                 .in_memory = {}};
  study.study.tables["touches"].columns["from_person"] = "person_id";
  study.load();
  CHECK(findings_text(study.report) == "missing_values warning events 424 of 3698\n");
}

}  // namespace
}  // namespace grapevine
