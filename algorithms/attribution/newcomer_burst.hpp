#pragma once
#include <cstddef>
#include <span>
#include <vector>

#include "engine/base/time.hpp"

namespace grapevine {

/// log(n!) for 0 .. most. O(most).
class LogFactorials {
 public:
  explicit LogFactorials(std::size_t most);
  double operator()(std::size_t n) const { return values_[n]; }

 private:
  std::vector<double> values_;
};

/// P(X >= k) of X ~ Binomial(n, p), p in [0, 1], but for a relative error of some 1e-16 log n!; 1
/// where k <= n p, which bounds it. O(k + sqrt(n)) at most. Requires log factorials to n.
double binomial_tail(std::size_t n, std::size_t k, double p, const LogFactorials& log_factorial);

/// The window of a referrer's newcomers that is least to be expected.
struct Burst {
  std::size_t first = 0, newcomers = 0;  ///< Places in the list of the referrer's own.
  double expected = 0.0;                 ///< Newcomers in such a window by chance.
  double chance = 1.0;                   ///< Upper bound of that of any window like it.
};

/// When everybody else came to the context, and from its first newcomer to its last.
struct BurstBackground {
  std::span<const Time> context;  ///< Everybody's, the referrer's own among them; ascending.
  Time::duration window;          ///< > 0.
};

/// A scan statistic (Naus 1965, The Distribution of the Size of the Maximum Cluster of Points on a
/// Line): of N newcomers at `own` times (ascending), k come within a window that one of them opens.
/// Given that one, each other falls in it with chance p, the larger of the window's share of the
/// context's whole time (their own even rate) and of the others' newcomers (the context's rate
/// then), so P <= N P(Binomial(N - 1, p) >= k - 1) by Bonferroni over the windows. The window with
/// the smallest bound, among those of at least `least` newcomers; none: chance 1. O(N log + tails).
Burst least_expected_burst(std::span<const Time> own, const BurstBackground& background,
                           std::size_t least, const LogFactorials& log_factorial);

}  // namespace grapevine
