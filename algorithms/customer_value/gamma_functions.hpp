#pragma once
#include <cstdint>
#include <vector>

namespace grapevine {

/// ln Gamma(z) for z > 0. std::lgamma writes a global, this does not: threads may call it.
double log_gamma(double z);

/// psi(z), the derivative of ln Gamma, for z > 0. Relative error below 1e-13 but near its root.
double digamma(double z);

/// The z with P(Z <= z) = p of a standard normal Z, 0 < p < 1, to 16 digits (Wichura 1988,
/// algorithm AS 241).
double normal_quantile(double p);

/// ln of the rising factorial (z)_n = Gamma(z + n) / Gamma(z) and its derivative in z. What small
/// n give is tabulated when it is made, O(largest).
class RisingFactorial {
 public:
  /// Of z > 0. The table goes to `largest`, or to a limit that keeps it in a cache.
  RisingFactorial(double z, double largest);

  /// Of a whole n >= 0.
  double log(double n) const { return n < size_ ? table_[place(n)].log : log_beyond(n); }
  double slope(double n) const { return n < size_ ? table_[place(n)].slope : slope_beyond(n); }

 private:
  struct Entry {
    double log, slope;
  };

  static std::size_t place(double n) { return static_cast<std::size_t>(n); }
  double log_beyond(double n) const;
  double slope_beyond(double n) const;

  double z_, size_;
  std::vector<Entry> table_;
};

}  // namespace grapevine
