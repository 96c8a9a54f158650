#include <fmt/format.h>

#include <cmath>

#include "engine/table/rows_table.hpp"
#include "study/report/figures.hpp"
#include "study/report/names.hpp"
#include "study/report/sections.hpp"

namespace grapevine {
namespace {

std::string counted(std::size_t count, const char* what) {
  return grouped(static_cast<std::int64_t>(count)) + " " + what;
}

struct Option {
  std::string section, name, value;
};

/// What the study says, and the defaults of what it leaves out are in the catalogue.
ReportTable options_table(const StudyFile& study) {
  std::vector<Option> options;
  for (const auto& [name, section] : study.sections) {
    if (!section.models.empty()) options.push_back({name, "model", joined(section.models)});
    for (const auto& [option, value] : section.options)
      options.push_back({name, option, joined(value.items)});
  }
  RowsTable<Option> table(options);
  table.add({.name = "section"}, [](const Option& o) { return o.section; })
      .add({.name = "option"}, [](const Option& o) { return o.name; })
      .add({.name = "value"}, [](const Option& o) { return o.value; });
  return {"options", "What the study asks for", "All else is as grapevine algorithms says.",
          table.finish()};
}

struct Fact {
  std::string algorithm, fact, value;
};

ReportTable facts_table(const StudyRun& run) {
  std::vector<Fact> facts;
  for (const StepRun& step : run.steps)
    for (const auto& [fact, value] : step.facts) facts.push_back({step.algorithm, fact, value});
  RowsTable<Fact> table(facts);
  table.add({.name = "algorithm"}, [](const Fact& f) { return f.algorithm; })
      .add({.name = "fact"}, [](const Fact& f) { return f.fact; })
      .add({.name = "value"}, [](const Fact& f) { return f.value; });
  return {"facts", "What each step says of itself", "", table.finish()};
}

}  // namespace

ReportSection measured_section(const StudyFile& study, const ReportRows& rows) {
  ReportSection section{"measured", "What was measured, and how", {}, {}};
  const Network& n = rows.network;
  section.sentences.push_back(fmt::format(
      "{} in {}: {}, {}, {}; {} of somebody new in a context.", counted(n.num_people(), "people"),
      counted(n.num_contexts(), "contexts"), counted(n.ties.num_edges(), "ties"),
      counted(n.purchases.rows.size(), "purchases"), counted(n.touches.rows.size(), "touches"),
      counted(rows.run.journeys.acquisitions.size(), "acquisitions")));
  const std::vector<std::string>& models = rows.run.attribution_models;
  section.sentences.push_back(fmt::format(
      "CRV, customer referral value, is what came of the referrals that a person actually made: "
      "each newcomer's value, present value, is shared among those who brought them by the model "
      "{}{}.",
      models.front(),
      models.size() == 1 ? "" : "; beside it stand " + joined({models.begin() + 1, models.end()})));
  section.sentences.push_back(study.currency.empty()
                                  ? "There is no money here: value is counted in units."
                                  : fmt::format("Value is in {}.", study.currency));
  if (options_table(study).table.num_rows() > 0) section.tables.push_back(options_table(study));
  section.tables.push_back(facts_table(rows.run));
  return section;
}

}  // namespace grapevine
