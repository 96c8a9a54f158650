#include <fmt/format.h>

#include <memory>

#include "cli/commands.hpp"
#include "engine/base/error.hpp"
#include "loaders/columnar/path_table.hpp"
#include "loaders/writers/write_table.hpp"
#include "study/attribute.hpp"
#include "study/attribution_truth.hpp"
#include "study/column_mapping.hpp"
#include "study/study_memory.hpp"

namespace grapevine {
namespace {

/// What `attribute` was told.
struct AttributeFlags {
  std::string paths, map, models, out, tables, truth, repeats = "count";
  std::map<std::string, std::string> options;

  AttributionRequest request(std::uint64_t seed) const {
    AttributionRequest request{.seed = seed};
    if (!models.empty()) request.models = list_items({{models}, "--model"});
    for (const auto& [name, text] : options)
      if (!text.empty()) request.options[name] = {{text}, "--" + name};
    request.repeats = repeats == "once" ? Repeats::Once : Repeats::Count;
    return request;
  }
};

StudyFile study_of(const AttributeFlags& flags) {
  StudyFile study = read_study_file(flags.paths);
  map_columns(study, parse_column_map(flags.map));
  return study;
}

void attribute_and_print_study(const AttributeFlags& flags, const CommonOptions& common) {
  if (!flags.tables.empty())
    throw Error(ErrorCode::InvalidOption, "--tables", "a study's journeys make no further tables",
                "leave it out, or give a table of paths");
  if (flags.repeats != "count")
    throw Error(ErrorCode::InvalidOption, "--repeats", "in a study a person counts once",
                "leave it out, or give a table of paths");
  const StudyFile study = study_of(flags);
  const auto print_with = [&](const Table& table, const std::string& text,
                              const std::string& as_json) {
    if (!flags.out.empty()) write_table(table, flags.out);
    print(common.json ? as_json
                      : text + (flags.out.empty() ? "" : "\nWritten: " + flags.out + "\n"));
  };
  if (flags.truth.empty()) {
    const AttributedStudy found = attribute_study(study, flags.request(common.seed));
    return print_with(found.credits, study_attribution_text(found), study_attribution_json(found));
  }
  const TruthComparison found = compare_with_truth(
      study, flags.request(common.seed),
      flags.truth == "auto" ? truth_beside(study) : std::filesystem::path(flags.truth));
  print_with(truth_table(found), truth_text(found), truth_json(found));
}

void make_folder(const std::string& folder) {
  std::error_code failed;
  std::filesystem::create_directories(folder, failed);
  if (failed)
    throw Error(ErrorCode::Storage, folder, "cannot make the folder: " + failed.message(),
                "give --tables another one");
}

void attribute(const AttributeFlags& flags, const CommonOptions& common) {
  if (is_study_file(flags.paths)) return attribute_and_print_study(flags, common);
  if (!flags.truth.empty())
    throw Error(ErrorCode::InvalidOption, "--truth", "only a study's journeys have a truth",
                "give a study file (.toml)");
  const AttributionRequest request = flags.request(common.seed);
  const Paths paths = read_paths(flags.paths, path_column_names(parse_column_map(flags.map)));
  const AttributedPaths attributed = attribute_paths(paths, request);
  if (!flags.tables.empty()) make_folder(flags.tables);
  const auto ending = std::filesystem::path(flags.out).extension().string();
  if (!flags.out.empty()) write_table(attributed.credits, flags.out);
  std::string written = flags.out.empty() ? "" : " " + flags.out;
  if (!flags.tables.empty())
    for (const NamedTable& named : attributed.tables) {
      const auto file = std::filesystem::path(flags.tables) /
                        (named.name + (is_table_ending(ending) ? ending : ".csv"));
      write_table(named.table, file);
      written += " " + file.string();
    }
  if (common.json) return print(attribution_json(attributed));
  print(attribution_text(attributed) + (written.empty() ? "" : "\nWritten:" + written + "\n"));
}

MemoryEstimate attribution_memory(const AttributeFlags& flags) {
  MemoryEstimate estimate = program_alone();
  if (is_study_file(flags.paths)) {
    add_study_stages(study_of(flags), StudyStages::Attribution, estimate);
    return estimate;
  }
  const auto ending = std::filesystem::path(flags.out).extension().string();
  add_attribution_stages(flags.paths, parse_column_map(flags.map), flags.request(0), ending,
                         estimate);
  return estimate;
}

}  // namespace

void add_attribute_command(CLI::App& app, CommonOptions& common, Action& action) {
  auto* command = app.add_subcommand(
      "attribute", "Share out the conversions and value of journeys among channels or people");
  auto flags = std::make_shared<AttributeFlags>();
  command
      ->add_option(
          "PATHS", flags->paths,
          "A table with a path such as `a > b > c` in each row, or a step in each row; or a "
          "study file (.toml): its own journeys")
      ->required();
  std::string known;
  for (const Algorithm* model : path_models())
    known += (known.empty() ? "" : ", ") + std::string(model->doc.name);
  command->add_option("--model", flags->models,
                      fmt::format("One or more of {}, with commas between; absent: {}", known,
                                  path_models().front()->doc.name));
  command->add_option("--out", flags->out,
                      "Table to write: .parquet, .arrow or .csv; absent: print a summary only");
  command->add_option("--tables", flags->tables,
                      "Folder for what models tell besides, such as transitions");
  command->add_option("--truth", flags->truth,
                      "Of a study: compare the models with who truly caused whom: a table with "
                      "person_id, context_id and caused_by, or `auto`, that of a simulated shop");
  command
      ->add_option("--repeats", flags->repeats,
                   "Whether a player met twice in a path has two touches, or one as a person has")
      ->check(CLI::IsMember({"count", "once"}))
      ->capture_default_str();
  for (const Algorithm* model : path_models())
    for (const OptionInfo& option : model->options)
      if (option.name != "seed" && !flags->options.contains(option.name))
        add_option_flag(*command, option, flags->options[option.name]);
  add_map_option(*command, flags->map);
  add_common_options(*command, common);
  command->footer("Example: grapevine attribute paths.csv --model first,last,linear --out c.csv");
  command->callback([&common, &action, flags] {
    action = {[&common, flags] { attribute(*flags, common); },
              [flags] { return attribution_memory(*flags); }};
  });
}

}  // namespace grapevine
