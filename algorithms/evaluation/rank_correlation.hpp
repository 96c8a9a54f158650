#pragma once
#include <optional>
#include <span>

namespace grapevine {

/// Kendall's tau-b of two lists: concordant less discordant pairs over the geometric mean of the
/// pairs that either list tells apart (Kendall 1945; by Knight's sort, 1966). Nothing when a list
/// is all ties, or shorter than two. O(n log n) time, O(n) memory. Errors: BadInput naming the row
/// for NaN, or lists of different lengths.
std::optional<double> kendall_tau(std::span<const double> a, std::span<const double> b);

/// Spearman's rho of two lists: the correlation of their ranks, equal values sharing the mean of
/// theirs. Nothing, errors, time and memory as of `kendall_tau`.
std::optional<double> spearman_rho(std::span<const double> a, std::span<const double> b);

}  // namespace grapevine
