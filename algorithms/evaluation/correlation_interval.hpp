#pragma once
#include <cstddef>
#include <limits>
#include <span>

namespace grapevine {

/// A correlation with its 95 % interval.
struct CorrelationInterval {
  double value = std::numeric_limits<double>::quiet_NaN();  ///< NaN: a list is all ties.
  double low = std::numeric_limits<double>::quiet_NaN();    ///< NaN: fewer than 10 pairs.
  double high = std::numeric_limits<double>::quiet_NaN();
  std::size_t pairs = 0;
};

/// Pearson's correlation; of a list of 0 and 1 with numbers, the point-biserial one.
///
/// The interval lies around Fisher's z, with the standard error by the infinitesimal jackknife
/// (Efron 1982, The Jackknife, the Bootstrap and Other Resampling Plans, chapter 6): no list need
/// be normal, and many may be 0; where a few values are far larger than the others it is too short
/// in small samples (.90 in place of .95 in one of 80). O(n). Errors: BadInput for numbers that are
/// not finite, or lists of different lengths.
CorrelationInterval pearson_interval(std::span<const double> a, std::span<const double> b);

/// Spearman's rho, equal values sharing the mean of their ranks. The interval likewise; the error
/// counts that ranks move with the sample, too. O(n log n). Errors as above.
CorrelationInterval spearman_interval(std::span<const double> a, std::span<const double> b);

}  // namespace grapevine
