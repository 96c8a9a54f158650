#pragma once
#include <optional>
#include <span>
#include <vector>

#include "algorithms/evaluation/ranking.hpp"

namespace grapevine {

/// One part of the list beside what came of it.
struct CalibrationBin {
  double people = 0.0;     ///< A fraction where a bin's edge cuts a group of ties.
  double predicted = 0.0;  ///< Sum of the scores.
  double realised = 0.0;   ///< Sum of the outcomes.
};

/// Cuts the list, highest prediction first, into `bins` parts of equally many people and sums each:
/// deciles by default. The score must be a prediction in the outcome's own unit. Fewer people than
/// bins leave bins with fractions of people; the sums over bins are those of the list.
std::vector<CalibrationBin> calibration(const RankedOutcomes& ranked, int bins = 10);

/// Share of outcomes that lie inside their intervals, both ends included. Nothing for no outcome.
/// Errors: BadInput naming the row where an end is NaN or low > high, or for different lengths.
std::optional<double> interval_coverage(std::span<const double> low, std::span<const double> high,
                                        std::span<const double> outcome);

}  // namespace grapevine
