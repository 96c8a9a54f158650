#include <algorithm>
#include <catch2/catch.hpp>
#include <set>

#include "engine/table/table.hpp"
#include "study/report/run_report.hpp"
#include "study/report/sections.hpp"
#include "tests/support/report_shop.hpp"

using namespace grapevine;
using namespace grapevine::testing;

namespace {

/// In each of `contexts` ann brings one person worth as many units as the context's number.
StudyFile many_contexts(const TempFolder& folder, int contexts) {
  std::string purchases = "person_id,t,context_id,margin\n",
              touches = "from_person,to_person,t,context_id\n";
  for (int c = 1; c <= contexts; ++c) {
    const std::string context = "c" + std::to_string(c);
    purchases += "bob,2020-01-02," + context + "," + std::to_string(c) + "\n";
    touches += "ann,bob,2020-01-01," + context + "\n";
  }
  folder.write("purchases.csv", purchases);
  folder.write("touches.csv", touches);
  folder.write("surveys.csv", "person_id,item,value\nann,intends,1\n");
  return read_study_file(folder.write(
      "study.toml",
      "[tables]\npurchases = { file = \"purchases.csv\" }\ntouches = { file = \"touches.csv\" }\n"
      "surveys = { file = \"surveys.csv\" }\n[attribution]\nmodel = [\"linear\", \"first\"]\n"));
}

}  // namespace

TEST_CASE("of_shown_contexts: those with the most CRV, and what is over all") {
  const TempFolder folder;
  const StudyFile study = many_contexts(folder, 30);
  const StudyRun run = run_study(study);
  const ReportRows rows = report_rows(run);
  REQUIRE(rows.shown_contexts.size() == kContextsShown);
  CHECK(run.network.contexts.name(rows.shown_contexts[0]) == "c30");
  const Table& agreement = run.table("model_agreement");
  const auto kept = of_shown_contexts(rows, agreement).texts("context_id");
  CHECK(kept.size() == kContextsShown + 1);
  CHECK(std::ranges::count(kept, "") == 1);
  CHECK(std::ranges::count(kept, "c7") == 1);
  CHECK(std::ranges::count(kept, "c6") == 0);
}

TEST_CASE("of_shown_contexts: a table over all contexts stays whole") {
  const TempFolder folder;
  const StudyRun run = run_study(many_contexts(folder, 30));
  const ReportRows rows = report_rows(run);
  const std::vector<double> weights = {0.25, 0.75};
  TableBuilder builder;
  builder.add({.name = "weight"}, std::span<const double>(weights));
  const Table table = builder.finish();
  CHECK(of_shown_contexts(rows, table).equals(table));
}

TEST_CASE(
    "run_report: sections that leave contexts out say so, and none has more than those shown") {
  const TempFolder folder;
  const StudyFile study = many_contexts(folder, 30);
  const Report report = run_report(study, run_study(study));
  const std::string words = "Of 30 contexts the 24 with the most CRV are shown";
  for (const ReportSection& section : report.sections) {
    const bool told = std::ranges::any_of(section.sentences,
                                          [&](const std::string& s) { return s.find(words) == 0; });
    INFO(section.id);
    if (section.id == "segments" || section.id == "people" || section.id == "ledger" ||
        section.id == "intent")
      CHECK(told);
    for (const ReportTable& shown : section.tables)
      for (const char* column : {"context", "context_id"})
        if (shown.name != "points" && shown.table.has(column)) {
          std::set<std::string> contexts;
          shown.table.for_each_text(column, [&](const std::string& c) { contexts.insert(c); });
          contexts.erase("");
          INFO(shown.name);
          CHECK(contexts.size() <= kContextsShown);
        }
  }
}

TEST_CASE("say_contexts_shown: nothing where all are shown") {
  const TempFolder folder;
  const StudyRun run = run_study(report_shop(folder));
  const ReportRows rows = report_rows(run);
  ReportSection section;
  say_contexts_shown(rows, section);
  CHECK(section.sentences.empty());
  CHECK(of_shown_contexts(rows, run.table("funnel")).equals(run.table("funnel")));
}
