#include "engine/linear/cholesky.hpp"

#include <cmath>

namespace grapevine {
namespace {

/// Replaces the lower half of A by its factor L; false where a pivot is not above 0.
bool factorise(std::vector<double>& a, std::size_t n) {
  for (std::size_t j = 0; j < n; ++j) {
    double* const row = &a[j * n];
    for (std::size_t k = 0; k < j; ++k) row[j] -= row[k] * row[k];
    if (!(row[j] > 0.0) || !std::isfinite(row[j])) return false;
    row[j] = std::sqrt(row[j]);
    for (std::size_t i = j + 1; i < n; ++i) {
      double* const below = &a[i * n];
      for (std::size_t k = 0; k < j; ++k) below[j] -= below[k] * row[k];
      below[j] /= row[j];
    }
  }
  return true;
}

}  // namespace

std::vector<double> solve_positive_definite(std::vector<double> a, std::span<const double> b) {
  const std::size_t n = b.size();
  if (!factorise(a, n)) return {};
  std::vector<double> x(b.begin(), b.end());
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t k = 0; k < i; ++k) x[i] -= a[i * n + k] * x[k];
    x[i] /= a[i * n + i];
  }
  for (std::size_t i = n; i-- > 0;) {
    for (std::size_t k = i + 1; k < n; ++k) x[i] -= a[k * n + i] * x[k];
    x[i] /= a[i * n + i];
  }
  return x;
}

}  // namespace grapevine
