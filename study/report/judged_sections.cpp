#include <fmt/format.h>

#include "engine/table/rows_table.hpp"
#include "study/report/figures.hpp"
#include "study/report/sections.hpp"

namespace grapevine {
namespace {

/// What a step of the run said of itself under that name, or nothing.
std::string fact_of(const StudyRun& run, std::string_view name) {
  for (const StepRun& step : run.steps)
    for (const auto& [key, value] : step.facts)
      if (key == name) return value;
  return "";
}

/// A table of the run, but for rows of contexts that the report does not show.
void add_table(const ReportRows& rows, const char* name, const char* title, const char* note,
               ReportSection& section) {
  const Table* table = rows.run.find_table(name);
  if (table && table->num_rows() > 0)
    section.tables.push_back({name, title, note, of_shown_contexts(rows, *table)});
}

/// Errors first, then warnings, then notes; of one kind in the order of the checks.
std::vector<Finding> by_severity(const LoadReport& report) {
  std::vector<Finding> findings = report.quality.findings;
  std::ranges::stable_sort(findings, std::greater(), &Finding::severity);
  return findings;
}

std::string word_of(Severity severity) {
  return severity == Severity::Error ? "error" : severity == Severity::Warning ? "warning" : "note";
}

}  // namespace

ReportSection intent_section(const ReportRows& rows) {
  ReportSection section{"intent", "Intent against action", {}, {}};
  add_table(rows, "funnel", "From saying to doing to value",
            "Of those asked who intend to recommend, who did, whose newcomers joined, and who made "
            "a profit; beside them the same of everybody. What nobody was asked is empty.",
            section);
  add_table(
      rows, "intent_correlations", "Does saying go with doing?",
      "Correlation of what people say with what came of their word, with its interval; without a "
      "context, over all.",
      section);
  if (section.tables.empty()) return section;
  section.sentences.push_back(
      "What people say they would do stands beside what they did, and makes no value: the gap "
      "between the two is why referral value is measured at all.");
  say_contexts_shown(rows, section);
  return section;
}

ReportSection forecast_section(const ReportRows& rows) {
  ReportSection section{"forecast", "Who will bring others next", {}, {}};
  add_table(rows, "forecast_check", "Rivals on the last finished window of the past",
            "Area under ROC; shown is the one that people are ranked by. Empty: the past cannot "
            "judge it.",
            section);
  if (section.tables.empty()) return section;
  for (const char* fact : {"ranked by", "context", "referrals by people never seen before"})
    if (const std::string value = fact_of(rows.run, fact); !value.empty())
      section.sentences.push_back(fmt::format("{}: {}.", fact, value));
  if (const std::string value = fact_of(rows.run, "introducers"); !value.empty())
    section.sentences.push_back("Do introducers foretell what newcomers will be worth? " + value +
                                ".");
  return section;
}

ReportSection quality_section(const LoadReport& report, std::span<const std::string> warnings) {
  ReportSection section{"quality", "Can the tables be trusted?", {}, {}};
  RowsTable<TableCount> counts(report.counts);
  counts.add({.name = "table"}, [](const TableCount& c) { return c.table; })
      .add({.name = "rows"}, [](const TableCount& c) { return c.rows_in; })
      .add({.name = "used"}, [](const TableCount& c) { return c.used; })
      .add({.name = "left_out"}, [](const TableCount& c) { return c.rejected; });
  section.tables.push_back({"rows", "Rows read", "", counts.finish()});
  for (const std::string& warning : warnings) section.sentences.push_back("Warning: " + warning);
  const auto findings = by_severity(report);
  if (findings.empty()) {
    section.sentences.emplace_back("The checks found nothing.");
    return section;
  }
  RowsTable<Finding> table(findings);
  table.add({.name = "severity"}, [](const Finding& f) { return word_of(f.severity); })
      .add({.name = "table"}, [](const Finding& f) { return f.table; })
      .add({.name = "what"}, [](const Finding& f) { return f.what; })
      .add({.name = "to_do"}, [](const Finding& f) { return f.to_do; });
  section.tables.push_back({"findings", "What the checks found", "", table.finish()});
  return section;
}

}  // namespace grapevine
