#include "study/manifest.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "engine/base/error.hpp"
#include "loaders/columnar/file_bytes.hpp"
#include "study/quality_report.hpp"
#include "study/sha256.hpp"

namespace grapevine {
namespace {

using Json = nlohmann::ordered_json;

Json options_json(const StudyFile& study) {
  Json sections = Json::object();
  for (const auto& [name, section] : study.sections) {
    Json& options = sections[name] = Json::object();
    if (!section.models.empty()) options["model"] = section.models;
    for (const auto& [option, value] : section.options)
      options[option] = value.items.size() == 1 ? Json(value.items.front()) : Json(value.items);
  }
  return sections;
}

Json max_rejects_json(const std::optional<std::int64_t>& most) {
  return most ? Json(*most) : Json(nullptr);
}

Json map_json(const StudyFile& study) {
  Json map = Json::array();
  for (const ColumnMapping& mapping : study.tables.map) map.push_back(mapping_text(mapping));
  return map;
}

Json journeys_json(const Journeys& journeys) {
  Json left_out = {{"not_an_acquisition", journeys.not_an_acquisition}};
  for (const std::string_view reason : kExclusionNames) left_out[std::string(reason)] = 0;
  for (const ExcludedTouch& touch : journeys.excluded) {
    Json& count = left_out[std::string(kExclusionNames[static_cast<std::size_t>(touch.reason)])];
    count = count.get<std::uint64_t>() + 1;
  }
  const auto referred = std::ranges::count_if(
      journeys.acquisitions, [](const Acquisition& a) { return a.num_touches > 0; });
  return {{"acquisitions", journeys.acquisitions.size()},
          {"with_a_referrer", referred},
          {"touches_that_count", journeys.touches.size()},
          {"with_implied_touches", journeys.implied_acquisitions},
          {"touches_left_out", left_out},
          {"cycle_edges", journeys.cycle_edges.size()}};
}

/// The audit's amounts and whether they add up to the last unit.
Json audit_json(const StudyRun& run) {
  Json lines = Json::object();
  Money total = 0, split = 0, parts = 0;
  for (const AuditLine& line : run.audit) {
    lines[line.name] = money_text(line.amount, line.decimals);
    if (line.name == "total_margin")
      total = line.amount;
    else if (line.name == "value_split_total")
      split = line.amount;
    else
      parts = add_money(parts, line.amount);
  }
  lines["adds_up"] = total == parts && total == split;
  return lines;
}

Json steps_json(const StudyRun& run) {
  Json steps = Json::array();
  for (const StepRun& step : run.steps) {
    Json facts = Json::object();
    for (const auto& [name, value] : step.facts) facts[name] = value;
    steps.push_back({{"algorithm", step.algorithm}, {"facts", facts}, {"seconds", step.seconds}});
  }
  return steps;
}

Json columns_json(const Table& table) {
  Json columns = Json::array();
  for (const std::string& name : table.column_names()) {
    const ColumnInfo info = table.info(name);
    columns.push_back({{"name", name},
                       {"unit", info.unit},
                       {"meaning", info.meaning},
                       {"method", info.method},
                       {"source", info.source}});
  }
  return columns;
}

Json outputs_json(const StudyFile& study, const StudyRun& run,
                  const std::filesystem::path& folder) {
  Json outputs = Json::array();
  for (const NamedTable& named : run.tables) {
    const std::string file = named.name + "." + study.format;
    Json output = {{"file", file}};
    if (!folder.empty()) output["sha256"] = sha256_of_file(folder / file);
    output["rows"] = named.table.num_rows();
    output["columns"] = columns_json(named.table);
    outputs.push_back(std::move(output));
  }
  return outputs;
}

/// The files of a table by hash: one beside the table's name, several in a list.
void add_files(Json& input, const StudyRun& run, const std::string& table) {
  Json files = Json::array();
  for (const InputFile& file : run.inputs)
    if (file.table == table) files.push_back({{"file", file.file}, {"sha256", file.sha256}});
  if (files.size() == 1)
    input.update(files.front());
  else
    input["files"] = files;
}

/// What a run read, by hash, and how many rows of it were used.
Json inputs_json(const StudyFile& study, const StudyRun& run) {
  Json inputs = Json::array({{{"table", "study"}}});
  if (study.path.empty())
    inputs.front().update({{"in_memory", true}, {"sha256", sha256_of(study.document)}});
  else
    add_files(inputs.front(), run, "study");
  for (const auto& [name, spec] : study.tables.tables) {
    Json input = {{"table", name}};
    if (spec.in_memory)
      input["in_memory"] = true;
    else
      add_files(input, run, name);
    for (const TableCount& count : run.report.counts)
      if (count.table == name) {
        input["rows_in"] = count.rows_in;
        input["used"] = count.used;
        input["rejected"] = count.rejected;
      }
    inputs.push_back(input);
  }
  return inputs;
}

/// Empty for a study that no file holds.
std::string absolute_text(const std::filesystem::path& path) {
  return path.empty() ? "" : std::filesystem::absolute(path).lexically_normal().string();
}

}  // namespace

Json rejected_json(const LoadReport& report) {
  std::map<std::string, std::int64_t> counts;
  for (const RejectedRow& row : report.rejected)
    ++counts[row.table + "." + row.column + ": " + row.reason];
  return counts;
}

Json manifest_of(const StudyFile& study, const StudyRun& run, const std::filesystem::path& folder,
                 std::uint64_t seed) {
  double seconds = run.load_seconds;
  for (const StepRun& step : run.steps) seconds += step.seconds;
  return {{"grapevine", GRAPEVINE_VERSION},
          {"study", study.name},
          {"study_path", absolute_text(study.path)},
          {"value_unit", study.value_unit()},
          {"value_decimals", study.tables.value_decimals},
          {"seed", seed},
          {"max_rejects", max_rejects_json(study.tables.max_rejects)},
          {"map", map_json(study)},
          {"options", options_json(study)},
          {"inputs", inputs_json(study, run)},
          {"rejected", rejected_json(run.report)},
          {"notes", run.report.notes},
          {"warnings", run.warnings},
          {"data_quality", quality_json(run.report)},
          {"journeys", journeys_json(run.journeys)},
          {"attribution_models", run.attribution_models},
          {"audit", audit_json(run)},
          {"steps", steps_json(run)},
          {"seconds", {{"load", run.load_seconds}, {"all", seconds}}},
          {"outputs", outputs_json(study, run, folder)}};
}

Json read_manifest(const std::filesystem::path& folder) {
  const auto path = folder / kManifestName;
  const std::string bytes = read_file_bytes(path);
  Json manifest = Json::parse(bytes, nullptr, /*allow_exceptions=*/false);
  if (manifest.is_discarded())
    throw Error(ErrorCode::BadInput, path_text(path), "it is no JSON text",
                "name the folder that grapevine run wrote");
  const bool ours = manifest.is_object() && manifest.contains("grapevine") &&
                    manifest.contains("study_path") && manifest["study_path"].is_string() &&
                    manifest.contains("inputs") && manifest["inputs"].is_array() &&
                    manifest.contains("outputs") && manifest["outputs"].is_array();
  if (!ours)
    throw Error(ErrorCode::BadInput, path_text(path), "it is no manifest of a run",
                "name the folder that grapevine run wrote");
  return manifest;
}

}  // namespace grapevine
