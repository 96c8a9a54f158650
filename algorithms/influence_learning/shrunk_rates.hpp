#pragma once
#include <span>
#include <vector>

namespace grapevine {

/// Successes of trials; either may be a fraction.
struct Tally {
  double successes = 0.0, trials = 0.0;
};

/// Rates that are drawn around what is expected of each, by Beta laws of one strength.
struct ShrunkRates {
  std::vector<double> rate;
  double strength = 0.0;  ///< Trials that the expectation counts for; infinite: all there is.
};

/// Each rate pulled towards its expectation, the more the fewer its trials (empirical Bayes; Efron,
/// Morris 1973). The strength is that which makes the squared distances of rates from expectations,
/// weighted by trials, what beta-binomial laws would give (moments; Kleinman 1973, Proportions with
/// Extraneous Variance). Where rates differ by no more than chance, or none has two trials, each is
/// its expectation. `expected` in [0, 1]. O(n).
ShrunkRates shrunk_rates(std::span<const Tally> tallies, std::span<const double> expected);

/// The same with the rate of all together expected of each; 0 where there are no trials.
std::vector<double> pulled_to_all(std::span<const Tally> tallies);

}  // namespace grapevine
