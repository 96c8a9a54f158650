#pragma once
#include <cstddef>
#include <span>
#include <vector>

#include "engine/parallel/vector_set.hpp"
#include "engine/registry/field.hpp"

namespace grapevine {

/// Numbers in columns: those of column j are values[j * rows ... +rows). Seven digits are more than
/// a logarithm of counts needs, and half the memory.
struct FeatureMatrix {
  std::size_t rows = 0, columns = 0;
  std::vector<float> values;

  std::span<const float> column(std::size_t j) const {
    return std::span(values).subspan(j * rows, rows);
  }
  std::span<float> column(std::size_t j) { return std::span(values).subspan(j * rows, rows); }
};

struct LogLinearOptions {
  double ridge = 10.0;
  bool nonnegative = true;
  int max_steps = 60;
  double tolerance = 1e-3;
  VectorSet vectors = widest_vectors();  ///< Changes no result.

  static constexpr auto fields() {
    using O = LogLinearOptions;
    return std::tuple{field("ridge", &O::ridge,
                            "Weights of standardised features are drawn to 0 by this", 0.0, 1e12),
                      field("nonnegative", &O::nonnegative,
                            "No weight is below 0: features whose weight would be are left out"),
                      field("max_steps", &O::max_steps, "Most Newton steps of one fit", 1, 1e6),
                      field("tolerance", &O::tolerance,
                            "It ends after a Newton step that moves no weight by more: the next "
                            "would by its square",
                            0.0, 1.0)};
  }
};

/// Means of counts: exp(intercept + sum over j of weight_j z_j), z_j = (x_j - mean_j) /
/// deviation_j with x_j first clipped to [low_j, high_j], what was seen when it was fitted. A count
/// has variance m + dispersion m^2 about its mean m.
struct LogLinearModel {
  double intercept = 0.0;
  std::vector<double> weight, mean, deviation, low, high;  ///< One a feature.
  double dispersion = 1.0;
  int steps = 0;           ///< In all refits.
  double last_step = 0.0;  ///< The most that a weight moved in the last.
  bool converged = false;

  /// weight_j z_j, what feature j adds to the logarithm of the mean.
  double part(std::size_t j, double x) const;
  double mean_of(double log_mean) const;
};

/// The most likely weights of a negative binomial regression with logarithmic link (Hilbe 2011,
/// Negative Binomial Regression, NB2), by iterated reweighted least squares with a ridge on the
/// standardised weights; the dispersion by moments, within [0.05, 20]. With `nonnegative` features
/// of negative weight are dropped together and the rest fitted anew, until none is negative.
/// `x` is consumed. O(steps x rows x columns^2); no bit depends on threads. Errors: BadInput for
/// numbers that are not finite, counts below 0, or lists of different lengths.
LogLinearModel fit_log_linear(FeatureMatrix x, std::span<const double> counts,
                              const LogLinearOptions& options = {});

}  // namespace grapevine
