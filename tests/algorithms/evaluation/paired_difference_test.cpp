#include "algorithms/evaluation/paired_difference.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <vector>

namespace grapevine {
namespace {

/// How often intervals of `n` pairs hold the truth, over all that may be drawn.
double coverage(int n, double only_first, double only_second) {
  const double neither = 1.0 - only_first - only_second;
  double held = 0.0;
  for (int a = 0; a <= n; ++a)
    for (int b = 0; a + b <= n; ++b) {
      const double ways = std::lgamma(n + 1.0) - std::lgamma(a + 1.0) - std::lgamma(b + 1.0) -
                          std::lgamma(n - a - b + 1.0);
      const auto log_power = [](double chance, int times) {
        return times == 0 ? 0.0 : times * std::log(chance);
      };
      const double chance = std::exp(ways + log_power(only_first, a) + log_power(only_second, b) +
                                     log_power(neither, n - a - b));
      const DifferenceInterval interval = paired_difference(n, a, b);
      const double truth = only_first - only_second;
      if (interval.low <= truth && truth <= interval.high) held += chance;
    }
  return held;
}

TEST_CASE("paired_difference: intervals hold the truth in about 95 of 100, by enumeration") {
  double sum = 0.0, count = 0.0;
  for (const int n : {20, 50, 100})
    for (const double first : {0.05, 0.2, 0.4})
      for (const double second : {0.05, 0.2, 0.4}) {
        CAPTURE(n, first, second);
        const double held = coverage(n, first, second);
        CHECK(held >= 0.93);
        sum += held;
        ++count;
      }
  CHECK(sum / count == Approx(0.955).margin(0.01));
}

TEST_CASE("paired_difference: signs, swapping, and nobody who differs") {
  CHECK(paired_difference(100, 40, 5).low > 0.0);
  const DifferenceInterval one = paired_difference(30, 7, 2), other = paired_difference(30, 2, 7);
  CHECK(one.low == -other.high);
  CHECK(one.high == -other.low);
  const DifferenceInterval same = paired_difference(10, 0, 0);
  CHECK(same.low == -same.high);
  CHECK(same.high > 0.0);
  CHECK(paired_difference(1, 1, 0).high == 1.0);
}

}  // namespace
}  // namespace grapevine
