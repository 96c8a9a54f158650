#pragma once
#include <span>
#include <vector>

namespace grapevine {

/// Solves A x = b for a symmetric positive definite A of n rows, given whole and row by row, by
/// Cholesky's factors. Empty when A is not positive definite to working precision. O(n^3): for the
/// few unknowns of a fitted model.
std::vector<double> solve_positive_definite(std::vector<double> a, std::span<const double> b);

}  // namespace grapevine
