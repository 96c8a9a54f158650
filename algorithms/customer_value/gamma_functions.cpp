#include "algorithms/customer_value/gamma_functions.hpp"

#include <math.h>  // lgamma_r

#include <algorithm>
#include <cmath>
#include <iterator>

namespace grapevine {
namespace {

/// Largest n of the table of rising factorials: 16 KiB.
constexpr double kLongestTable = 1000.0;

template <std::size_t N>
double polynomial(const double (&coefficients)[N], double x) {
  double value = 0.0;
  for (const double c : coefficients) value = value * x + c;
  return value;
}

}  // namespace

double log_gamma(double z) {
  int sign = 0;
  return ::lgamma_r(z, &sign);
}

double digamma(double z) {
  double shift = 0.0;
  for (; z < 10.0; z += 1.0) shift -= 1.0 / z;
  // B_2k / (2k) of the asymptotic series (Abramowitz and Stegun 6.3.18), highest first.
  constexpr double kSeries[] = {-1.0 / 12.0,  691.0 / 32760.0, -1.0 / 132.0, 1.0 / 240.0,
                                -1.0 / 252.0, 1.0 / 120.0,     -1.0 / 12.0,  0.0};
  return shift + std::log(z) - 0.5 / z + polynomial(kSeries, 1.0 / (z * z));
}

double normal_quantile(double p) {
  constexpr double kCentre[] = {2.5090809287301226727e3, 3.3430575583588128105e4,
                                6.7265770927008700853e4, 4.5921953931549871457e4,
                                1.3731693765509461125e4, 1.9715909503065514427e3,
                                1.3314166789178437745e2, 3.3871328727963666080e0};
  constexpr double kCentreBelow[] = {5.2264952788528545610e3, 2.8729085735721942674e4,
                                     3.9307895800092710610e4, 2.1213794301586595867e4,
                                     5.3941960214247511077e3, 6.8718700749205790830e2,
                                     4.2313330701600911252e1, 1.0};
  constexpr double kMiddle[] = {7.74545014278341407640e-4, 2.27238449892691845833e-2,
                                2.41780725177450611770e-1, 1.27045825245236838258e0,
                                3.64784832476320460504e0,  5.76949722146069140550e0,
                                4.63033784615654529590e0,  1.42343711074968357734e0};
  constexpr double kMiddleBelow[] = {1.05075007164441684324e-9, 5.47593808499534494600e-4,
                                     1.51986665636164571966e-2, 1.48103976427480074590e-1,
                                     6.89767334985100004550e-1, 1.67638483018380384940e0,
                                     2.05319162663775882187e0,  1.0};
  constexpr double kTail[] = {2.01033439929228813265e-7, 2.71155556874348757815e-5,
                              1.24266094738807843860e-3, 2.65321895265761230930e-2,
                              2.96560571828504891230e-1, 1.78482653991729133580e0,
                              5.46378491116411436990e0,  6.65790464350110377720e0};
  constexpr double kTailBelow[] = {2.04426310338993978564e-15, 1.42151175831644588870e-7,
                                   1.84631831751005468180e-5,  7.86869131145613259100e-4,
                                   1.48753612908506148525e-2,  1.36929880922735805310e-1,
                                   5.99832206555887937690e-1,  1.0};
  const double from_middle = p - 0.5;
  if (std::abs(from_middle) <= 0.425) {
    const double square = 0.180625 - from_middle * from_middle;
    return from_middle * polynomial(kCentre, square) / polynomial(kCentreBelow, square);
  }
  const double r = std::sqrt(-std::log(std::min(p, 1.0 - p)));
  const double z = r <= 5.0 ? polynomial(kMiddle, r - 1.6) / polynomial(kMiddleBelow, r - 1.6)
                            : polynomial(kTail, r - 5.0) / polynomial(kTailBelow, r - 5.0);
  return std::copysign(z, from_middle);
}

RisingFactorial::RisingFactorial(double z, double largest)
    : z_(z), size_(std::min(largest, kLongestTable) + 1.0) {
  Entry entry{0.0, 0.0};
  for (double n = 0.0; n < size_; n += 1.0) {
    table_.push_back(entry);
    entry.log += std::log(z + n);
    entry.slope += 1.0 / (z + n);
  }
}

double RisingFactorial::log_beyond(double n) const { return log_gamma(z_ + n) - log_gamma(z_); }

double RisingFactorial::slope_beyond(double n) const { return digamma(z_ + n) - digamma(z_); }

}  // namespace grapevine
