#include "study/backtest_tables.hpp"

#include <cmath>

#include "engine/table/rows_table.hpp"

namespace grapevine {
namespace {

constexpr const char* kMethod = "backtest";
constexpr const char* kSource = "purchases touches ties";

ColumnInfo info(const char* name, const char* unit, const char* meaning) {
  return {name, unit, meaning, kMethod, kSource};
}

using Measure = std::optional<double> CellMeasures::*;
struct MeasureColumn {
  Measure measure;
  const char *name, *unit, *meaning;
};
constexpr MeasureColumn kMeasureColumns[] = {
    {&CellMeasures::auc, "auc", "probability", "that who refers is ranked above who does not"},
    {&CellMeasures::average_precision, "average_precision", "proportion",
     "mean precision over recall"},
    {&CellMeasures::precision_at_10, "precision_at_10", "proportion",
     "of the first 10 people, those who refer"},
    {&CellMeasures::precision_at_1_percent, "precision_at_1_percent", "proportion",
     "of the first 1 % of people, those who refer"},
    {&CellMeasures::precision_at_5_percent, "precision_at_5_percent", "proportion",
     "of the first 5 % of people, those who refer"},
    {&CellMeasures::lift_at_10, "lift_at_10", "ratio",
     "precision at 10 over the share of all who refer"},
    {&CellMeasures::lift_at_1_percent, "lift_at_1_percent", "ratio",
     "precision at 1 % over the share of all who refer"},
    {&CellMeasures::lift_at_5_percent, "lift_at_5_percent", "ratio",
     "precision at 5 % over the share of all who refer"},
    {&CellMeasures::captured_at_1_percent, "captured_at_1_percent", "proportion",
     "of all referrals, those by the first 1 %"},
    {&CellMeasures::captured_at_5_percent, "captured_at_5_percent", "proportion",
     "of all referrals, those by the first 5 %"},
    {&CellMeasures::captured_at_10_percent, "captured_at_10_percent", "proportion",
     "of all referrals, those by the first 10 %"},
    {&CellMeasures::kendall_tau, "kendall_tau", "correlation",
     "tau-b of the score and the number of referrals"}};

/// A backtest's table, column by column.
template <class Row>
class Columns {
 public:
  explicit Columns(std::span<const Row> rows) : table_(rows) {}

  template <class Value>
  Columns& add(const char* name, const char* unit, const char* meaning, const Value& value) {
    table_.add(info(name, unit, meaning), value);
    return *this;
  }

  template <class MeasuresOf>
  Columns& add_measures(const MeasuresOf& measures_of) {
    for (const MeasureColumn& column : kMeasureColumns)
      add(column.name, column.unit, column.meaning, [&](const Row& row) {
        return (measures_of(row).*column.measure).value_or(std::nan(""));
      });
    return *this;
  }

  Table finish() { return table_.finish(); }

 private:
  RowsTable<Row> table_;
};

struct ComparisonNames {
  const char *to, *difference, *low, *high, *cells_low, *cells_high, *verdict, *wins;
};

void add_comparison(Columns<ScoreVerdict>& columns, Comparison ScoreVerdict::* which,
                    const ComparisonNames& names, const char* meaning) {
  const auto of = [which](PairedDifference Comparison::* sample,
                          double PairedDifference::* member) {
    return [which, sample, member](const ScoreVerdict& v) {
      const PairedDifference& difference = v.*which.*sample;
      return difference.cells > 0 ? difference.*member : std::nan("");
    };
  };
  const auto part = [&](double PairedDifference::* member) {
    return of(&Comparison::difference, member);
  };
  columns.add(names.to, "", meaning, [which](const ScoreVerdict& v) { return (v.*which).to; })
      .add(names.difference, "probability", "mean difference in AUC to it",
           part(&PairedDifference::mean))
      .add(names.low, "probability", "low end of the interval of the difference",
           part(&PairedDifference::low))
      .add(names.high, "probability", "high end of the interval of the difference",
           part(&PairedDifference::high))
      .add(names.cells_low, "probability", "low end with cells resampled one by one",
           of(&Comparison::over_cells, &PairedDifference::low))
      .add(names.cells_high, "probability", "high end with cells resampled one by one",
           of(&Comparison::over_cells, &PairedDifference::high))
      .add(names.wins, "cells", "in which the AUC is above its",
           [which](const ScoreVerdict& v) {
             return static_cast<std::int64_t>((v.*which).difference.wins);
           })
      .add(names.verdict, "", "what the interval lets one say", [which](const ScoreVerdict& v) {
        return std::string(verdict_text((v.*which).verdict));
      });
}

Table verdicts_table(const std::vector<ScoreVerdict>& verdicts, bool by_context) {
  Columns<ScoreVerdict> columns(verdicts);
  if (by_context)
    columns.add("context_id", "", "the context", [](const ScoreVerdict& v) { return v.context; });
  columns.add("score", "", "the score", [](const ScoreVerdict& v) { return v.score; })
      .add("kind", "", "a baseline, or one of the study's scores",
           [](const ScoreVerdict& v) {
             return std::string(kScoreKindNames[static_cast<std::size_t>(v.kind)]);
           })
      .add("cells", "cells", "cuts x contexts judged",
           [](const ScoreVerdict& v) { return static_cast<std::int64_t>(v.cells); })
      .add_measures([](const ScoreVerdict& v) -> const CellMeasures& { return v.mean; });
  add_comparison(columns, &ScoreVerdict::to_best_baseline,
                 {"best_baseline", "difference", "difference_low", "difference_high",
                  "difference_low_over_cells", "difference_high_over_cells", "verdict", "wins"},
                 "the best of the other baselines, in hindsight");
  add_comparison(columns, &ScoreVerdict::to_best_general,
                 {"best_general", "difference_to_general", "difference_to_general_low",
                  "difference_to_general_high", "difference_to_general_low_over_cells",
                  "difference_to_general_high_over_cells", "verdict_to_general", "wins_to_general"},
                 "the best of the other baselines that know no contexts, in hindsight");
  add_comparison(
      columns, &ScoreVerdict::to_best_in_context,
      {"best_in_context", "difference_to_in_context", "difference_to_in_context_low",
       "difference_to_in_context_high", "difference_to_in_context_low_over_cells",
       "difference_to_in_context_high_over_cells", "verdict_to_in_context", "wins_to_in_context"},
      "the best of the other baselines that know contexts, in hindsight");
  add_comparison(columns, &ScoreVerdict::to_count,
                 {"count", "difference_to_count", "difference_to_count_low",
                  "difference_to_count_high", "difference_to_count_low_over_cells",
                  "difference_to_count_high_over_cells", "verdict_to_count", "wins_to_count"},
                 "the plain count of what people did lately, anywhere");
  if (!by_context)
    columns.add("reading", "", "what may be said of a score beside those without contexts",
                [](const ScoreVerdict& v) { return std::string(reading_text(v.reading)); });
  return columns.finish();
}

/// A cut, a context and a score.
struct CellRow {
  const JudgedCut* cut;
  const JudgedCell* cell;
  std::size_t score;
};

Table cells_table(std::span<const JudgedCut> cuts) {
  std::vector<CellRow> rows;
  for (const JudgedCut& cut : cuts)
    for (const JudgedCell& cell : cut.cells)
      for (std::size_t s = 0; s < cut.scores.size(); ++s) rows.push_back({&cut, &cell, s});
  Columns<CellRow> columns(rows);
  columns.add("cut", "", "scores are of what was known before",
              [](const CellRow& row) { return row.cut->moments.cut; });
  columns.add("context_id", "", "the context", [](const CellRow& row) { return row.cell->context; })
      .add("score", "", "the score",
           [](const CellRow& row) { return row.cut->scores[row.score].first; })
      .add("kind", "", "a baseline, or one of the study's scores",
           [](const CellRow& row) {
             const auto kind = static_cast<std::size_t>(row.cut->scores[row.score].second);
             return std::string(kScoreKindNames[kind]);
           })
      .add("people", "people", "ranked", [](const CellRow& row) { return row.cell->people; })
      .add("positives", "people", "of them, those who refer until the horizon",
           [](const CellRow& row) { return row.cell->positives; })
      .add("outcomes", "referrals", "by the people ranked, until the horizon",
           [](const CellRow& row) { return row.cell->outcomes; })
      .add_measures(
          [](const CellRow& row) -> const CellMeasures& { return row.cell->by_score[row.score]; });
  return columns.finish();
}

Table cuts_table(std::span<const JudgedCut> cuts) {
  Columns<JudgedCut> columns(cuts);
  columns
      .add("cut", "", "scores are of what was known before",
           [](const JudgedCut& cut) { return cut.moments.cut; })
      .add("until", "", "end of what was foretold",
           [](const JudgedCut& cut) { return cut.moments.end; })
      .add("people", "people", "known at the cut", [](const JudgedCut& cut) { return cut.people; })
      .add("contexts_judged", "contexts", "with enough outcomes",
           [](const JudgedCut& cut) { return static_cast<std::int64_t>(cut.cells.size()); })
      .add("past_referrals", "referrals", "before the cut",
           [](const JudgedCut& cut) { return cut.past_referrals; })
      .add("referrals_before", "referrals",
           "in the window of the horizon's length before the cut; empty where not comparable",
           [](const JudgedCut& cut) {
             return cut.outcomes_before ? static_cast<double>(*cut.outcomes_before) : std::nan("");
           })
      .add("referrals_after", "referrals", "until the horizon, in all contexts",
           [](const JudgedCut& cut) { return cut.outcomes; })
      .add("by_unseen", "referrals", "of these, by people whom nothing before the cut names",
           [](const JudgedCut& cut) { return cut.by_unseen; })
      .add("along_undated_ties", "referrals", "of these, between two whom an undated tie joins",
           [](const JudgedCut& cut) { return cut.along_ties; })
      .add("undated_ties", "ties", "of the ties known at the cut, those without a date",
           [](const JudgedCut& cut) { return static_cast<std::int64_t>(cut.undated_ties); })
      .add("undated_answers", "answers", "surveys and mentions known at the cut without a date",
           [](const JudgedCut& cut) { return static_cast<std::int64_t>(cut.undated_answers); })
      .add("ties", "ties", "known at the cut",
           [](const JudgedCut& cut) { return static_cast<std::int64_t>(cut.ties); });
  return columns.finish();
}

}  // namespace

std::vector<NamedTable> backtest_tables(std::span<const JudgedCut> cuts,
                                        const BacktestVerdicts& verdicts) {
  return {{"backtest_scores", verdicts_table(verdicts.overall, false)},
          {"backtest_contexts", verdicts_table(verdicts.by_context, true)},
          {"backtest_cells", cells_table(cuts)},
          {"backtest_cuts", cuts_table(cuts)}};
}

}  // namespace grapevine
