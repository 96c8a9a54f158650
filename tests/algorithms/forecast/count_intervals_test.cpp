#include "algorithms/forecast/count_intervals.hpp"

#include <catch2/catch.hpp>
#include <cmath>

namespace grapevine {
namespace {

TEST_CASE("count_intervals: quantiles of counts as scipy 1.11 has them") {
  // scipy.stats.nbinom.ppf(chance, 1 / dispersion, 1 / (1 + dispersion * mean))
  CHECK(count_quantile(3.0, 0.5, 0.05) == 0.0);
  CHECK(count_quantile(3.0, 0.5, 0.95) == 8.0);
  CHECK(count_quantile(0.2, 2.0, 0.95) == 1.0);
  CHECK(count_quantile(120.0, 0.05, 0.05) == 76.0);
  CHECK(count_quantile(120.0, 0.05, 0.95) == 171.0);
  CHECK(count_quantile(0.01, 1.0, 0.95) == 0.0);
}

TEST_CASE("count_intervals: the least count whose probability and those below reach the chance") {
  for (const double mean : {0.01, 0.7, 5.0, 90.0, 4000.0})
    for (const double dispersion : {0.05, 1.0, 20.0})
      for (const double chance : {0.05, 0.5, 0.95}) {
        const double shape = 1.0 / dispersion, odds = dispersion * mean;
        const double count = count_quantile(mean, dispersion, chance);
        double below = 0.0, last = 0.0;
        for (double k = 0.0; k <= count; ++k) {
          last = std::exp(std::lgamma(shape + k) - std::lgamma(shape) - std::lgamma(k + 1.0) -
                          shape * std::log1p(odds) + k * (std::log(odds) - std::log1p(odds)));
          below += last;
        }
        CHECK(below >= chance - 1e-9);
        CHECK(below - last < chance + 1e-9);
      }
}

TEST_CASE("count_intervals: no mean and huge ones") {
  CHECK(count_quantile(0.0, 1.0, 0.95) == 0.0);
  // Of 10^9 the spread of the mean is all: an exponential distribution where dispersion is 1.
  CHECK(count_quantile(1e9, 1.0, 0.95) == Approx(-1e9 * std::log(0.05)).epsilon(1e-6));
}

TEST_CASE("count_intervals: quantiles of rates as scipy 1.11 has them") {
  // scipy.stats.gamma.ppf(chance, shape, scale=1 / rate)
  CHECK(gamma_quantile(1.53, 0.5, 0.05) == Approx(0.3707035932500807));
  CHECK(gamma_quantile(1.53, 0.5, 0.95) == Approx(7.9184871811369835));
  CHECK(gamma_quantile(0.1, 2.0, 0.5) == Approx(0.0002966955522301142));
  CHECK(gamma_quantile(50.0, 10.0, 0.975) == Approx(6.47805985929183));
}

}  // namespace
}  // namespace grapevine
