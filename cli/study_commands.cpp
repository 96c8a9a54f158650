#include <fmt/format.h>

#include "cli/commands.hpp"
#include "engine/base/error.hpp"
#include "study/catalogue.hpp"
#include "study/manifest.hpp"
#include "study/study_command.hpp"
#include "study/summary.hpp"

namespace grapevine {
namespace {

void run_and_print(const std::string& study_path, const std::string& out,
                   const CommonOptions& common) {
  const StudyFile study = read_study_file(study_path);
  const StudyRun run = run_to_folder(study, out, common.seed);
  for (const std::string& warning : run.warnings)
    std::cerr << "grapevine: warning: " << warning << "\n";
  if (common.json) return print(read_manifest(out).dump(2) + "\n");
  std::string text = summary_of(study, run);
  text += fmt::format("\nWritten to {}:", out);
  for (const NamedTable& named : run.tables)
    text += fmt::format(" {}.{} ({} rows)", named.name, study.format, named.table.num_rows());
  print(text + " manifest.json\n");
}

}  // namespace

void add_common_options(CLI::App& command, CommonOptions& common) {
  command
      .add_option("--threads", common.threads,
                  "Threads to use; 0: all. Results do not depend on it")
      ->check(CLI::Range(0, 4096));
  command.add_option("--seed", common.seed,
                     "Seed of random numbers; equal seeds give equal results");
  command.add_flag("--json", common.json, "Print JSON");
}

void print(const std::string& text) {
  if (std::fwrite(text.data(), 1, text.size(), stdout) != text.size() || std::fflush(stdout) != 0)
    throw Error(ErrorCode::Storage, "standard output", "cannot be written",
                "is the pipe or disk full?");
}

void add_demo_command(CLI::App& app, CommonOptions& common, Action& action) {
  auto* demo = app.add_subcommand("demo", "Run the bundled study, end to end");
  auto out = std::make_shared<std::string>("grapevine-demo");
  demo->add_option("--out", *out, "Folder for the tables")->capture_default_str();
  add_common_options(*demo, common);
  demo->footer("Example: grapevine demo --out demo");
  demo->callback([&common, &action, out] {
    action = [&common, out] { run_and_print(bundled_study().string(), *out, common); };
  });
}

void add_run_command(CLI::App& app, CommonOptions& common, Action& action) {
  auto* run = app.add_subcommand("run", "Run a study: tables in, scored node tables out");
  auto study = std::make_shared<std::string>();
  auto out = std::make_shared<std::string>();
  run->add_option("STUDY", *study, "The study file (TOML)")->required();
  run->add_option("--out", *out, "Folder for the tables; an earlier result there is replaced")
      ->required();
  add_common_options(*run, common);
  run->footer("Example: grapevine run study.toml --out results");
  run->callback([&common, &action, study, out] {
    action = [&common, study, out] { run_and_print(*study, *out, common); };
  });
}

void add_verify_command(CLI::App& app, CommonOptions& common, Action& action) {
  auto* verify = app.add_subcommand("verify", "Repeat a run and compare every byte");
  auto folder = std::make_shared<std::string>();
  verify->add_option("DIR", *folder, "The folder of a run")->required();
  add_common_options(*verify, common);
  verify->footer("Example: grapevine verify results");
  verify->callback([&common, &action, folder] {
    action = [&common, folder] {
      const Verified equal = verify_folder(*folder);
      print(common.json
                ? fmt::format("{{\"verified\": true, \"inputs\": {}, \"outputs\": {}}}\n",
                              equal.inputs, equal.outputs)
                : fmt::format("verified: {} inputs unchanged, {} tables repeated byte for byte\n",
                              equal.inputs, equal.outputs));
    };
  });
}

void add_algorithms_command(CLI::App& app, CommonOptions& common, Action& action) {
  auto* list = app.add_subcommand("algorithms", "The catalogue: options, ranges, units, papers");
  add_common_options(*list, common);
  auto markdown = std::make_shared<bool>(false);
  list->add_flag("--markdown", *markdown, "Print the page docs/algorithms.md");
  list->footer("Example: grapevine algorithms --json");
  list->callback([&common, &action, markdown] {
    action = [&common, markdown] {
      print(*markdown ? catalogue_markdown() : common.json ? catalogue_json() : catalogue_text());
    };
  });
}

}  // namespace grapevine
