#include "study/learn_study.hpp"

#include <algorithm>

#include "algorithms/registry.hpp"
#include "loaders/writers/write_table.hpp"
#include "study/result_folder.hpp"

namespace grapevine {
namespace {

/// The section of a study for all that learns chances.
constexpr std::string_view kSection = "influence_learning";

const Algorithm& learner() {
  return *std::ranges::find(algorithms(), kSection,
                            [](const Algorithm& a) { return a.doc.section; });
}

}  // namespace

std::vector<OptionInfo> learning_options() { return learner().options; }

StudyRun learn_study(StudyFile study, const OptionMap& options) {
  Section& section = study.sections[std::string(kSection)];
  section.models = {std::string(learner().doc.name)};
  section.models_place = learner().doc.name;
  for (const auto& [name, value] : options) section.options[name] = value;
  return run_study(study, &learner());
}

std::vector<std::string> write_learned(const StudyRun& run, const std::string& format,
                                       const std::filesystem::path& folder) {
  const auto step = std::ranges::find(run.steps, learner().doc.name, &StepRun::algorithm);
  // The last table tells that an earlier result stands there, which is replaced.
  write_result_folder(folder, step->tables.back() + "." + format, [&](const auto& staging) {
    for (const std::string& name : step->tables)
      write_table(run.table(name), staging / (name + "." + format));
  });
  return step->tables;
}

}  // namespace grapevine
