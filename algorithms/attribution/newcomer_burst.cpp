#include "algorithms/attribution/newcomer_burst.hpp"

#include <algorithm>
#include <cmath>

namespace grapevine {
namespace {

/// How many of ascending times lie in [from, to).
std::size_t count_between(std::span<const Time> times, Time from, Time to) {
  return static_cast<std::size_t>(std::ranges::lower_bound(times, to) -
                                  std::ranges::lower_bound(times, from));
}

/// Chance that a newcomer falls in [from, from + window), `own` of whom the referrer brought then.
double chance_of_window(Time from, std::size_t own, std::size_t own_in_all,
                        const BurstBackground& background) {
  const auto& context = background.context;
  const double whole = static_cast<double>((context.back() - context.front()).count());
  const double window = static_cast<double>(background.window.count());
  const double even = whole <= window ? 1.0 : window / whole;
  const std::size_t others = context.size() - own_in_all;
  if (others == 0) return even;
  const std::size_t then = count_between(context, from, from + background.window) - own;
  return std::max(even, static_cast<double>(then) / static_cast<double>(others));
}

}  // namespace

LogFactorials::LogFactorials(std::size_t most) : values_(most + 1) {
  for (std::size_t n = 1; n <= most; ++n)
    values_[n] = values_[n - 1] + std::log(static_cast<double>(n));
}

double binomial_tail(std::size_t n, std::size_t k, double p, const LogFactorials& log_factorial) {
  const auto trials = static_cast<double>(n);
  if (static_cast<double>(k) <= trials * p) return 1.0;
  if (k > n || p <= 0.0) return 0.0;
  const auto successes = static_cast<double>(k);
  double term = std::exp(log_factorial(n) - log_factorial(k) - log_factorial(n - k) +
                         successes * std::log(p) + (trials - successes) * std::log1p(-p));
  double sum = term;
  const double odds = p / (1.0 - p);
  for (std::size_t j = k; j < n && term > 1e-17 * sum; ++j) {
    term *= static_cast<double>(n - j) / static_cast<double>(j + 1) * odds;
    sum += term;
  }
  return std::min(sum, 1.0);
}

Burst least_expected_burst(std::span<const Time> own, const BurstBackground& background,
                           std::size_t least, const LogFactorials& log_factorial) {
  const std::size_t n = own.size();
  Burst best;
  std::size_t end = 0;
  for (std::size_t first = 0; first < n; ++first) {
    while (end < n && own[end] - own[first] < background.window) ++end;
    // Of equal times the first opens the window; others would only see less of it.
    if (end - first < least || (first > 0 && own[first] == own[first - 1])) continue;
    const double p = chance_of_window(own[first], end - first, n, background);
    const double bound =
        static_cast<double>(n) * binomial_tail(n - 1, end - first - 1, p, log_factorial);
    if (bound < best.chance) best = {first, end - first, static_cast<double>(n) * p, bound};
  }
  return best;
}

}  // namespace grapevine
