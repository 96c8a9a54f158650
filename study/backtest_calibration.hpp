#pragma once
#include <string>
#include <vector>

#include "algorithms/evaluation/judged_cut.hpp"

namespace grapevine {

/// Pairs of person and context for whom a score foretold about as much, and what came of it.
struct CalibrationBand {
  Time cut;
  std::string score;
  double from, until;  ///< Foretold each; the last band has no end (NaN).
  std::int64_t people = 0;
  double predicted = 0.0, realised = 0.0;  ///< Sums.
};

/// Every score of the study that is counted in referrals, cut into bands of what it foretold, each
/// beside the outcomes of its people: whoever the score speaks of, ranked or not. Empty bands are
/// left out. O(rows).
std::vector<CalibrationBand> calibration_bands(const PastAndOutcome& inputs,
                                               const BacktestMoments& moments);

/// `backtest_calibration`: a row for each cut, score and band.
NamedTable calibration_table(std::span<const CalibrationBand> bands);

}  // namespace grapevine
