#include "study/score_network.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <map>

#include "algorithms/registry.hpp"
#include "engine/base/error.hpp"
#include "engine/base/progress.hpp"
#include "study/tie_ages.hpp"

namespace grapevine {
namespace {

const Section& section_of(const StudyFile& study, std::string_view name) {
  static const Section kNone;
  const auto found = study.sections.find(name);
  return found == study.sections.end() ? kNone : found->second;
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

/// Throws where two models that the study names would make the same column of the score table.
void check_columns(const Section& section) {
  std::map<std::string, std::string_view> makers;
  for (const std::string& name : section.models)
    if (const Algorithm& model = *find_algorithm(name); model.on_network)
      for (const ColumnInfo& column : model.score_columns)
        if (const auto [maker, is_new] = makers.emplace(column.name, name); !is_new)
          throw Error(
              ErrorCode::InvalidOption, section.models_place,
              fmt::format("the models {} and {} both make the column {}", in_quotes(maker->second),
                          in_quotes(name), in_quotes(column.name)),
              "name one of them");
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

/// Of its section, those that a provider takes. The weights of roles are attribution's unless the
/// section has its own: they say what a referral is.
OptionMap provider_options(const StudyFile& study, const Algorithm& provider) {
  OptionMap options =
      options_among(section_of(study, provider.doc.section).options, provider.options);
  const bool has_roles =
      std::ranges::find(provider.options, "roles", &OptionInfo::name) != provider.options.end();
  const auto& of_journeys =
      section_of(study, attribution_models(study).front()->doc.section).options;
  if (const auto roles = of_journeys.find("roles"); has_roles && roles != of_journeys.end())
    options.insert(*roles);
  return options;
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

void warn_about_implied(const Journeys& journeys, std::vector<std::string>& warnings) {
  if (journeys.implied_acquisitions == 0) return;
  warnings.push_back(fmt::format(
      "ties: {} of {} acquisitions rest on touches that ties imply and nobody recorded; their "
      "credits say evidence = implied; leave them out with implied_touches = \"never\" in "
      "[attribution]",
      journeys.implied_acquisitions, journeys.acquisitions.size()));
}

class Scorer {
 public:
  Scorer(const StudyFile& study, const Network& network, const Algorithm* last)
      : study_(study), network_(network), last_(last) {}

  ScoredNetwork score() {
    const auto models = attribution_models(study_);
    const Section& section = section_of(study_, models.front()->doc.section);
    result_.journeys = build_journeys(network_, journey_options(study_));
    warn_about_roles(result_.journeys, result_.warnings);
    warn_about_implied(result_.journeys, result_.warnings);
    attribute(models, section);
    if (!last_ || last_->on_network) run_providers();
    return std::move(result_);
  }

 private:
  void attribute(const std::vector<const Algorithm*>& models, const Section& section) {
    for (const Algorithm* model : models) {
      const Stopwatch watch;
      result_.attributions.push_back(
          {std::string(model->doc.name),
           model->on_journeys(result_.journeys, options_among(section.options, model->options))});
      result_.steps.push_back({std::string(model->doc.name), {}, watch.seconds()});
      result_.attribution_models.emplace_back(model->doc.name);
    }
  }

  void run_providers() {
    const std::optional<Network> aged = with_aged_ties(study_, network_);
    const Network& network = aged ? *aged : network_;
    const Graph walk = referral_walk(network);
    for (const Algorithm& provider : algorithms()) {
      const bool asked_for = &provider == last_ || is_chosen(study_, provider);
      if (!provider.on_network || !asked_for) continue;
      report_progress(provider.doc.name, 0, 0);
      const Stopwatch watch;
      ScoreOutput output = provider.on_network(
          {network, walk, result_.journeys, result_.attributions, result_.columns},
          provider_options(study_, provider));
      for (ScoreColumn& column : output.columns) result_.columns.add(std::move(column));
      std::vector<std::string> made;
      for (const NamedTable& named : output.tables) made.push_back(named.name);
      std::ranges::move(output.tables, std::back_inserter(result_.tables));
      std::ranges::move(output.audit, std::back_inserter(result_.audit));
      std::ranges::move(output.warnings, std::back_inserter(result_.warnings));
      result_.steps.push_back(
          {std::string(provider.doc.name), std::move(output.facts), watch.seconds(), made});
      if (&provider == last_) break;
    }
  }

  const StudyFile& study_;
  const Network& network_;
  const Algorithm* last_;
  ScoredNetwork result_;
};

}  // namespace

double Stopwatch::seconds() const {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
}

void check_models(const StudyFile& study) {
  for (const auto& [name, section] : study.sections) {
    check_models(study, name, [](const Algorithm& a) { return a.on_journeys || a.on_network; });
    check_columns(section);
  }
}

const Algorithm* last_ledger_provider() {
  const Algorithm* last = nullptr;
  for (const Algorithm& a : algorithms())
    if (a.on_network && a.doc.section == kLedgerSection && !a.doc.by_request) last = &a;
  return last;
}

JourneyOptions journey_options(const StudyFile& study) {
  const auto models = attribution_models(study);
  return parse_options<JourneyOptions>(options_among(
      section_of(study, models.front()->doc.section).options, describe<JourneyOptions>()));
}

ScoredNetwork score_network(const StudyFile& study, const Network& network, const Algorithm* last) {
  return Scorer(study, network, last).score();
}

}  // namespace grapevine
