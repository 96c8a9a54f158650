#pragma once
#include <functional>
#include <span>
#include <vector>

namespace grapevine {

/// A log-likelihood and its derivatives.
struct LikelihoodValue {
  double value = 0.0;
  std::vector<double> slopes;
};

/// Must be smooth; NaN or infinite where it cannot be computed.
using LogLikelihood = std::function<LikelihoodValue(std::span<const double> at)>;

/// Where a log-likelihood is largest.
struct Maximum {
  std::vector<double> at;
  double value = 0.0;
  double gradient_norm = 0.0;  ///< Largest derivative there, by absolute value.
  int iterations = 0;          ///< Evaluations of the likelihood.
  bool converged = false;
  /// Inverse of the observed information, row by row; empty where that is not positive definite,
  /// so that there are no standard errors.
  std::vector<double> covariance;
};

/// Climbs by BFGS with a line search, then by Newton's steps with a Hessian of differences of the
/// gradient (step 1e-4: coordinates are meant to be logarithms). It has converged when a Newton
/// step promises less than 1e-9 of log-likelihood. Coordinates stay within +-`bound`: where the
/// likelihood has no finite maximum it stops there, not converged. O(parameters) evaluations for
/// each Newton step.
Maximum maximise(const LogLikelihood& likelihood, std::vector<double> start, double bound = 15.0);

}  // namespace grapevine
