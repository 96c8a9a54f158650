#pragma once

namespace grapevine {

/// The least k with P(count <= k) >= chance, of a negative binomial count with this mean and
/// variance mean + dispersion mean^2. Requires mean >= 0, dispersion > 0, 0 < chance < 1. O(k) up
/// to a mean of 10,000; beyond, where the spread of the mean is all that counts, that of its gamma
/// distribution.
double count_quantile(double mean, double dispersion, double chance);

/// x with P(rate <= x) = chance, of a Gamma(shape, rate) distribution (Boost.Math's inverse of the
/// incomplete gamma function). Requires shape, rate > 0 and 0 < chance < 1.
double gamma_quantile(double shape, double rate, double chance);

}  // namespace grapevine
