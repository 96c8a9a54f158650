#include <catch2/catch.hpp>

#include "study/report/sections.hpp"
#include "tests/support/report_shop.hpp"

using namespace grapevine;
using namespace grapevine::testing;

TEST_CASE("ledger_section: the margin of each context, and what earns nothing") {
  const TempFolder folder;
  const StudyFile study = report_shop(folder);
  const StudyRun run = run_study(study);
  const ReportSection section = ledger_section(study, report_rows(run));
  CHECK(section.sentences[0].find("Of 490 EUR of margin, 260 (53.1 %) are credited") == 0);
  const Table& ledger = table_of(section, "ledger");
  CHECK(ledger.texts("context") == std::vector<std::string>{"tea", "coffee"});
  CHECK(ledger.doubles("total_margin") == std::vector<double>{470.0, 20.0});
  CHECK(ledger.doubles("unattributed") == std::vector<double>{210.0, 20.0});
  const Table& excluded = table_of(section, "excluded");
  CHECK(excluded.texts("role") == std::vector<std::string>{"guess"});
  CHECK(excluded.integers("touches") == std::vector<std::int64_t>{1});
}
