#include "algorithms/influence_learning/shrunk_rates.hpp"

#include <catch2/catch.hpp>
#include <cmath>

#include "algorithms/simulation/draws.hpp"

namespace grapevine {
namespace {

/// Rates of a Beta law, each with so many trials.
struct Drawn {
  std::vector<double> truth;
  std::vector<Tally> tallies;
};

Drawn drawn(double mean, double strength, int trials, std::size_t count, std::uint64_t seed) {
  Drawn all;
  for (std::size_t i = 0; i < count; ++i) {
    Random random(seed, i);
    all.truth.push_back(strength < 1e6 ? beta(random, mean, strength) : mean);
    double successes = 0.0;
    for (int t = 0; t < trials; ++t) successes += random.uniform() < all.truth.back();
    all.tallies.push_back({successes, static_cast<double>(trials)});
  }
  return all;
}

TEST_CASE("shrunk_rates: the strength of the law that rates were drawn from comes back") {
  for (const double strength : {2.0, 10.0, 50.0}) {
    const Drawn all = drawn(0.2, strength, 20, 20'000, 1);
    const auto shrunk = shrunk_rates(all.tallies, std::vector<double>(20'000, 0.2));
    CHECK(shrunk.strength == Approx(strength).epsilon(0.15));
  }
}

TEST_CASE("shrunk_rates: nearer to the truth than rates as they are, and than their mean") {
  const Drawn all = drawn(0.3, 8.0, 6, 3'000, 2);
  const auto shrunk = shrunk_rates(all.tallies, std::vector<double>(3'000, 0.3));
  double raw = 0.0, pulled = 0.0, mean = 0.0;
  for (std::size_t i = 0; i < 3'000; ++i) {
    raw += std::pow(all.tallies[i].successes / 6.0 - all.truth[i], 2);
    pulled += std::pow(shrunk.rate[i] - all.truth[i], 2);
    mean += std::pow(0.3 - all.truth[i], 2);
  }
  CHECK(pulled < 0.75 * raw);
  CHECK(pulled < 0.75 * mean);
}

TEST_CASE("shrunk_rates: rates that differ by chance alone are what was expected") {
  const Drawn all = drawn(0.25, 1e9, 12, 500, 3);
  const auto shrunk = shrunk_rates(all.tallies, std::vector<double>(500, 0.25));
  for (const double rate : shrunk.rate) CHECK(rate == Approx(0.25).margin(0.03));
  const std::vector<Tally> once = {{1.0, 1.0}, {0.0, 1.0}, {0.0, 0.0}};
  const std::vector<double> expected = {0.1, 0.2, 0.3};
  CHECK(shrunk_rates(once, expected).rate == expected);
  CHECK(shrunk_rates({}, {}).rate.empty());
}

TEST_CASE("shrunk_rates: by hand, two rates around a half") {
  // Distances: 10 x .16 x 2 = 3.2; by chance .5, by rates 2 x .25 x 9 = 4.5: correlation .6.
  const std::vector<Tally> tallies = {{9.0, 10.0}, {1.0, 10.0}};
  const std::vector<double> half = {0.5, 0.5};
  const auto shrunk = shrunk_rates(tallies, half);
  CHECK(shrunk.strength == Approx(1.0 / 0.6 - 1.0));
  CHECK(shrunk.rate[0] == Approx((9.0 + 0.5 * 2.0 / 3) / (10.0 + 2.0 / 3)));
  CHECK(shrunk.rate[0] + shrunk.rate[1] == Approx(1.0));
}

}  // namespace
}  // namespace grapevine
