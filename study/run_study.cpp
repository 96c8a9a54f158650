#include "study/run_study.hpp"

#include <unistd.h>

#include <algorithm>

#include "engine/base/error.hpp"
#include "loaders/study_tables/network_loader.hpp"
#include "study/column_sources.hpp"
#include "study/quality_report.hpp"
#include "study/report_tables.hpp"
#include "study/sha256.hpp"

namespace grapevine {
namespace {

void complete_tables(const StudyFile& study, std::vector<NamedTable>& tables) {
  const ColumnSources sources(study);
  for (NamedTable& named : tables)
    named.table = with_column_info(
        named.table, [&](ColumnInfo info) { return sources.completed(std::move(info)); });
}

}  // namespace

std::vector<InputFile> hash_inputs(const StudyFile& study) {
  std::vector<InputFile> inputs;
  const auto add = [&](const std::string& table, const TableFile& file) {
    std::error_code ignored;
    const bool readable = std::filesystem::is_regular_file(file.path, ignored) &&
                          ::access(file.path.c_str(), R_OK) == 0;
    inputs.push_back({table, file.shown, readable ? sha256_of_file(file.path) : ""});
  };
  if (!study.path.empty()) add("study", {study.path, study.path.filename().string()});
  for (const auto& [name, spec] : study.tables.tables)
    if (!spec.in_memory)
      for (const TableFile& file : spec.files) add(name, file);
  return inputs;
}

const Table* StudyRun::find_table(std::string_view name) const {
  const auto found = std::ranges::find(tables, name, &NamedTable::name);
  return found == tables.end() ? nullptr : &found->table;
}

const Table& StudyRun::table(std::string_view name) const {
  if (const Table* found = find_table(name)) return *found;
  throw Error(ErrorCode::NotFound, "run", "there is no table " + in_quotes(name), "name another");
}

StudyRun run_study(const StudyFile& study, const Algorithm* last) {
  check_models(study);
  StudyRun run;
  run.inputs = hash_inputs(study);
  const Stopwatch loading;
  run.network = load_network(study.tables, run.report);
  run.load_seconds = loading.seconds();
  run.warnings = quality_warnings(run.report);
  ScoredNetwork scored = score_network(study, run.network, last);
  std::ranges::move(scored.warnings, std::back_inserter(run.warnings));
  run.journeys = std::move(scored.journeys);
  run.attribution_models = std::move(scored.attribution_models);
  run.attributions = std::move(scored.attributions);
  run.audit = std::move(scored.audit);
  run.steps = std::move(scored.steps);
  run.tables.push_back(scores_table(run.network, scored.columns));
  std::ranges::move(scored.tables, std::back_inserter(run.tables));
  run.tables.push_back(cycles_table(run.network, run.journeys));
  run.tables.push_back(excluded_touches_table(run.network, run.journeys));
  run.tables.push_back(rejected_table(run.report));
  complete_tables(study, run.tables);
  return run;
}

}  // namespace grapevine
