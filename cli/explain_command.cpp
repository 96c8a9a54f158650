#include <memory>

#include "cli/commands.hpp"
#include "study/column_mapping.hpp"
#include "study/explain.hpp"
#include "study/study_memory.hpp"

namespace grapevine {
namespace {

/// What `explain` was told.
struct ExplainFlags {
  std::string study, map, person, context;

  StudyFile read() const {
    StudyFile file = read_study_file(study);
    map_columns(file, parse_column_map(map));
    return file;
  }
};

MemoryEstimate explanation_memory(const ExplainFlags& flags) {
  MemoryEstimate estimate = program_alone();
  add_study_stages(flags.read(), StudyStages::All, estimate);
  return estimate;
}

}  // namespace

void add_explain_command(CLI::App& app, CommonOptions& common, Action& action) {
  auto* explain = app.add_subcommand(
      "explain", "One person's CRV in one context: each acquisition, its journey, every share");
  auto flags = std::make_shared<ExplainFlags>();
  explain->add_option("STUDY", flags->study, "The study file (TOML)")->required();
  explain->add_option("--person", flags->person, "The person, by the id that the tables give")
      ->required();
  explain->add_option("--context", flags->context, "The context, likewise")->required();
  add_map_option(*explain, flags->map);
  add_common_options(*explain, common);
  explain->footer(
      "Example: grapevine explain datasets/debian_referrals/study.toml --person 667 --context 4");
  explain->callback([&common, &action, flags] {
    action = {[&common, flags] {
                const Explanation found =
                    explain_score(flags->read(), flags->person, flags->context);
                print(common.json ? explanation_json(found) : explanation_text(found));
              },
              [flags] { return explanation_memory(*flags); }};
  });
}

}  // namespace grapevine
