#include "study/report/backtest_sections.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "engine/table/rows_table.hpp"
#include "study/report/figures.hpp"

namespace grapevine {
namespace {

/// Of each kind of score so many are drawn.
constexpr std::size_t kDrawnOfKind = 2;

std::string kind_of(ScoreKind kind) {
  return std::string(kScoreKindNames[static_cast<std::size_t>(kind)]);
}

double or_nan(const std::optional<double>& value) { return value.value_or(std::nan("")); }

double part(const Comparison& comparison, double PairedDifference::* member) {
  return comparison.difference.cells > 0 ? comparison.difference.*member : std::nan("");
}

ReportTable scores_table(const std::vector<ScoreVerdict>& scores, const std::string& suffix) {
  RowsTable<ScoreVerdict> table(scores);
  table.add({.name = "score"}, [](const ScoreVerdict& v) { return v.score; })
      .add({.name = "kind"}, [](const ScoreVerdict& v) { return kind_of(v.kind); })
      .add({.name = "auc"}, [](const ScoreVerdict& v) { return or_nan(v.mean.auc); })
      .add({.name = "precision_at_10"},
           [](const ScoreVerdict& v) { return or_nan(v.mean.precision_at_10); });
  const auto add = [&](const char* name, Comparison ScoreVerdict::* which) {
    const std::string to = name;
    table
        .add({.name = "minus_" + to},
             [which](const ScoreVerdict& v) { return part(v.*which, &PairedDifference::mean); })
        .add({.name = to + "_low"},
             [which](const ScoreVerdict& v) { return part(v.*which, &PairedDifference::low); })
        .add({.name = to + "_high"},
             [which](const ScoreVerdict& v) { return part(v.*which, &PairedDifference::high); })
        .add({.name = to + "_verdict"}, [which](const ScoreVerdict& v) {
          return std::string(verdict_text((v.*which).verdict));
        });
  };
  add("general", &ScoreVerdict::to_best_general);
  add("best", &ScoreVerdict::to_best_baseline);
  return {"backtest_scores" + suffix, "Every score beside the baselines",
          "Mean area under ROC over cuts and contexts; the differences with their intervals are to "
          "the best context-free baseline (general) and to the best of all, both picked in "
          "hindsight.",
          table.finish()};
}

/// The first few of each kind by mean AUC, in that order.
std::vector<std::string> drawn_scores(const std::vector<ScoreVerdict>& scores) {
  std::vector<std::string> drawn;
  std::size_t taken[3] = {};
  for (const ScoreVerdict& v : scores)
    if (taken[static_cast<std::size_t>(v.kind)]++ < kDrawnOfKind) drawn.push_back(v.score);
  return drawn;
}

struct CutMean {
  Time cut;
  std::string score, kind;
  double auc;
  std::int64_t contexts;
};

ReportTable cuts_table(const Backtest& backtest, const std::string& suffix) {
  const auto drawn = drawn_scores(backtest.verdicts.overall);
  std::vector<CutMean> lines;
  for (const JudgedCut& cut : backtest.cuts)
    for (std::size_t s = 0; s < cut.scores.size(); ++s) {
      const auto& [score, kind] = cut.scores[s];
      if (std::ranges::find(drawn, score) == drawn.end()) continue;
      std::vector<double> areas;
      for (const JudgedCell& cell : cut.cells)
        if (cell.by_score[s].auc) areas.push_back(*cell.by_score[s].auc);
      if (!areas.empty())
        lines.push_back({cut.moments.cut, score, kind_of(kind), mean_of(areas),
                         static_cast<std::int64_t>(areas.size())});
    }
  RowsTable<CutMean> table(lines);
  table.add({.name = "cut"}, [](const CutMean& m) { return m.cut; })
      .add({.name = "score"}, [](const CutMean& m) { return m.score; })
      .add({.name = "kind"}, [](const CutMean& m) { return m.kind; })
      .add({.name = "auc"}, [](const CutMean& m) { return m.auc; })
      .add({.name = "contexts"}, [](const CutMean& m) { return m.contexts; });
  return {"backtest_cuts" + suffix, "Cut by cut", "The best scores of each kind.", table.finish()};
}

struct Capture {
  std::string score;
  double people, captured;
};

ReportTable capture_table(const Backtest& backtest, const std::string& suffix) {
  const auto drawn = drawn_scores(backtest.verdicts.overall);
  std::vector<Capture> lines;
  for (const ScoreVerdict& v : backtest.verdicts.overall) {
    if (std::ranges::find(drawn, v.score) == drawn.end()) continue;
    lines.push_back({v.score, 0.01, or_nan(v.mean.captured_at_1_percent)});
    lines.push_back({v.score, 0.05, or_nan(v.mean.captured_at_5_percent)});
    lines.push_back({v.score, 0.1, or_nan(v.mean.captured_at_10_percent)});
  }
  RowsTable<Capture> table(lines);
  table.add({.name = "score"}, [](const Capture& c) { return c.score; })
      .add({.name = "first_people", .unit = "proportion"},
           [](const Capture& c) { return c.people; })
      .add({.name = "captured", .unit = "proportion"}, [](const Capture& c) { return c.captured; });
  return {"backtest_capture" + suffix, "How much of what was to come the first people make", "",
          table.finish()};
}

void add_calibration(const Backtest& backtest, const std::string& suffix, ReportSection& section) {
  for (const NamedTable& named : backtest.tables)
    if (named.name == "backtest_calibration" && named.table.num_rows() > 0)
      section.tables.push_back({"calibration" + suffix, "Foretold beside what came",
                                "Pairs of person and context in bands of what was foretold; sums.",
                                named.table});
}

/// "expected_crv against the best ...: better", of the best score of the study.
std::string sentence_of(const ScoreVerdict& best, const Comparison& comparison, const char* rival) {
  if (comparison.difference.cells == 0) return "";
  const PairedDifference& d = comparison.difference;
  return fmt::format("{} (area {:.3f}) against the best {}, {}: {:+.3f} [{:+.3f}, {:+.3f}], {}.",
                     best.score, or_nan(best.mean.auc), rival, comparison.to, d.mean, d.low, d.high,
                     verdict_text(comparison.verdict));
}

}  // namespace

ReportSection backtest_section(const TitledBacktest& titled, const std::string& suffix) {
  const Backtest& backtest = titled.backtest;
  ReportSection section{"backtest" + suffix, "Backtest: " + titled.title, {}, {}};
  const auto& scores = backtest.verdicts.overall;
  const auto best = std::ranges::find(scores, ScoreKind::Provider, &ScoreVerdict::kind);
  if (best != scores.end()) {
    for (const auto& [comparison, rival] :
         {std::pair{&best->to_best_general, "baseline that knows no context"},
          std::pair{&best->to_best_baseline, "baseline of all"}})
      if (auto sentence = sentence_of(*best, *comparison, rival); !sentence.empty())
        section.sentences.push_back(std::move(sentence));
  } else {
    section.sentences.emplace_back("No cell has enough outcomes to be judged.");
  }
  for (const std::string& warning : backtest.verdicts.warnings)
    section.sentences.push_back("Warning: " + warning);
  if (scores.empty()) return section;
  section.tables.push_back(cuts_table(backtest, suffix));
  section.tables.push_back(capture_table(backtest, suffix));
  add_calibration(backtest, suffix, section);
  section.tables.push_back(scores_table(scores, suffix));
  return section;
}

}  // namespace grapevine
