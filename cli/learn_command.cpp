#include <fmt/format.h>

#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>

#include "cli/graph_flags.hpp"
#include "study/column_mapping.hpp"
#include "study/learn_study.hpp"
#include "study/study_memory.hpp"

namespace grapevine {
namespace {

/// What `learn` was told.
struct LearnFlags {
  std::string study, out, map;
  std::map<std::string, std::string> options;

  StudyFile read() const {
    StudyFile file = read_study_file(study);
    map_columns(file, parse_column_map(map));
    return file;
  }
};

void learn(const LearnFlags& flags, const CommonOptions& common) {
  const StudyFile study = flags.read();
  OptionMap options = given_options(flags.options);
  options["seed"] = {{std::to_string(common.seed)}, "--seed"};
  const StudyRun run = learn_study(study, options);
  for (const std::string& warning : run.warnings)
    std::cerr << "grapevine: warning: " << warning << "\n";
  std::string text = fmt::format("Written to {}:", flags.out);
  nlohmann::json json;
  for (const std::string& name : write_learned(run, study.format, flags.out)) {
    text += fmt::format(" {}.{} ({} rows)", name, study.format, run.table(name).num_rows());
    json[name] = run.table(name).num_rows();
  }
  print(common.json ? json.dump() + "\n" : text + "\n");
}

}  // namespace

void add_learn_command(CLI::App& app, CommonOptions& common, Action& action) {
  auto* command = app.add_subcommand(
      "learn", "Chances that people follow each other into contexts, with tests of likeness");
  auto flags = std::make_shared<LearnFlags>();
  command->add_option("STUDY", flags->study, "The study file (TOML)")->required();
  command->add_option("--out", flags->out, "Folder for the tables")->required();
  for (const OptionInfo& option : learning_options())
    if (option.name != "seed") add_option_flag(*command, option, flags->options[option.name]);
  add_map_option(*command, flags->map);
  add_common_options(*command, common);
  command->footer("Example: grapevine learn study.toml --method em --out learned");
  command->callback([&common, &action, flags] {
    action = {[&common, flags] { learn(*flags, common); },
              [flags] {
                MemoryEstimate estimate = program_alone();
                add_study_stages(flags->read(), StudyStages::Learning, estimate);
                return estimate;
              }};
  });
}

}  // namespace grapevine
