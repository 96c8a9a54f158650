#include "algorithms/simulation/draws.hpp"

#include <cmath>
#include <numbers>

namespace grapevine {

Draws::Draws(const ShopOptions& options, Draw use, ContextId context) {
  const auto words = philox(
      {static_cast<std::uint32_t>(use), context, 0, 0},
      {static_cast<std::uint32_t>(options.seed), static_cast<std::uint32_t>(options.seed >> 32)});
  key_ = std::uint64_t{words[1]} << 32 | words[0];
}

double exponential(Random& random) { return -std::log1p(-random.uniform()); }

double normal(Random& random) {
  const double radius = std::sqrt(2.0 * exponential(random));
  return radius * std::cos(2.0 * std::numbers::pi * random.uniform());
}

double gamma(Random& random, double shape) {
  if (shape < 1.0) {
    const double power = std::log1p(-random.uniform()) / shape;
    return gamma(random, shape + 1.0) * std::exp(power);
  }
  const double d = shape - 1.0 / 3.0, c = 1.0 / std::sqrt(9.0 * d);
  while (true) {
    const double x = normal(random);
    const double root = 1.0 + c * x;
    if (root <= 0.0) continue;
    const double v = root * root * root;
    if (std::log1p(-random.uniform()) < 0.5 * x * x + d - d * v + d * std::log(v)) return d * v;
  }
}

double beta(Random& random, double mean, double concentration) {
  if (mean <= 0.0 || mean >= 1.0) return mean <= 0.0 ? 0.0 : 1.0;
  const double a = gamma(random, mean * concentration);
  const double b = gamma(random, (1.0 - mean) * concentration);
  return a + b > 0.0 ? a / (a + b) : mean;
}

}  // namespace grapevine
