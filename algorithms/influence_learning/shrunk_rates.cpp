#include "algorithms/influence_learning/shrunk_rates.hpp"

#include <algorithm>
#include <limits>

namespace grapevine {
namespace {

/// Correlation of two trials of one rate, which is 1 / (strength + 1).
double correlation_of(std::span<const Tally> tallies, std::span<const double> expected) {
  double distance = 0.0, by_chance = 0.0, by_rates = 0.0;
  for (std::size_t i = 0; i < tallies.size(); ++i) {
    const auto& [successes, trials] = tallies[i];
    if (trials <= 0.0) continue;
    const double variance = expected[i] * (1.0 - expected[i]);
    const double apart = successes / trials - expected[i];
    distance += trials * apart * apart;
    by_chance += variance;
    by_rates += variance * std::max(0.0, trials - 1.0);
  }
  return by_rates > 0.0 ? std::clamp((distance - by_chance) / by_rates, 0.0, 1.0) : 0.0;
}

}  // namespace

ShrunkRates shrunk_rates(std::span<const Tally> tallies, std::span<const double> expected) {
  const double correlation = correlation_of(tallies, expected);
  ShrunkRates result{std::vector<double>(expected.begin(), expected.end()),
                     std::numeric_limits<double>::infinity()};
  if (correlation <= 0.0) return result;
  result.strength = 1.0 / correlation - 1.0;
  for (std::size_t i = 0; i < tallies.size(); ++i) {
    const auto& [successes, trials] = tallies[i];
    if (trials > 0.0)
      result.rate[i] = (successes + result.strength * expected[i]) / (trials + result.strength);
  }
  return result;
}

std::vector<double> pulled_to_all(std::span<const Tally> tallies) {
  Tally all;
  for (const auto& [successes, trials] : tallies) {
    all.successes += successes;
    all.trials += trials;
  }
  const double rate = all.trials > 0.0 ? all.successes / all.trials : 0.0;
  return shrunk_rates(tallies, std::vector<double>(tallies.size(), rate)).rate;
}

}  // namespace grapevine
