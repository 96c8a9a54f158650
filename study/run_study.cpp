#include "study/run_study.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>

#include "algorithms/attribution/journeys.hpp"
#include "algorithms/registry.hpp"
#include "engine/base/error.hpp"
#include "engine/base/progress.hpp"
#include "loaders/study_tables/network_loader.hpp"
#include "study/column_sources.hpp"
#include "study/quality_report.hpp"
#include "study/report_tables.hpp"
#include "study/sha256.hpp"

namespace grapevine {
namespace {

class Stopwatch {
 public:
  double seconds() const {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
  }

 private:
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

const Section& section_of(const StudyFile& study, std::string_view name) {
  static const Section kNone;
  const auto found = study.sections.find(name);
  return found == study.sections.end() ? kNone : found->second;
}

/// Of a section's options those that `known` lists.
OptionMap options_for(const Section& section, const std::vector<OptionInfo>& known) {
  OptionMap options;
  for (const auto& [name, value] : section.options)
    if (std::ranges::find(known, name, &OptionInfo::name) != known.end())
      options.emplace(name, value);
  return options;
}

/// Throws for a model that no algorithm of the section with that face is called, or that is named
/// twice.
template <class HasFace>
void check_models(const StudyFile& study, std::string_view name, const HasFace& has_face) {
  std::vector<std::string> known;
  for (const Algorithm& a : algorithms())
    if (a.doc.section == name && has_face(a)) known.emplace_back(a.doc.name);
  const Section& section = section_of(study, name);
  for (const std::string& model : section.models) {
    if (std::ranges::find(known, model) == known.end())
      throw Error(ErrorCode::InvalidOption, section.models_place,
                  "there is no model " + in_quotes(model), "known: " + joined(known));
    if (std::ranges::count(section.models, model) > 1)
      throw Error(ErrorCode::InvalidOption, section.models_place,
                  "the model " + in_quotes(model) + " is named twice", "name it once");
  }
}

void check_all_models(const StudyFile& study) {
  for (const auto& [name, section] : study.sections)
    check_models(study, name, [](const Algorithm& a) { return a.on_journeys || a.on_network; });
}

/// The attribution models that the study names; without any, the first that is registered.
std::vector<const Algorithm*> attribution_models(const StudyFile& study) {
  const auto first = std::ranges::find_if(
      algorithms(), [](const Algorithm& a) { return static_cast<bool>(a.on_journeys); });
  const auto& named = section_of(study, first->doc.section).models;
  if (named.empty()) return {&*first};
  std::vector<const Algorithm*> models;
  for (const std::string& name : named) models.push_back(find_algorithm(name));
  return models;
}

bool is_chosen(const StudyFile& study, const Algorithm& provider) {
  const auto& named = section_of(study, provider.doc.section).models;
  if (named.empty()) return !provider.doc.by_request;
  return std::ranges::find(named, provider.doc.name) != named.end();
}

void warn_about_roles(const Journeys& journeys, std::vector<std::string>& warnings) {
  if (journeys.touches_of_such_roles == 0) return;
  std::vector<std::string> roles = journeys.roles_without_weight;
  std::ranges::replace(roles, "", "no role");
  warnings.push_back(fmt::format(
      "touches: {} rows have a role without a weight and earn nothing ({}); add it to roles in "
      "[attribution]",
      journeys.touches_of_such_roles, joined(roles)));
}

/// Hashes from before anything is read: a file that changes during a run is then seen by verify. Of
/// a file that cannot be read there is none; the loader says what is wrong with it.
std::vector<InputFile> hash_inputs(const StudyFile& study) {
  std::vector<InputFile> inputs;
  const auto add = [&](const std::string& table, const TableFile& file) {
    std::error_code ignored;
    const bool readable = std::filesystem::is_regular_file(file.path, ignored) &&
                          ::access(file.path.c_str(), R_OK) == 0;
    inputs.push_back({table, file.shown, readable ? sha256_of_file(file.path) : ""});
  };
  if (!study.path.empty()) add("study", {study.path, study.path.filename().string()});
  for (const auto& [name, spec] : study.tables.tables)
    if (!spec.in_memory)
      for (const TableFile& file : spec.files) add(name, file);
  return inputs;
}

class Runner {
 public:
  Runner(const StudyFile& study, const Algorithm* last) : study_(study), last_(last) {}

  StudyRun run() {
    check_all_models(study_);
    run_.inputs = hash_inputs(study_);
    const Stopwatch loading;
    run_.network = load_network(study_.tables, run_.report);
    run_.load_seconds = loading.seconds();
    run_.warnings = quality_warnings(run_.report);
    const auto models = attribution_models(study_);
    const Section& section = section_of(study_, models.front()->doc.section);
    run_.journeys = build_journeys(run_.network, parse_options<JourneyOptions>(options_for(
                                                     section, describe<JourneyOptions>())));
    warn_about_roles(run_.journeys, run_.warnings);
    attribute(models, section);
    if (!last_ || last_->on_network) score();
    add_tables();
    return std::move(run_);
  }

 private:
  void attribute(const std::vector<const Algorithm*>& models, const Section& section) {
    for (const Algorithm* model : models) {
      const Stopwatch watch;
      run_.attributions.push_back(
          {std::string(model->doc.name),
           model->on_journeys(run_.journeys, options_for(section, model->options))});
      run_.steps.push_back({std::string(model->doc.name), {}, watch.seconds()});
      run_.attribution_models.emplace_back(model->doc.name);
    }
  }

  void score() {
    const Graph walk = referral_walk(run_.network);
    for (const Algorithm& provider : algorithms()) {
      const bool asked_for = &provider == last_ || is_chosen(study_, provider);
      if (!provider.on_network || !asked_for) continue;
      report_progress(provider.doc.name, 0, 0);
      const Stopwatch watch;
      ScoreOutput output = provider.on_network(
          {run_.network, walk, run_.journeys, run_.attributions, columns_},
          options_for(section_of(study_, provider.doc.section), provider.options));
      for (ScoreColumn& column : output.columns) columns_.add(std::move(column));
      std::vector<std::string> made;
      for (const NamedTable& named : output.tables) made.push_back(named.name);
      std::ranges::move(output.tables, std::back_inserter(run_.tables));
      std::ranges::move(output.audit, std::back_inserter(run_.audit));
      std::ranges::move(output.warnings, std::back_inserter(run_.warnings));
      run_.steps.push_back(
          {std::string(provider.doc.name), std::move(output.facts), watch.seconds(), made});
      if (&provider == last_) break;
    }
  }

  void add_tables() {
    run_.tables.insert(run_.tables.begin(), scores_table(run_.network, columns_));
    run_.tables.push_back(cycles_table(run_.network, run_.journeys));
    run_.tables.push_back(rejected_table(run_.report));
    const ColumnSources sources(study_);
    for (NamedTable& named : run_.tables)
      named.table = with_column_info(
          named.table, [&](ColumnInfo info) { return sources.completed(std::move(info)); });
  }

  const StudyFile& study_;
  const Algorithm* last_;
  StudyRun run_;
  ScoreColumns columns_;
};

}  // namespace

const Table& StudyRun::table(std::string_view name) const {
  for (const NamedTable& named : tables)
    if (named.name == name) return named.table;
  throw Error(ErrorCode::NotFound, "run", "there is no table " + in_quotes(name), "name another");
}

StudyRun run_study(const StudyFile& study, const Algorithm* last) {
  return Runner(study, last).run();
}

}  // namespace grapevine
