#include "study/one_algorithm.hpp"

#include <algorithm>
#include <iterator>

#include "algorithms/attribution/journeys.hpp"
#include "engine/base/error.hpp"
#include "engine/table/selected_columns.hpp"
#include "loaders/study_tables/network_loader.hpp"
#include "study/column_sources.hpp"

namespace grapevine {
namespace {

/// Puts `options` into the algorithm's section and names it as the only model.
void choose(StudyFile& study, const Algorithm& algorithm, const OptionMap& options,
            const std::vector<OptionInfo>& known) {
  Section& section = study.sections[std::string(algorithm.doc.section)];
  section.models = {std::string(algorithm.doc.name)};
  section.models_place = algorithm.doc.name;
  for (const auto& [name, value] : options) {
    if (std::ranges::find(known, name, &OptionInfo::name) == known.end())
      refuse_unknown_option(name, value, known);
    section.options[name] = value;
  }
}

const StepRun& step_of(const StudyRun& run, const Algorithm& algorithm) {
  return *std::ranges::find(run.steps, algorithm.doc.name, &StepRun::algorithm);
}

Table completed(const Table& table, const StudyFile& study) {
  const ColumnSources sources(study);
  return with_column_info(table,
                          [&](ColumnInfo info) { return sources.completed(std::move(info)); });
}

Table shares_table(const StudyRun& run, const Attribution& attribution) {
  std::vector<std::uint32_t> context, newcomer, referrer;
  std::vector<Time> acquired, touched;
  std::vector<std::string> evidence;
  for (const Acquisition& acquisition : run.journeys.acquisitions)
    for (std::uint32_t i = 0; i < acquisition.num_touches; ++i) {
      const JourneyTouch& touch = run.journeys.touches[acquisition.first_touch + i];
      context.push_back(acquisition.context);
      newcomer.push_back(acquisition.person);
      referrer.push_back(touch.referrer);
      acquired.push_back(acquisition.time);
      touched.push_back(touch.time);
      evidence.emplace_back(touch.implied ? "implied" : "recorded");
    }
  const std::string method = attribution.model;
  TableBuilder builder;
  builder.add_ids({"context_id", "", "the context", method, "purchases"}, run.network.contexts,
                  context);
  builder.add_ids({"person_id", "", "who was acquired", method, "purchases"}, *run.network.people,
                  newcomer);
  builder.add_ids({"from_person", "", "who referred", method, "touches"}, *run.network.people,
                  referrer);
  builder.add({"acquired_at", "", "the first purchase", method, "purchases"}, acquired);
  builder.add({"t", "", "the touch", method, "touches"}, touched);
  builder.add({"share", "share", "of the acquisition, earned by this touch; they sum to 1", method,
               "touches purchases"},
              attribution.share);
  builder.add({"evidence", "", "recorded, or implied by a tie", method, "touches ties"}, evidence);
  return builder.finish();
}

}  // namespace

TableOutput score_study(StudyFile study, const Algorithm& algorithm, const OptionMap& options) {
  choose(study, algorithm, options, algorithm.options);
  const StudyRun run = run_study(study, &algorithm);
  const StepRun& step = step_of(run, algorithm);
  if (algorithm.score_columns.empty() && !step.tables.empty())
    return {run.table(step.tables.front()), step.facts};
  std::vector<std::string> names = {"person_id", "context_id"};
  for (const ColumnInfo& column : algorithm.score_columns) names.push_back(column.name);
  return {selected_columns(run.table("scores"), names), step.facts};
}

TableOutput share_study(StudyFile study, const Algorithm& algorithm, const OptionMap& options) {
  std::vector<OptionInfo> known = algorithm.options;
  std::ranges::copy(describe<JourneyOptions>(), std::back_inserter(known));
  choose(study, algorithm, options, known);
  const StudyRun run = run_study(study, &algorithm);
  return {completed(shares_table(run, run.attributions.front()), study),
          step_of(run, algorithm).facts};
}

TableOutput score_purchases(const StudyFile& study, const Algorithm& algorithm,
                            const OptionMap& options) {
  LoadReport report;
  const Network network = load_network(study.tables, report);
  TableOutput output =
      algorithm.on_purchases(network.purchases, *network.people, network.contexts, options);
  output.table = completed(output.table, study);
  return output;
}

}  // namespace grapevine
