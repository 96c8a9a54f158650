#include <memory>

#include "cli/commands.hpp"
#include "engine/base/error.hpp"
#include "loaders/writers/whole_file.hpp"
#include "study/column_mapping.hpp"
#include "study/explain.hpp"
#include "study/explain_picture.hpp"
#include "study/study_memory.hpp"

namespace grapevine {
namespace {

/// What `explain` was told.
struct ExplainFlags {
  std::string study, map, person, context, picture;

  StudyFile read() const {
    StudyFile file = read_study_file(study);
    map_columns(file, parse_column_map(map));
    return file;
  }
};

void explain(const ExplainFlags& flags, bool json) {
  if (!flags.picture.empty() && !flags.picture.ends_with(".svg"))
    throw Error(ErrorCode::InvalidOption, "--picture",
                in_quotes(flags.picture) + " does not end in .svg", "pictures are SVG: name it so");
  const Explanation found = explain_score(flags.read(), flags.person, flags.context);
  if (!flags.picture.empty()) {
    WholeFile file(flags.picture);
    file.write(explanation_picture(found));
    file.commit();
  }
  if (json) return print(explanation_json(found));
  print(explanation_text(found) +
        (flags.picture.empty() ? "" : "\nWritten: " + flags.picture + "\n"));
}

MemoryEstimate explanation_memory(const ExplainFlags& flags) {
  MemoryEstimate estimate = program_alone();
  add_study_stages(flags.read(), StudyStages::Scores, estimate);
  return estimate;
}

}  // namespace

void add_explain_command(CLI::App& app, CommonOptions& common, Action& action) {
  auto* command = app.add_subcommand(
      "explain", "One person's CRV in one context: each acquisition, its journey, every share");
  auto flags = std::make_shared<ExplainFlags>();
  command->add_option("STUDY", flags->study, "The study file (TOML)")->required();
  command->add_option("--person", flags->person, "The person, by the id that the tables give")
      ->required();
  command->add_option("--context", flags->context, "The context, likewise")->required();
  command->add_option("--picture", flags->picture, "The same as a picture: FILE.svg; absent: none");
  add_map_option(*command, flags->map);
  add_common_options(*command, common);
  command->footer(
      "Example: grapevine explain datasets/debian_referrals/study.toml --person 667 --context 4 "
      "--picture 667.svg");
  command->callback([&common, &action, flags] {
    action = {[&common, flags] { explain(*flags, common.json); },
              [flags] { return explanation_memory(*flags); }};
  });
}

}  // namespace grapevine
