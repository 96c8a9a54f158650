#pragma once
#include <algorithm>
#include <cmath>
#include <cstdint>

namespace grapevine {

/// A mean of independent runs, and its standard error.
struct RunMean {
  double mean = 0.0, standard_error = 0.0;
};

/// Sums over runs of a number and its square, about a first guess so that no digits are lost.
struct RunSums {
  double sum = 0.0, squares = 0.0;

  void add(double beyond_guess) {
    sum += beyond_guess;
    squares += beyond_guess * beyond_guess;
  }
  void add(const RunSums& other) {
    sum += other.sum;
    squares += other.squares;
  }
  RunMean mean(double guess, std::uint64_t runs) const {
    const auto n = static_cast<double>(runs);
    const double mean = sum / n, variance = runs > 1 ? (squares - sum * mean) / (n - 1.0) : 0.0;
    return {guess + mean, std::sqrt(std::max(0.0, variance) / n)};
  }
};

}  // namespace grapevine
