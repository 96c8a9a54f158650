#pragma once
#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <utility>

#include "algorithms/propagation/batched_walk.hpp"

namespace grapevine {

/// When one walk ends, and how far beyond what a step gives it goes on. Where all eigenvalues of a
/// step are real and within d, the Chebyshev semi-iterative method (Golub, Varga 1961) multiplies
/// the error by d / (1 + sqrt(1 - d^2)) a step, at 0.85 by 0.56. A plain step multiplies it by up
/// to d, but by less where walks mix fast: so a walk goes beyond once its changes fall more slowly.
class WalkStop {
 public:
  WalkStop(const BatchOptions& options, bool reversible)
      : walk_(options.walk),
        single_(options.precision == Precision::Single),
        may_go_beyond_(reversible && walk_.tolerance > 0.0 && walk_.damping > 0.0 &&
                       walk_.damping < 1.0) {}

  /// Whether the next step is the last.
  bool next_is_last() const {
    return end_.iterations + 1 == walk_.max_iterations ||
           (walk_.tolerance > 0.0 && (beyond_ ? 1.0 : walk_.damping) * bound_ <= walk_.tolerance) ||
           stalled_ == kStalledSteps;
  }

  /// What the next step is multiplied by; the last is a plain one.
  double omega() const { return beyond_ && !next_is_last() ? omega_ : 1.0; }

  /// Notes a step; true if it was the last.
  bool after(double change) {
    const bool last = next_is_last();
    const bool falls = change < least_ || change > kRounding;
    stalled_ = falls || !single_ ? 0 : std::min(stalled_ + 1, kStalledSteps);
    least_ = std::min(least_, change);
    bound_ = beyond_ ? change : std::min(bound_, change);
    if (beyond_)
      choose_omega(last, change);
    else if (may_go_beyond_)
      beyond_ = falls_slowly(change);
    end_ = {end_.iterations + 1, change, walk_.tolerance > 0.0 && change <= walk_.tolerance};
    return last &&
           (end_.converged || end_.iterations == walk_.max_iterations || stalled_ == kStalledSteps);
  }

  const WalkEnd& end() const { return end_; }

 private:
  /// Whether plain steps would take longer from here, by the mean of the last few.
  bool falls_slowly(double change) {
    const double before = std::exchange(watched_[end_.iterations % kWatched], change);
    if (end_.iterations < kPatience || change <= walk_.tolerance || change >= before) return false;
    const double d = walk_.damping, left = std::log(change / walk_.tolerance);
    const double plain = left * kWatched / std::log(before / change);
    return plain > kStarting + left / std::log((1.0 + std::sqrt(1.0 - d * d)) / d);
  }

  /// A plain step bounds the next change, as steps beyond do not.
  void choose_omega(bool last, double change) {
    const double d = walk_.damping, plain_steps = std::log(walk_.tolerance / 2.0) / std::log(d);
    const bool helps = change <= kGrown * least_ && end_.iterations < plain_steps;
    omega_ = omega_ == 1.0 ? 1.0 / (1.0 - d * d / 2.0) : 1.0 / (1.0 - d * d * omega_ / 4.0);
    beyond_ = !last && helps;
    if (!beyond_) may_go_beyond_ = false;
    if (!last && !helps) bound_ = std::numeric_limits<double>::infinity();
  }

  /// In single precision: a residual that has not fallen for so many steps, and is below this, is
  /// rounding.
  static constexpr int kStalledSteps = 3;
  static constexpr double kRounding = 1e-5;
  /// A change so many times the least one so far: steps beyond what a step gives do not help.
  static constexpr double kGrown = 100.0;
  /// Steps over which changes are watched; of walks that mix fast the first ones say nothing.
  static constexpr int kWatched = 4, kPatience = 12;
  static constexpr double kStarting = 5.0;  ///< Steps that it takes to get to that speed.

  WalkOptions walk_;
  bool single_;
  WalkEnd end_;
  double bound_ = 2.0;  ///< Of the change of a step: two distributions differ by 2 at most.
  double least_ = 2.0;  ///< Change so far.
  bool may_go_beyond_, beyond_ = false;
  std::array<double, kWatched> watched_ = {};
  double omega_ = 1.0;
  int stalled_ = 0;
};

}  // namespace grapevine
