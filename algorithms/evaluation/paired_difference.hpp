#pragma once
#include <algorithm>
#include <cmath>
#include <cstdint>

#include "engine/base/normal_quantile.hpp"

namespace grapevine {

/// Bounds of 95 %.
struct DifferenceInterval {
  double low, high;
};

/// Of the same `pairs` > 0 people `only_first` did one thing and not the other, `only_second` the
/// reverse: the interval of the difference of the two shares, as if one more person had done each
/// (Bonett, Price 2012, Adjusted Wald Confidence Interval for a Difference of Binomial Proportions
/// Based on Paired Data, Journal of Educational and Behavioral Statistics 37(4)). O(1).
inline DifferenceInterval paired_difference(std::int64_t pairs, std::int64_t only_first,
                                            std::int64_t only_second) {
  const double n = static_cast<double>(pairs) + 2.0,
               first = (static_cast<double>(only_first) + 1.0) / n,
               second = (static_cast<double>(only_second) + 1.0) / n, difference = first - second,
               error = std::sqrt((first + second - difference * difference) / n);
  return {std::max(-1.0, difference - kTwoSided95 * error),
          std::min(1.0, difference + kTwoSided95 * error)};
}

}  // namespace grapevine
