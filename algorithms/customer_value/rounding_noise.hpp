#pragma once
#include <cmath>

namespace grapevine {

/// Forty significant bits: sums of equal shares that came about in another order are equal again.
inline double without_rounding_noise(double value) {
  constexpr int kBits = 40;
  int exponent = 0;
  const double fraction = std::frexp(value, &exponent);
  return std::ldexp(std::round(std::ldexp(fraction, kBits)), exponent - kBits);
}

}  // namespace grapevine
