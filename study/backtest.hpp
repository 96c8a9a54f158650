#pragma once
#include <map>
#include <string>
#include <vector>

#include "algorithms/evaluation/backtest_verdicts.hpp"
#include "algorithms/evaluation/judged_cut.hpp"
#include "loaders/study_tables/load_report.hpp"
#include "study/backtest_plan.hpp"
#include "study/run_study.hpp"

namespace grapevine {

/// What the study's own algorithms said of themselves at one cut, from what was known then.
struct WordsAtCut {
  std::vector<StepRun> steps;
  std::vector<std::string> warnings;
};

/// A study, tested on its own past.
struct Backtest {
  std::vector<InputFile> inputs;
  std::map<std::string, std::string> options;  ///< All that it was done with, as texts.
  LoadReport report;
  std::vector<JudgedCut> cuts;
  std::vector<WordsAtCut> words;  ///< One for each cut.
  BacktestVerdicts verdicts;
  std::vector<NamedTable> tables;
  double seconds = 0.0;
};

/// Cuts the tables at each moment, runs the study on what was known, and judges every score and the
/// baselines by who brought others in until the horizon. `given` goes before the study's own
/// options. Writes nothing. Errors: InvalidOption for no cut or horizon, or a cut whose horizon
/// ends after the study does: what happened until then is not all known.
Backtest backtest_study(const StudyFile& study, const OptionMap& given, std::uint64_t seed);

}  // namespace grapevine
