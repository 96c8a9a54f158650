#include "algorithms/customer_value/beta_geometric.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

namespace grapevine {
namespace {

/// Where so many terms would be needed, or the chance of no purchase is that small, sums over the
/// number of purchases give way to an integral.
constexpr double kMostTerms = 4000.0, kLeastLogChance = -600.0;
/// From their mean on, chances of counts fall by 17 digits in that many times 1 + h / scale.
constexpr double kTail = 40.0;

/// One who is alive: rate from Gamma(shape, scale), chance to leave from Beta(leaves, stays).
struct Alive {
  double shape, scale, leaves, stays;

  double log_none(double horizon) const { return -shape * std::log1p(horizon / scale); }
  bool has_few_terms(double horizon) const {
    const double terms = shape * horizon / scale + kTail * (1.0 + horizon / scale);
    return terms < kMostTerms && log_none(horizon) > kLeastLogChance;
  }
};

/// P(N = n) of one horizon, n going up.
struct Count {
  double odds;    ///< h / (scale + h).
  double chance;  ///< P(N = n).

  Count(const Alive& alive, double horizon)
      : odds(horizon / (alive.scale + horizon)), chance(std::exp(alive.log_none(horizon))) {}
};

/// E[(1 - p)^j], j going up from 0.
class Survival {
 public:
  explicit Survival(const Alive& alive) : leaves_(alive.leaves), stays_(alive.stays) {}

  double take() {
    const double now = chance_;
    chance_ *= (stays_ + j_) / (leaves_ + stays_ + j_);
    j_ += 1.0;
    return now;
  }

 private:
  double leaves_, stays_, chance_ = 1.0, j_ = 0.0;
};

/// Whether what follows term n of a sum is below a rounding of it. From n on, terms fall at least
/// by the factor `ratio`; `growth` bounds how the other factor of a term grows.
bool is_last_term(double term, double sum, double ratio, double growth) {
  const double falls = ratio * growth;
  return falls < 1.0 && term * falls < 1e-17 * sum * (1.0 - falls);
}

/// E[made(N)] at each horizon, `made(n)` going up with n: the sum over n of P(N = n) made(n).
template <class Made>
void sum_over_counts(const Alive& alive, std::span<const double> horizons, std::span<double> means,
                     Made made, double power) {
  std::vector<Count> counts;
  for (const double h : horizons) counts.emplace_back(alive, h);
  std::ranges::fill(means, 0.0);
  std::size_t first = 0;  // horizons below it are complete
  for (double n = 0.0; first < counts.size();) {
    const double ratio = (alive.shape + n) / (n + 1.0);
    n += 1.0;
    const double value = made();
    for (std::size_t i = first; i < counts.size(); ++i) {
      counts[i].chance *= counts[i].odds * ratio;
      means[i] += counts[i].chance * value;
    }
    // The shortest horizon is done first.
    const double next = std::max(1.0, (alive.shape + n) / (n + 1.0));
    while (first < counts.size() && is_last_term(counts[first].chance * value, means[first],
                                                 counts[first].odds * next, 1.0 + power / n))
      ++first;
  }
}

/// Where an end of the integral below falls slower than this, its far part is done in closed form.
constexpr double kSlowEnd = 0.15;

/// Sums of a density and of the density times a function.
struct Integral {
  double weight = 0.0, sum = 0.0;

  void add(double density, double value) {
    weight += density;
    sum += density * value;
  }
};

/// Integral of f(p) over Beta(leaves, stays), by the trapezoidal rule in y = ln(p / (1 - p)): the
/// integrand falls exponentially at both ends, so the rule converges geometrically. Past `far`,
/// where f does not change any more, what is left of an end that falls like e^(-k |y|) is a
/// geometric integral; the last step is corrected as Euler and Maclaurin have it.
template <class Function>
double over_chances(const Alive& alive, double far, const Function& f) {
  constexpr double kStep = 0.125, kNothing = -45.0;
  const double a = alive.leaves, b = alive.stays;
  const auto log_density = [&](double y) {
    return a * y - (a + b) * (y > 0.0 ? y + std::log1p(std::exp(-y)) : std::log1p(std::exp(y)));
  };
  const double middle = std::log(a / b), peak = log_density(middle);
  const double step = kStep * std::min(1.0, std::sqrt(1.0 / a + 1.0 / b));
  Integral integral;
  for (const double way : {-1.0, 1.0}) {
    const double falls = way < 0.0 ? a : b;
    for (double k = way < 0.0 ? 0.0 : 1.0;; k += 1.0) {
      const double y = middle + way * k * step;
      const double density = std::exp(log_density(y) - peak), value = f(1.0 / (1.0 + std::exp(-y)));
      if (density < std::exp(kNothing)) break;
      if (falls < kSlowEnd && way * y > far) {
        const double left = 0.5 + 1.0 / (falls * step) + falls * step / 12.0;
        integral.add(density * left, value);
        break;
      }
      integral.add(density, value);
    }
  }
  return integral.sum / integral.weight;
}

/// From where on, in |y|, neither end of the integral over chances changes any more: p times all
/// that it is multiplied with is below a rounding.
double far_end(const Alive& alive, double horizon) {
  const double most = alive.shape * (1.0 + horizon / alive.scale) + alive.leaves + alive.stays;
  return 37.0 + std::log1p(most);
}

/// E[Y | p]: (1 - g) / p, g = E[(1 - p)^N] = (1 + p h / scale)^-shape.
double mean_at(const Alive& alive, double horizon, double p) {
  return -std::expm1(-alive.shape * std::log1p(p * horizon / alive.scale)) / p;
}

/// E[Y^2 | p] = sum over j of (2 j + 1) P(Y > j).
double square_at(const Alive& alive, double horizon, double p) {
  const double rate = horizon / alive.scale, mean = alive.shape * rate;
  if (p * mean < 1e-4) return mean + mean * (mean + rate);
  const double log_g = -alive.shape * std::log1p(p * rate), g = std::exp(log_g);
  return ((p - 2.0) * std::expm1(log_g) - 2.0 * p * (1.0 - p) * mean * g / (1.0 + p * rate)) /
         (p * p);
}

}  // namespace

BetaGeometric::BetaGeometric(const BuyingParameters& parameters, double largest_frequency,
                             bool leaves_at_once)
    : r_(parameters[0]),
      alpha_(parameters[1]),
      a_(parameters[2]),
      b_(parameters[3]),
      leaves_at_once_(leaves_at_once),
      rate_(r_, largest_frequency),
      stays_(b_, occasions(largest_frequency)),
      either_(a_ + b_, occasions(largest_frequency)) {}

BuyingLikelihood BetaGeometric::likelihood(const RepeatBuying& customer) const {
  const double k = occasions(customer.frequency), shape = r_ + customer.frequency;
  const double age = alpha_ + customer.age, last = alpha_ + customer.recency;
  const double log_age = std::log(age), since = std::log(age / last);
  // As if alive at T, then the odds that he left at t_x.
  BuyingLikelihood all{rate_.log(customer.frequency) + r_ * std::log(alpha_) - shape * log_age +
                           stays_.log(k) - either_.log(k),
                       {r_ * (rate_.slope(customer.frequency) + std::log(alpha_) - log_age),
                        r_ - alpha_ * shape / age, -a_ * either_.slope(k),
                        b_ * (stays_.slope(k) - either_.slope(k))},
                       0.0,
                       {}};
  if (k == 0.0) return all;
  const double log_odds = std::log(a_ / (b_ + k - 1.0)) + shape * since;
  all.log_alive = log_odds > 0.0 ? -log_odds - std::log1p(std::exp(-log_odds))
                                 : -std::log1p(std::exp(log_odds));
  all.log_likelihood -= all.log_alive;
  const double left = 1.0 / (1.0 + std::exp(-log_odds));
  const BuyingParameters odds_slopes{r_ * since, alpha_ * shape * (1.0 / age - 1.0 / last), 1.0,
                                     -b_ / (b_ + k - 1.0)};
  for (std::size_t i = 0; i < odds_slopes.size(); ++i) {
    all.slopes[i] += left * odds_slopes[i];
    all.alive_slopes[i] = -left * odds_slopes[i];
  }
  return all;
}

void BetaGeometric::expect(double frequency, double age, std::span<const double> horizons,
                           std::span<double> means) const {
  const Alive alive{r_ + frequency, alpha_ + age, a_, b_ + occasions(frequency)};
  const auto few =
      std::ranges::partition_point(horizons, [&](double h) { return alive.has_few_terms(h); });
  const auto summed = static_cast<std::size_t>(few - horizons.begin());
  Survival survival(alive);
  double made = 0.0;
  sum_over_counts(
      alive, horizons.first(summed), means.first(summed), [&] { return made += survival.take(); },
      1.0);
  for (std::size_t i = summed; i < horizons.size(); ++i)
    means[i] = over_chances(alive, far_end(alive, horizons[i]),
                            [&](double p) { return mean_at(alive, horizons[i], p); });
}

double BetaGeometric::mean_square(double frequency, double age, double horizon) const {
  const Alive alive{r_ + frequency, alpha_ + age, a_, b_ + occasions(frequency)};
  if (!alive.has_few_terms(horizon))
    return over_chances(alive, far_end(alive, horizon),
                        [&](double p) { return square_at(alive, horizon, p); });
  Survival survival(alive);
  double squares = 0.0, odd = 1.0, result = 0.0;
  const auto next = [&] {
    squares += odd * survival.take();
    odd += 2.0;
    return squares;
  };
  sum_over_counts(alive, {&horizon, 1}, {&result, 1}, next, 2.0);
  return result;
}

double BetaGeometric::chance_of_none(double frequency, double age, double horizon) const {
  const Alive alive{r_ + frequency, alpha_ + age, a_, b_};
  return std::exp(alive.log_none(horizon));
}

}  // namespace grapevine
