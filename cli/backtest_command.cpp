#include <fmt/format.h>

#include <memory>

#include "cli/commands.hpp"
#include "study/backtest_report.hpp"
#include "study/column_mapping.hpp"
#include "study/report/report_page.hpp"
#include "study/study_memory.hpp"

namespace grapevine {
namespace {

/// What `backtest` was told.
struct BacktestFlags {
  std::string study, out, map;
  std::map<std::string, std::string> options;

  StudyFile read() const {
    StudyFile file = read_study_file(study);
    map_columns(file, parse_column_map(map));
    return file;
  }

  OptionMap given() const {
    OptionMap given;
    for (const auto& [name, text] : options)
      if (!text.empty()) given[name] = {{text}, "--" + name};
    return given;
  }
};

void backtest_and_print(const BacktestFlags& flags, const CommonOptions& common) {
  const StudyFile study = flags.read();
  const Backtest backtest = flags.out.empty()
                                ? backtest_study(study, flags.given(), common.seed)
                                : backtest_to_folder(study, flags.given(), common.seed, flags.out);
  for (const std::string& warning : backtest.verdicts.warnings)
    std::cerr << "grapevine: warning: " << warning << "\n";
  if (common.json) return print(backtest_json(study, backtest).dump(2) + "\n");
  std::string text = backtest_text(study, backtest);
  if (!flags.out.empty()) {
    text += fmt::format("\nWritten to {}:", flags.out);
    for (const NamedTable& named : backtest.tables)
      text += fmt::format(" {}.{} ({} rows)", named.name, study.format, named.table.num_rows());
    text += fmt::format(" {}", kBacktestName);
    text += study.report ? " " + report_file_name() + "\n" : "\n";
  }
  print(text);
}

}  // namespace

void add_backtest_command(CLI::App& app, CommonOptions& common, Action& action) {
  auto* command = app.add_subcommand(
      "backtest", "Judge every score and the baselines by a study's own later referrals");
  auto flags = std::make_shared<BacktestFlags>();
  command->add_option("STUDY", flags->study, "The study file (TOML)")->required();
  command->add_option("--out", flags->out,
                      "Folder for the tables; an earlier backtest there is replaced; absent: none");
  for (const OptionInfo& option : backtest_option_infos())
    if (option.name != "seed") add_option_flag(*command, option, flags->options[option.name]);
  add_map_option(*command, flags->map);
  add_common_options(*command, common);
  command->footer(
      "Cut and horizon may stand in [backtest] of the study as well.\n"
      "Example: grapevine backtest study.toml --cut 2016-01-01,2018-01-01 --horizon 2y");
  command->callback([&common, &action, flags] {
    action = {[&common, flags] { backtest_and_print(*flags, common); },
              [flags] {
                MemoryEstimate estimate = program_alone();
                add_study_stages(flags->read(), StudyStages::Backtest, estimate);
                return estimate;
              }};
  });
}

}  // namespace grapevine
