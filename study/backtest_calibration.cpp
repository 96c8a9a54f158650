#include "study/backtest_calibration.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>

#include "engine/base/time_span.hpp"
#include "engine/table/rows_table.hpp"
#include "study/backtest_plan.hpp"

namespace grapevine {
namespace {

/// Where bands begin.
constexpr double kEdges[] = {0.0, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0};

/// An expectation, as opposed to an end of its interval.
bool is_expectation(const ScoreColumn& column) {
  return column.info.unit == "referrals" && !column.info.name.ends_with("_low") &&
         !column.info.name.ends_with("_high");
}

/// The text of an option, given or not; of one that is not there, none.
std::string value_of(const OptionMap& given, const std::vector<OptionInfo>& known,
                     std::string_view name) {
  if (const auto found = given.find(name); found != given.end()) return joined(found->second.items);
  const auto info = std::ranges::find(known, name, &OptionInfo::name);
  return info == known.end() ? "" : info->default_value;
}

/// Whether two texts are the same length of time: 12m is 1y.
bool same_length(const std::string& a, const std::string& b, TimeUnit unit) {
  const auto first = parse_time_span(a, unit), second = parse_time_span(b, unit);
  const Time from{};
  return first && second && moved(from, *first) == moved(from, *second);
}

/// Referrals after the cut of each row of the past's score table.
std::vector<double> outcomes_by_row(const PastAndOutcome& inputs) {
  std::vector<double> outcomes(inputs.past.network.num_rows(), 0.0);
  for (const ContextEvent& event : inputs.outcomes) {
    const NodeId person = inputs.past.person[event.person];
    const ContextId context = inputs.past.context[event.context];
    if (person != kNoNode && context != kEveryContext)
      outcomes[inputs.past.network.row(context, person)] += 1.0;
  }
  return outcomes;
}

std::size_t band_of(double predicted) {
  return static_cast<std::size_t>(std::ranges::upper_bound(kEdges, predicted) - kEdges) - 1;
}

}  // namespace

bool foretells(const StudyFile& study, const Algorithm& algorithm, const OptionMap& backtest) {
  // Newcomers of some kind alone are another outcome, whatever an algorithm's options say.
  for (const char* narrowing :
       {"newcomer_purchases", "newcomer_within", "newcomer_horizon", "after_entry"})
    if (backtest.contains(narrowing)) return false;
  const OptionMap own = options_of(study, algorithm.doc.section, algorithm.options);
  const auto asked = backtest_option_infos();
  return value_of(own, algorithm.options, "outcome") == value_of(backtest, asked, "outcome") &&
         same_length(value_of(own, algorithm.options, "horizon"),
                     value_of(backtest, asked, "horizon"), study.tables.time_unit);
}

std::vector<CalibrationBand> calibration_bands(
    const PastAndOutcome& inputs, Time cut,
    const std::function<bool(const ColumnInfo&)>& foretold) {
  const auto outcomes = outcomes_by_row(inputs);
  std::vector<CalibrationBand> bands;
  for (const ScoreColumn& column : inputs.columns.all()) {
    if (!is_expectation(column) || !foretold(column.info)) continue;
    std::vector<CalibrationBand> of_score;
    for (std::size_t i = 0; i < std::size(kEdges); ++i)
      of_score.push_back({cut, column.info.name, kEdges[i],
                          i + 1 < std::size(kEdges) ? kEdges[i + 1] : std::nan("")});
    const auto predicted = inputs.columns.doubles(column.info.name);
    for (std::size_t row = 0; row < predicted.size(); ++row) {
      if (!(predicted[row] >= 0.0)) continue;
      CalibrationBand& band = of_score[band_of(predicted[row])];
      ++band.people;
      band.predicted += predicted[row];
      band.realised += outcomes[row];
    }
    std::ranges::copy_if(of_score, std::back_inserter(bands),
                         [](const CalibrationBand& band) { return band.people > 0; });
  }
  return bands;
}

NamedTable calibration_table(std::span<const CalibrationBand> bands) {
  using Band = CalibrationBand;
  const auto info = [](const char* name, const char* unit, const char* meaning) {
    return ColumnInfo{name, unit, meaning, "backtest", "purchases touches ties"};
  };
  RowsTable<Band> table(bands);
  table
      .add(info("cut", "", "scores are of what was known before"),
           [](const Band& band) { return band.cut; })
      .add(info("score", "", "the score"), [](const Band& band) { return band.score; })
      .add(info("foretold_from", "referrals", "least that was foretold of each"),
           [](const Band& band) { return band.from; })
      .add(info("foretold_until", "referrals", "less than this; empty: no limit"),
           [](const Band& band) { return band.until; })
      .add(info("people", "people", "pairs of person and context"),
           [](const Band& band) { return band.people; })
      .add(info("predicted", "referrals", "sum of what was foretold"),
           [](const Band& band) { return band.predicted; })
      .add(info("realised", "referrals", "sum of what came until the horizon"),
           [](const Band& band) { return band.realised; });
  return {"backtest_calibration", table.finish()};
}

}  // namespace grapevine
