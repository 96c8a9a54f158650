#include <fmt/format.h>

#include <limits>
#include <optional>

#include "cli/commands.hpp"
#include "engine/base/error.hpp"
#include "engine/base/memory_budget.hpp"
#include "loaders/columnar/file_bytes.hpp"
#include "loaders/writers/write_table.hpp"
#include "study/catalogue.hpp"
#include "study/check_study.hpp"
#include "study/column_mapping.hpp"
#include "study/manifest.hpp"
#include "study/quality_report.hpp"
#include "study/report/report_json.hpp"
#include "study/report/report_page.hpp"
#include "study/report/report_text.hpp"
#include "study/report_tables.hpp"
#include "study/study_command.hpp"
#include "study/study_memory.hpp"
#include "study/summary.hpp"

namespace grapevine {
namespace {

/// Pages of code and tables of libraries that a command touches once it runs.
constexpr std::uint64_t kCodeToCome = 4 << 20;

/// What a command that reads a study was told.
struct StudyFlags {
  std::string study, out, map;
  std::optional<std::int64_t> max_rejects;

  StudyFile read() const {
    StudyFile file = read_study_file(study);
    map_columns(file, parse_column_map(map));
    if (max_rejects) file.tables.max_rejects = max_rejects;
    return file;
  }
};

void add_max_rejects(CLI::App& command, StudyFlags& flags) {
  command
      .add_option("--max_rejects", flags.max_rejects,
                  "Rows that may be left out, unreadable ones too; absent: the study's "
                  "max_rejects, else the first cell that cannot be read is an error")
      ->check(CLI::Range(std::int64_t{0}, std::numeric_limits<std::int64_t>::max()));
}

/// A line for who misses the page.
std::string why_text(bool wanted) {
  return !wanted || has_report_page()
             ? ""
             : "The report is text: npm was not there when this program was built\n";
}

void report_and_print(const std::string& folder, bool json) {
  const Report report = report_folder(folder);
  if (json) return print(report_json(report).dump(2) + "\n");
  print(report_text(report) + fmt::format("\nWritten to {}: {}\n", folder, report_file_name()) +
        why_text(true));
}

void run_and_print(const StudyFlags& flags, const CommonOptions& common) {
  const StudyFile study = flags.read();
  const std::string& out = flags.out;
  const StudyRun run = run_to_folder(study, out, common.seed);
  for (const std::string& warning : run.warnings)
    std::cerr << "grapevine: warning: " << warning << "\n";
  if (common.json) return print(read_manifest(out).dump(2) + "\n");
  std::string text = summary_of(study, run);
  text += fmt::format("\nWritten to {}:", out);
  for (const NamedTable& named : run.tables)
    text += fmt::format(" {}.{} ({} rows)", named.name, study.format, named.table.num_rows());
  text += " manifest.json";
  if (study.report) text += " " + report_file_name();
  print(text + "\n" + why_text(study.report));
}

/// Errors: BadInput, once all is printed, when a finding is an error.
void check_and_print(const StudyFlags& flags, const CommonOptions& common) {
  const StudyFile study = flags.read();
  const StudyCheck check = check_study(study);
  if (!flags.out.empty()) write_table(rejected_table(check.report).table, flags.out);
  print(common.json ? check_json(study, check) : check_text(study, check));
  const std::int64_t errors = count_of(check.report, Severity::Error);
  if (errors == 0) return;
  const Finding& worst = check.report.quality.findings.front();
  throw Error(ErrorCode::BadInput, path_text(study.path),
              fmt::format("{} in the data; the first is {}: {}",
                          errors == 1 ? "one error" : fmt::format("{} errors", errors), worst.table,
                          worst.what),
              worst.to_do);
}

MemoryEstimate study_memory(const StudyFlags& flags, StudyStages stages = StudyStages::All) {
  MemoryEstimate estimate = program_alone();
  add_study_stages(flags.read(), stages, estimate);
  return estimate;
}

void verify_and_print(const std::string& folder, bool json) {
  const Verified equal = verify_folder(folder);
  print(json ? fmt::format("{{\"verified\": true, \"inputs\": {}, \"outputs\": {}}}\n",
                           equal.inputs, equal.outputs)
             : fmt::format("verified: {} inputs unchanged, {} tables repeated byte for byte\n",
                           equal.inputs, equal.outputs));
}

}  // namespace

void add_common_options(CLI::App& command, CommonOptions& common) {
  command
      .add_option("--threads", common.threads,
                  "Threads to use; 0: all. Results do not depend on it")
      ->check(CLI::Range(0, 4096));
  command
      .add_option("--seed", common.seed, "Seed of random numbers; equal seeds give equal results")
      ->check(CLI::Range(std::uint64_t{0}, kLargestWhole));
  command.add_option("--memory", common.memory,
                     "Most memory to take, such as 2GiB: more is refused before anything is "
                     "written; absent: what the machine has free");
  command.add_flag("--json", common.json, "Print JSON");
}

void add_map_option(CLI::App& command, std::string& map) {
  command
      .add_option("--map", map,
                  "Columns of yours that hold ours, such as person_id=customer,purchases.t=date or "
                  "src=from_user")
      ->type_name("OURS=YOURS,...");
}

void add_option_flag(CLI::App& command, const OptionInfo& option, std::string& text) {
  const std::string range = allowed_text(option);
  auto* flag = command.add_option(
      "--" + option.name, text,
      fmt::format("{} ({}{}{})", option.help, option.type, range.empty() ? "" : ", " + range,
                  option.default_value.empty() ? "" : ", default " + option.default_value));
  // The flag alone says yes.
  if (option.type == type_name<bool>()) flag->expected(0, 1)->default_str("true");
}

void print(const std::string& text) {
  if (std::fwrite(text.data(), 1, text.size(), stdout) != text.size() || std::fflush(stdout) != 0)
    throw Error(ErrorCode::Storage, "standard output", "cannot be written",
                "is the pipe or disk full?");
}

MemoryEstimate program_alone() { return {.program = resident_memory() + kCodeToCome}; }

void add_estimate_command(CLI::App& app, CommonOptions&, Action&) {
  app.add_subcommand("estimate", "The peak memory of any command, before it starts")
      ->footer(
          "Put it before a command with all its options; --out may be left out.\n"
          "Example: grapevine estimate score pagerank wiki-Vote.txt.gz --json");
}

void add_all_commands(CLI::App& app, CommonOptions& common, Action& action) {
  for (const auto add :
       {add_demo_command, add_run_command, add_check_command, add_attribute_command,
        add_clv_command, add_explain_command, add_what_if_command, add_backtest_command,
        add_verify_command, add_report_command, add_score_command, add_seeds_command,
        add_learn_command, add_graph_command, add_simulate_command, add_estimate_command,
        add_algorithms_command})
    add(app, common, action);
}

void add_demo_command(CLI::App& app, CommonOptions& common, Action& action) {
  auto* demo = app.add_subcommand("demo", "Run the bundled study, end to end");
  auto flags = std::make_shared<StudyFlags>();
  flags->out = "grapevine-demo";
  demo->add_option("--out", flags->out, "Folder for the tables")->capture_default_str();
  add_common_options(*demo, common);
  demo->footer("Example: grapevine demo --out demo");
  demo->callback([&common, &action, flags] {
    flags->study = bundled_study().string();
    action = {[&common, flags] { run_and_print(*flags, common); },
              [flags] { return study_memory(*flags); }};
  });
}

void add_run_command(CLI::App& app, CommonOptions& common, Action& action) {
  auto* run = app.add_subcommand("run", "Run a study: tables in, scored node tables out");
  auto flags = std::make_shared<StudyFlags>();
  run->add_option("STUDY", flags->study, "The study file (TOML)")->required();
  run->add_option("--out", flags->out, "Folder for the tables; an earlier result there is replaced")
      ->required();
  add_map_option(*run, flags->map);
  add_max_rejects(*run, *flags);
  add_common_options(*run, common);
  run->footer(
      "Example: grapevine run study.toml --out results --map person_id=customer,purchases.t=date");
  run->callback([&common, &action, flags] {
    action = {[&common, flags] { run_and_print(*flags, common); },
              [flags] { return study_memory(*flags); }};
  });
}

void add_check_command(CLI::App& app, CommonOptions& common, Action& action) {
  auto* check = app.add_subcommand("check", "Load a study's tables and report on their quality");
  auto flags = std::make_shared<StudyFlags>();
  check->add_option("STUDY", flags->study, "The study file (TOML)")->required();
  check->add_option("--out", flags->out,
                    "File for the rows left out: .csv, .parquet or .arrow; absent: none");
  add_map_option(*check, flags->map);
  add_max_rejects(*check, *flags);
  add_common_options(*check, common);
  check->footer("Example: grapevine check study.toml --out rejected.csv");
  check->callback([&common, &action, flags] {
    action = {[&common, flags] { check_and_print(*flags, common); },
              [flags] { return study_memory(*flags, StudyStages::Loading); }};
  });
}

void add_verify_command(CLI::App& app, CommonOptions& common, Action& action) {
  auto* verify = app.add_subcommand("verify", "Repeat a run and compare every byte");
  auto folder = std::make_shared<std::string>();
  verify->add_option("DIR", *folder, "The folder of a run")->required();
  add_common_options(*verify, common);
  verify->footer("Example: grapevine verify results");
  verify->callback([&common, &action, folder] {
    action = {[&common, folder] { verify_and_print(*folder, common.json); },
              [folder] {
                return study_memory({.study = study_of_run(*folder).string()}, StudyStages::Scores);
              }};
  });
}

void add_report_command(CLI::App& app, CommonOptions& common, Action& action) {
  auto* report = app.add_subcommand(
      "report", "What a run found, for people: a page of its own, and the same here as text");
  auto folder = std::make_shared<std::string>();
  report->add_option("DIR", *folder, "The folder of a run, whose inputs are unchanged")->required();
  add_common_options(*report, common);
  report->footer(
      "Repeats the run, prints the report, and writes DIR/report.html anew.\n"
      "Example: grapevine report results");
  report->callback([&common, &action, folder] {
    action = {[&common, folder] { report_and_print(*folder, common.json); },
              [folder] {
                return study_memory({.study = study_of_run(*folder).string()}, StudyStages::Report);
              }};
  });
}

void add_algorithms_command(CLI::App& app, CommonOptions& common, Action& action) {
  auto* list = app.add_subcommand("algorithms", "The catalogue: options, ranges, units, papers");
  add_common_options(*list, common);
  auto markdown = std::make_shared<bool>(false);
  list->add_flag("--markdown", *markdown, "Print the page docs/algorithms.md");
  list->footer("Example: grapevine algorithms --json");
  list->callback([&common, &action, markdown] {
    action = {[&common, markdown] {
                print(*markdown     ? catalogue_markdown()
                      : common.json ? catalogue_json()
                                    : catalogue_text());
              },
              program_alone};
  });
}

}  // namespace grapevine
