#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace grapevine {

/// People whom a score calls equal, counted together: the order among them is nobody's knowledge.
struct TiedPeople {
  double score = 0.0;
  std::int64_t people = 0;
  std::int64_t positives = 0;  ///< Of them, those with an outcome > 0.
  double value = 0.0;          ///< Sum of their outcomes.
};

/// Scored people beside what came of them, best score first.
///
/// The rule for ties, in every measure below: people of equal score share the places they hold, so
/// each measure is its mean over all orders of them, and the order of rows changes no bit.
struct RankedOutcomes {
  std::vector<TiedPeople> groups;  ///< Descending scores, all different.
  std::int64_t people = 0, positives = 0;
  double value = 0.0;

  std::int64_t negatives() const { return people - positives; }
};

/// Groups people by score. `outcome` is what happened after the score was made: a count, an amount,
/// or 1 and 0; at least 0. O(n log n). Errors: BadInput naming the row for a score that is NaN, an
/// outcome that is negative, NaN or infinite, or lists of different lengths.
RankedOutcomes rank_outcomes(std::span<const double> score, std::span<const double> outcome);

/// Chance that a positive outranks a negative, ties counting half (Hanley, McNeil 1982). Nothing
/// without both kinds.
std::optional<double> area_under_roc(const RankedOutcomes& ranked);

/// Sum over thresholds of the precision there x the recall gained there, without interpolation:
/// what scikit-learn's `average_precision_score` computes. A group of ties is one threshold.
/// Nothing without positives.
std::optional<double> average_precision(const RankedOutcomes& ranked);

/// Share of positives among the first `k` places; k beyond the list means all of it. Nothing when
/// the list or k is empty.
std::optional<double> precision_at(const RankedOutcomes& ranked, std::int64_t k);

/// Precision in the first `k` places over the share of positives among all. Nothing without
/// positives.
std::optional<double> lift_at(const RankedOutcomes& ranked, std::int64_t k);

/// Share of all outcome that the first `k` places caught. Nothing when there is none to catch.
std::optional<double> captured_value_at(const RankedOutcomes& ranked, std::int64_t k);

/// Places that a share of the list is: rounded up, so that 1 % of 50 people is one person.
std::int64_t places(const RankedOutcomes& ranked, double share);

}  // namespace grapevine
