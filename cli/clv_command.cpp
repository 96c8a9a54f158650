#include <fmt/format.h>

#include <memory>

#include "cli/commands.hpp"
#include "engine/base/error.hpp"
#include "loaders/writers/whole_file.hpp"
#include "loaders/writers/write_table.hpp"
#include "study/attribute_study.hpp"
#include "study/clv.hpp"
#include "study/clv_pictures.hpp"
#include "study/column_mapping.hpp"
#include "study/study_memory.hpp"

namespace grapevine {
namespace {

/// What `clv` was told.
struct ClvFlags {
  PurchaseFiles files;
  std::string map, model, out, tables;
  std::map<std::string, std::string> options;

  StudyFile study() const {
    const bool is_study = is_study_file(files.purchases);
    if (is_study) refuse_what_a_study_says();
    StudyFile study = is_study ? read_study_file(files.purchases) : study_of_purchases(files);
    map_columns(study, parse_column_map(map));
    return study;
  }

  OptionMap given() const {
    OptionMap given;
    for (const auto& [name, text] : options)
      if (!text.empty()) given[name] = {{text}, "--" + name};
    return given;
  }

 private:
  void refuse_what_a_study_says() const {
    for (const auto& [flag, value] : {std::pair{"--people", files.people},
                                      {"--touches", files.touches},
                                      {"--currency", files.currency}})
      if (!value.empty())
        throw Error(ErrorCode::InvalidOption, flag, "a study file says this itself",
                    "leave it out, or give a table of purchases");
  }
};

void write_tables(const ClvFlags& flags, const ClvRun& run, std::string& written) {
  std::error_code failed;
  std::filesystem::create_directories(flags.tables, failed);
  if (failed)
    throw Error(ErrorCode::Storage, flags.tables, "cannot make the folder: " + failed.message(),
                "give --tables another one");
  const auto ending = std::filesystem::path(flags.out).extension().string();
  for (const NamedTable& named : run.tables) {
    const auto file = std::filesystem::path(flags.tables) /
                      (named.name + (is_table_ending(ending) ? ending : ".csv"));
    write_table(named.table, file);
    written += " " + file.string();
  }
  for (const NamedPicture& picture : clv_pictures(run)) {
    const auto path = std::filesystem::path(flags.tables) / picture.name;
    WholeFile file(path);
    file.write(picture.svg);
    file.commit();
    written += " " + path.string();
  }
}

void forecast_and_print(const ClvFlags& flags, const CommonOptions& common) {
  const ClvRun run = run_clv(flags.study(), flags.model, flags.given());
  std::string written;
  if (!flags.out.empty()) {
    write_table(run.customers, flags.out);
    written += " " + flags.out;
  }
  if (!flags.tables.empty()) write_tables(flags, run, written);
  for (const std::string& warning : run.warnings)
    std::cerr << "grapevine: warning: " << warning << "\n";
  if (common.json) return print(clv_json(run));
  print(clv_text(run) + (written.empty() ? "" : "\nWritten:" + written + "\n"));
}

}  // namespace

void add_clv_command(CLI::App& app, CommonOptions& common, Action& action) {
  auto* command = app.add_subcommand(
      "clv", "Customer lifetime value: who is still a customer, and what each will bring");
  auto flags = std::make_shared<ClvFlags>();
  command
      ->add_option("PURCHASES", flags->files.purchases,
                   "A table of purchases with person_id, t and amount, margin or units; or a study "
                   "file (.toml)")
      ->required();
  std::string known;
  for (const Algorithm* model : clv_models())
    known += (known.empty() ? "" : ", ") + std::string(model->doc.name);
  command->add_option("--model", flags->model,
                      fmt::format("One of {}; absent: {}", known, clv_models().front()->doc.name));
  command->add_option("--out", flags->out,
                      "Table of customers to write: .parquet, .arrow or .csv; absent: none");
  command->add_option(
      "--tables", flags->tables,
      "Folder for fits, tracking and conditional purchases, with pictures; absent: none");
  command->add_option("--people", flags->files.people,
                      "Table of people, whose columns may be groups");
  command->add_option("--touches", flags->files.touches,
                      "Table of referrals, for --group referred");
  command->add_option("--currency", flags->files.currency,
                      "Of the amounts, such as EUR; absent: counted in units");
  command
      ->add_option("--value_decimals", flags->files.value_decimals,
                   "Decimal places that amounts may have")
      ->check(CLI::Range(0, 9))
      ->capture_default_str();
  for (const OptionInfo& option : clv_option_infos())
    add_option_flag(*command, option, flags->options[option.name]);
  add_map_option(*command, flags->map);
  add_common_options(*command, common);
  command->footer(
      "Example: grapevine clv purchases.csv --model bg_nbd --observe-until 1997-09-30 --horizon 39 "
      "--out clv.csv");
  command->callback([&common, &action, flags] {
    action = {[&common, flags] { forecast_and_print(*flags, common); },
              [flags] {
                MemoryEstimate estimate = program_alone();
                add_study_stages(flags->study(), StudyStages::CustomerValue, estimate);
                return estimate;
              }};
  });
}

}  // namespace grapevine
