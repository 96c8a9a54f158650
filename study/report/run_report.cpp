#include "study/report/run_report.hpp"

#include <fmt/format.h>

#include <map>
#include <set>

#include "algorithms/registry.hpp"
#include "engine/base/error.hpp"
#include "engine/table/rows_table.hpp"
#include "study/report/names.hpp"
#include "study/report/sections.hpp"

namespace grapevine {
namespace {

/// Tables of a run with more rows are left to files.
constexpr std::int64_t kMostRowsAsIs = 40;

std::string title_of(const StudyFile& study) {
  return study.name.empty() ? study.path.filename().string() : study.name;
}

/// The rows of all people that stand in a table of the report with a context, in their order.
std::vector<std::size_t> listed_rows(const ReportRows& rows,
                                     std::span<const ReportSection> sections) {
  std::map<std::string, ContextId> contexts;
  for (ContextId c = 0; c < rows.network.num_contexts(); ++c)
    contexts.emplace(context_name(rows.network, c), c);
  std::set<std::size_t> listed;
  for (const ReportSection& section : sections)
    for (const ReportTable& shown : section.tables) {
      // The picture of all points names everybody; who is in it alone is not looked at closely.
      if (shown.name == "points" || !shown.table.has("person_id") || !shown.table.has("context"))
        continue;
      const auto people = shown.table.texts("person_id"), in = shown.table.texts("context");
      for (std::size_t i = 0; i < people.size(); ++i)
        listed.insert(rows.network.row(contexts.at(in[i]),
                                       *rows.network.people->find(std::string_view(people[i]))));
    }
  return {listed.begin(), listed.end()};
}

/// Everybody that a table names.
std::vector<NodeId> named_people(const ReportRows& rows, std::span<const ReportSection> sections) {
  std::set<NodeId> named;
  for (const ReportSection& section : sections)
    for (const ReportTable& shown : section.tables)
      for (const char* column : {"person_id", "largest_newcomer"})
        if (shown.name != "points" && shown.table.has(column))
          shown.table.for_each_text(column, [&](const std::string& id) {
            if (const auto person = rows.network.people->find(std::string_view(id)))
              named.insert(*person);
          });
  return {named.begin(), named.end()};
}

/// Small tables that steps of the run made and no other section shows, by the steps' summaries.
ReportSection other_section(const ReportRows& rows, std::span<const ReportSection> sections) {
  ReportSection section{"other", "What else the run found", {}, {}};
  std::set<std::string> shown = {"audit"};  // the ledger's section has its figures
  for (const ReportSection& earlier : sections)
    for (const ReportTable& table : earlier.tables) shown.insert(table.name);
  for (const StepRun& step : rows.run.steps)
    for (const std::string& name : step.tables) {
      const Table table = of_shown_contexts(rows, rows.run.table(name));
      if (shown.contains(name) || table.num_rows() == 0 || table.num_rows() > kMostRowsAsIs)
        continue;
      const Algorithm* algorithm = find_algorithm(step.algorithm);
      section.tables.push_back(
          {name, name, algorithm ? std::string(algorithm->doc.summary) : "", table});
    }
  if (!section.tables.empty()) say_contexts_shown(rows, section);
  return section;
}

ReportSection inputs_section(std::span<const InputFile> inputs) {
  ReportSection section{"manifest", "What this rests on", {}, {}};
  section.sentences.push_back(
      fmt::format("Grapevine {}. The same files give the same report, byte for byte, at any number "
                  "of threads.",
                  GRAPEVINE_VERSION));
  RowsTable<InputFile> table(inputs);
  table.add({.name = "table"}, [](const InputFile& f) { return f.table; })
      .add({.name = "file"}, [](const InputFile& f) { return f.file; })
      .add({.name = "sha256"}, [](const InputFile& f) { return f.sha256; });
  section.tables.push_back({"inputs", "Files read", "", table.finish()});
  return section;
}

ReportSection findings_section(const StudyFile& study, const ReportRows& rows) {
  ReportSection section{"findings", "What stands out", {}, {}};
  add_referrer_findings(rows, section);
  add_list_findings(study, rows, section);
  return section;
}

void add_unless_empty(ReportSection section, std::vector<ReportSection>& sections) {
  if (!section.tables.empty() || !section.sentences.empty()) sections.push_back(std::move(section));
}

}  // namespace

Report run_report(const StudyFile& study, const StudyRun& run,
                  std::span<const TitledBacktest> backtests) {
  const ReportRows rows = report_rows(run);
  Report report{.title = title_of(study), .unit = study.value_unit()};
  auto& sections = report.sections;
  sections.push_back(measured_section(study, rows));
  add_unless_empty(findings_section(study, rows), sections);
  sections.push_back(segments_section(rows));
  sections.push_back(people_section(rows));
  const auto listed = listed_rows(rows, sections);
  report.network = report_network(run.network, named_people(rows, sections));
  add_unless_empty(explain_section(rows, listed), sections);
  sections.push_back(ledger_section(study, rows));
  add_unless_empty(trust_section(study, rows), sections);
  add_unless_empty(intent_section(rows), sections);
  add_unless_empty(forecast_section(rows), sections);
  for (std::size_t i = 0; i < backtests.size(); ++i)
    sections.push_back(backtest_section(backtests[i], fmt::format("_{}", i + 1)));
  add_unless_empty(other_section(rows, sections), sections);
  sections.push_back(quality_section(run.report, run.warnings));
  sections.push_back(inputs_section(run.inputs));
  return report;
}

Report backtest_report(const StudyFile& study, const Backtest& backtest) {
  Report report{.title = title_of(study), .unit = study.value_unit()};
  report.sections.push_back(backtest_section({title_of(study), backtest}));
  report.sections.push_back(quality_section(backtest.report, {}));
  report.sections.push_back(inputs_section(backtest.inputs));
  return report;
}

std::vector<TitledBacktest> report_backtests(const StudyFile& study, std::uint64_t seed) {
  std::vector<TitledBacktest> backtests;
  for (const ReportBacktest& asked : study.report_backtests) try {
      backtests.push_back({asked.title, backtest_study(study, asked.options, seed)});
    } catch (const Error& error) {
      throw Error(error.code(),
                  fmt::format("[[report.backtest]] {}: {}", in_quotes(asked.title), error.what()));
    }
  return backtests;
}

}  // namespace grapevine
