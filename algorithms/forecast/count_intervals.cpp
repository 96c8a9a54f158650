#include "algorithms/forecast/count_intervals.hpp"

#include <boost/math/special_functions/gamma.hpp>
#include <cmath>

namespace grapevine {

double count_quantile(double mean, double dispersion, double chance) {
  constexpr double kCounted = 1e4;
  if (mean <= 0.0) return 0.0;
  const double shape = 1.0 / dispersion, odds = dispersion * mean;
  if (mean > kCounted) return std::ceil(gamma_quantile(shape, shape / mean, chance));
  const double ratio = odds / (1.0 + odds);
  double probability = std::exp(-shape * std::log1p(odds)), below = probability;
  double count = 0.0;
  // The tail that rounding leaves out ends the walk, too.
  while (below < chance && probability > 1e-17 * below) {
    probability *= (shape + count) / (count + 1.0) * ratio;
    below += probability;
    ++count;
  }
  return count;
}

double gamma_quantile(double shape, double rate, double chance) {
  return boost::math::gamma_p_inv(shape, chance) / rate;
}

}  // namespace grapevine
