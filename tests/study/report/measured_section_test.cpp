#include <catch2/catch.hpp>

#include "study/report/sections.hpp"
#include "tests/support/report_shop.hpp"

using namespace grapevine;
using namespace grapevine::testing;

TEST_CASE("measured_section: how much was read, and what the study asks for") {
  const TempFolder folder;
  const StudyFile study = report_shop(folder);
  const StudyRun run = run_study(study);
  const ReportSection section = measured_section(study, report_rows(run));
  CHECK(section.sentences[0] ==
        "14 people in 2 contexts: 4 ties, 13 purchases, 10 touches; 12 acquisitions of somebody "
        "new in a context.");
  CHECK(section.sentences[2] == "Value is in EUR.");
  const Table& options = table_of(section, "options");
  CHECK(options.texts("option")[0] == "roles");
  CHECK(options.texts("value")[0] == "friend=1, guess=0");
  CHECK(table_of(section, "facts").num_rows() > 0);
}

TEST_CASE("measured_section: scores rest on the first of several models, and it says so") {
  const TempFolder folder;
  const StudyFile study = report_shop(folder, "model = [\"last\", \"first\", \"linear\"]\n");
  const StudyRun run = run_study(study);
  const std::string said = measured_section(study, report_rows(run)).sentences[1];
  CHECK(said.ends_with("by the model last; beside it stand first, linear."));
}
