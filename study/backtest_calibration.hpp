#pragma once
#include <functional>
#include <string>
#include <vector>

#include "algorithms/evaluation/judged_cut.hpp"
#include "engine/registry/registry.hpp"
#include "study/study_file.hpp"

namespace grapevine {

/// Pairs of person and context for whom a score foretold about as much, and what came of it.
struct CalibrationBand {
  Time cut;
  std::string score;
  double from, until;  ///< Foretold each; the last band has no end (NaN).
  std::int64_t people = 0;
  double predicted = 0.0, realised = 0.0;  ///< Sums.
};

/// Whether what an algorithm of the study foretells is what a backtest with these options asks for:
/// the same outcome until the same horizon, of all newcomers.
bool foretells(const StudyFile& study, const Algorithm& algorithm, const OptionMap& backtest);

/// Every score of the study that is counted in referrals and made by an algorithm that `foretells`,
/// cut into bands of what it foretold, each beside the outcomes of its people: whoever the score
/// speaks of, ranked or not. Empty bands are left out. O(rows).
std::vector<CalibrationBand> calibration_bands(
    const PastAndOutcome& inputs, Time cut, const std::function<bool(const ColumnInfo&)>& foretold);

/// `backtest_calibration`: a row for each cut, score and band.
NamedTable calibration_table(std::span<const CalibrationBand> bands);

}  // namespace grapevine
