#include "algorithms/customer_value/pareto_gamma.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace grapevine {
namespace {

/// Nodes and weights of Gauss and Legendre's rule with eight points on [-1, 1] (Abramowitz and
/// Stegun, table 25.4), those above 0.
constexpr double kNodes[] = {0.1834346424956498, 0.5255324099163290, 0.7966664774136267,
                             0.9602898564975363};
constexpr double kWeights[] = {0.3626837833783620, 0.3137066458778873, 0.2223810344533745,
                               0.1012285362903763};

/// A part of the scale in which eight points give 13 digits: its length, and by how much the
/// logarithm of the integrand falls in it.
constexpr double kLongestPart = 1.5, kDeepestPart = 4.0;
/// What lies that far below the first value, in logarithms, is left out.
constexpr double kNothing = 45.0;

/// The integral over t in [0, length] of (1 + t/a)^-m (1 + t/b)^-n, and the means of four functions
/// of t under that weight.
class LeavingIntegral {
 public:
  LeavingIntegral(double a, double m, double b, double n, double length)
      : a_(a), m_(m), b_(b), n_(n), unit_(std::min(a, b)) {
    const double whole = std::log1p(length / unit_);
    const double end = log_weight(whole) >= -kNothing ? whole : where_nothing_is_left(whole);
    const double fall = std::max(0.0, -log_weight(end));
    const double parts = std::ceil(std::max(end / kLongestPart, fall / kDeepestPart));
    for (double part = 0.0; part < parts; part += 1.0)
      add_part(end * part / parts, end * (part + 1.0) / parts);
  }

  double value() const { return sum_ * unit_; }
  double log_a() const { return log_a_ / sum_; }  ///< Mean of ln(1 + t/a).
  double log_b() const { return log_b_ / sum_; }
  double by_a() const { return by_a_ / sum_; }  ///< Mean of 1 / (1 + t/a).
  double by_b() const { return by_b_ / sum_; }

 private:
  /// t = unit (e^v - 1), so one of the two factors is a plain exponential of v.
  double time(double v) const { return unit_ * std::expm1(v); }

  double log_weight(double v) const {
    const double t = time(v);
    return v - m_ * std::log1p(t / a_) - n_ * std::log1p(t / b_);
  }

  double where_nothing_is_left(double high) const {
    double low = 0.0;
    for (int step = 0; step < 30; ++step) {
      const double middle = 0.5 * (low + high);
      (log_weight(middle) < -kNothing ? high : low) = middle;
    }
    return high;
  }

  void add_part(double begin, double end) {
    const double middle = 0.5 * (begin + end), half = 0.5 * (end - begin);
    for (std::size_t i = 0; i < std::size(kNodes); ++i)
      for (const double way : {-1.0, 1.0})
        add_point(middle + way * half * kNodes[i], half * kWeights[i]);
  }

  void add_point(double v, double width) {
    const double t = time(v), far_a = t / a_, far_b = t / b_;
    const double log_a = a_ == unit_ ? v : std::log1p(far_a);
    const double log_b = b_ == unit_ ? v : std::log1p(far_b);
    const double weight = width * std::exp(v - m_ * log_a - n_ * log_b);
    sum_ += weight;
    log_a_ += weight * log_a;
    log_b_ += weight * log_b;
    by_a_ += weight / (1.0 + far_a);
    by_b_ += weight / (1.0 + far_b);
  }

  double a_, m_, b_, n_, unit_;
  double sum_ = 0.0, log_a_ = 0.0, log_b_ = 0.0, by_a_ = 0.0, by_b_ = 0.0;
};

/// (e^(k l) - 1) / k, the integral of w^(k - 1) over [1, e^l].
double power_integral(double k, double l) {
  return std::abs(k * l) < 1e-12 ? l : std::expm1(k * l) / k;
}

}  // namespace

ParetoGamma::ParetoGamma(const BuyingParameters& parameters, double largest_frequency)
    : r_(parameters[0]),
      alpha_(parameters[1]),
      s_(parameters[2]),
      beta_(parameters[3]),
      rate_(r_, largest_frequency) {}

BuyingLikelihood ParetoGamma::likelihood(const RepeatBuying& customer) const {
  const double shape = r_ + customer.frequency;
  const double age_a = alpha_ + customer.age, age_b = beta_ + customer.age;
  const double log_a = std::log(age_a), log_b = std::log(age_b);
  const double common =
      rate_.log(customer.frequency) + r_ * std::log(alpha_) + s_ * std::log(beta_);
  const double alive = -shape * log_a - s_ * log_b;
  const BuyingParameters common_slopes{r_ * (rate_.slope(customer.frequency) + std::log(alpha_)),
                                       r_, s_ * std::log(beta_), s_};
  const BuyingParameters alive_slopes{-r_ * log_a, -alpha_ * shape / age_a, -s_ * log_b,
                                      -beta_ * s_ / age_b};
  double left = -std::numeric_limits<double>::infinity();
  BuyingParameters left_slopes{};
  if (customer.age > customer.recency) {
    const double a = alpha_ + customer.recency, b = beta_ + customer.recency;
    const double from_a = std::log(a), from_b = std::log(b);
    const LeavingIntegral integral(a, shape, b, s_ + 1.0, customer.age - customer.recency);
    left = std::log(s_ * integral.value()) - shape * from_a - (s_ + 1.0) * from_b;
    left_slopes = {-r_ * (from_a + integral.log_a()), -alpha_ * shape / a * integral.by_a(),
                   1.0 - s_ * (from_b + integral.log_b()),
                   -beta_ * (s_ + 1.0) / b * integral.by_b()};
  }
  const double log_odds = left - alive;  // of having left
  const double log_alive = log_odds > 0.0 ? -log_odds - std::log1p(std::exp(-log_odds))
                                          : -std::log1p(std::exp(log_odds));
  BuyingLikelihood result{common + alive - log_alive, common_slopes, log_alive, {}};
  const double chance = std::exp(log_alive);
  for (std::size_t i = 0; i < common_slopes.size(); ++i) {
    const double mean = chance * alive_slopes[i] + (1.0 - chance) * left_slopes[i];
    result.slopes[i] += mean;
    result.alive_slopes[i] = alive_slopes[i] - mean;
  }
  return result;
}

void ParetoGamma::expect(double frequency, double age, std::span<const double> horizons,
                         std::span<double> means) const {
  const double beta = beta_ + age, rate = (r_ + frequency) / (alpha_ + age);
  for (std::size_t i = 0; i < horizons.size(); ++i)
    means[i] = rate * beta * power_integral(1.0 - s_, std::log1p(horizons[i] / beta));
}

double ParetoGamma::mean_square(double frequency, double age, double horizon) const {
  const double alpha = alpha_ + age, beta = beta_ + age, shape = r_ + frequency;
  const double l = std::log1p(horizon / beta);
  // Moments of the time that he stays within the horizon.
  const double stay = beta * power_integral(1.0 - s_, l);
  const double square =
      2.0 * beta * beta * (power_integral(2.0 - s_, l) - power_integral(1.0 - s_, l));
  return shape / alpha * (stay + (shape + 1.0) / alpha * square);
}

double ParetoGamma::chance_of_none(double frequency, double age, double horizon) const {
  const double alpha = alpha_ + age, beta = beta_ + age, shape = r_ + frequency;
  const LeavingIntegral integral(alpha, shape, beta, s_ + 1.0, horizon);
  return std::exp(-shape * std::log1p(horizon / alpha) - s_ * std::log1p(horizon / beta)) +
         s_ / beta * integral.value();
}

}  // namespace grapevine
