#include "study/backtest.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "algorithms/registry.hpp"
#include "engine/base/error.hpp"
#include "engine/base/progress.hpp"
#include "loaders/study_tables/network_loader.hpp"
#include "study/backtest_calibration.hpp"
#include "study/backtest_tables.hpp"

namespace grapevine {
namespace {

/// The study's options, and those given in their stead.
OptionMap merged(const StudyFile& study, const OptionMap& given) {
  OptionMap options;
  if (const auto section = study.sections.find(kBacktestSection); section != study.sections.end())
    options = section->second.options;
  for (const auto& [name, value] : given) options[name] = value;
  return options;
}

void refuse_unknown(const OptionMap& options) {
  const auto known = backtest_option_infos();
  for (const auto& [name, value] : options)
    if (std::ranges::find(known, name, &OptionInfo::name) == known.end())
      refuse_unknown_option(name, value, known);
}

JudgedCut judge(const StudyFile& study, const Network& whole, const BacktestMoments& moments,
                const BacktestOptions& options, WordsAtCut& words,
                const std::function<bool(const ColumnInfo&)>& foretold,
                std::vector<CalibrationBand>& calibration) {
  const NetworkCut past = cut_at(whole, moments.cut);
  const ScoredNetwork scored = score_network(study, past.network);
  words = {scored.steps, scored.warnings};
  const JourneyOptions how = journey_options(study);
  PastAndOutcome inputs{past, scored.journeys, scored.columns, {}, how.roles};
  // What came until the horizon, as it would be told then: nothing later changes it.
  const NetworkCut until = cut_at(whole, moments.known_until());
  const Journeys journeys = build_journeys(until.network, how);
  std::vector<NodeId> in_whole(until.network.num_people());
  for (NodeId p = 0; p < until.person.size(); ++p)
    if (until.person[p] != kNoNode) in_whole[until.person[p]] = p;
  std::vector<ContextId> context_in_whole(until.network.num_contexts());
  for (ContextId c = 0; c < until.context.size(); ++c)
    if (until.context[c] != kEveryContext) context_in_whole[until.context[c]] = c;
  for (const ContextEvent& event :
       outcomes_of(until.network, journeys, moments, options, how.roles))
    inputs.outcomes.push_back({in_whole[event.person], context_in_whole[event.context], event.time,
                               in_whole[event.whom]});
  std::ranges::move(calibration_bands(inputs, moments.cut, foretold),
                    std::back_inserter(calibration));
  return judge_cut(inputs, moments, options);
}

/// Such as 2018 where days are counted from 1970.
void refuse_cuts_before_all(const std::vector<BacktestMoments>& moments, const Network& whole) {
  const auto& purchases = whole.purchases.rows;
  const Time first = purchases.empty() ? whole.end : purchases.front().time;
  if (!moments.empty() && moments.front().cut <= first)
    throw Error(ErrorCode::InvalidOption, "cut",
                fmt::format("no purchase is dated before {}, the first being of {}",
                            time_text(moments.front().cut), time_text(first)),
                "cut later, and write dates as 2018-01-01");
}

}  // namespace

Backtest backtest_study(const StudyFile& study, const OptionMap& given, std::uint64_t seed) {
  const Stopwatch watch;
  check_models(study);
  const OptionMap options = merged(study, given);
  refuse_unknown(options);
  BacktestOptions how = backtest_options(options);
  if (!options.contains("seed")) how.seed = seed;
  Backtest backtest;
  for (const OptionInfo& info : backtest_option_infos()) {
    const auto chosen = options.find(info.name);
    backtest.options[info.name] =
        chosen == options.end() ? info.default_value : joined(chosen->second.items);
  }
  backtest.inputs = hash_inputs(study);
  const Network whole = load_network(study.tables, backtest.report);
  const auto moments = backtest_moments(options, study.tables.time_unit, whole.end);
  refuse_cuts_before_all(moments, whole);
  std::vector<CalibrationBand> calibration;
  const auto foretold = [&](const ColumnInfo& column) {
    const Algorithm* maker = find_algorithm(column.method);
    return maker && foretells(study, *maker, options);
  };
  for (const BacktestMoments& moment : moments) {
    report_progress("backtest", backtest.cuts.size(), moments.size());
    backtest.cuts.push_back(
        judge(study, whole, moment, how, backtest.words.emplace_back(), foretold, calibration));
  }
  backtest.verdicts = backtest_verdicts(backtest.cuts, how);
  backtest.tables = backtest_tables(backtest.cuts, backtest.verdicts);
  backtest.tables.push_back(calibration_table(calibration));
  backtest.seconds = watch.seconds();
  return backtest;
}

}  // namespace grapevine
