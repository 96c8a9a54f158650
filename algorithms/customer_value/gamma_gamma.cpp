#include "algorithms/customer_value/gamma_gamma.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "algorithms/customer_value/gamma_functions.hpp"
#include "engine/parallel/loops.hpp"

namespace grapevine {
namespace {

/// Fewer customers say nothing of how they differ.
constexpr double kFewest = 10.0;

bool tells(const RepeatSpend& customer) { return customer.frequency > 0.0 && customer.mean > 0.0; }

/// Moments of a column, weighted alike, of those that tell.
struct Moments {
  double count = 0.0, mean = 0.0, spend = 0.0, variance = 0.0, spread = 0.0, together = 0.0;
};

Moments moments_of(std::span<const RepeatSpend> customers) {
  const auto sum = [&](const auto& value) {
    return sum_over(customers.size(),
                    [&](std::size_t i) { return tells(customers[i]) ? value(customers[i]) : 0.0; });
  };
  Moments m;
  m.count = sum([](const RepeatSpend&) { return 1.0; });
  if (m.count == 0.0) return m;
  m.mean = sum([](const RepeatSpend& c) { return c.frequency; }) / m.count;
  m.spend = sum([](const RepeatSpend& c) { return c.mean; }) / m.count;
  const auto x = [&](const RepeatSpend& c) { return c.frequency - m.mean; };
  const auto z = [&](const RepeatSpend& c) { return c.mean - m.spend; };
  m.variance = sum([&](const RepeatSpend& c) { return x(c) * x(c); });
  m.spread = sum([&](const RepeatSpend& c) { return z(c) * z(c); });
  m.together = sum([&](const RepeatSpend& c) { return x(c) * z(c); });
  return m;
}

/// The terms of one customer's likelihood that depend on the number of purchases alone.
struct ShapeTerms {
  double value, by_p, by_q;
};

ShapeTerms shape_terms(double p, double q, double x) {
  const double both = digamma(p * x + q);
  return {log_gamma(p * x + q) - log_gamma(p * x) - log_gamma(q) + p * x * std::log(x),
          x * (both - digamma(p * x) + std::log(x)), both - digamma(q)};
}

/// The same of small numbers of purchases, tabulated.
class ShapeTable {
 public:
  ShapeTable(std::span<const RepeatSpend> customers, double p, double q) : p_(p), q_(q) {
    double most = 0.0;
    for (const RepeatSpend& c : customers) most = std::max(most, c.frequency);
    for (double x = 1.0; x <= std::min(most, 500.0); x += 1.0)
      table_.push_back(shape_terms(p, q, x));
  }

  ShapeTerms of(double x) const {
    return x <= static_cast<double>(table_.size()) ? table_[static_cast<std::size_t>(x) - 1]
                                                   : shape_terms(p_, q_, x);
  }

 private:
  double p_, q_;
  std::vector<ShapeTerms> table_;
};

}  // namespace

SpendParameters SpendFit::parameters() const {
  return {std::exp(estimate.at[0]), std::exp(estimate.at[1]), std::exp(estimate.at[2])};
}

double SpendFit::standard_error(std::size_t i) const {
  if (estimate.covariance.empty()) return std::numeric_limits<double>::quiet_NaN();
  return parameters()[i] * std::sqrt(estimate.covariance[i * 3 + i]);
}

LikelihoodValue spend_likelihood(std::span<const RepeatSpend> customers,
                                 std::span<const double> at) {
  const double p = std::exp(at[0]), q = std::exp(at[1]), v = std::exp(at[2]);
  const ShapeTable shapes(customers, p, q);
  struct Sums {
    double value = 0.0, by_p = 0.0, by_q = 0.0, by_v = 0.0;
  };
  std::vector<Sums> partial((customers.size() + kBlockSize - 1) / kBlockSize);
  for_each_block(customers.size(), [&](std::size_t begin, std::size_t end) {
    Sums& sum = partial[begin / kBlockSize];
    for (std::size_t i = begin; i < end; ++i) {
      const auto [x, mean] = customers[i];
      if (!tells(customers[i])) continue;
      const ShapeTerms terms = shapes.of(x);
      const double log_mean = std::log(mean), log_rate = std::log(v + x * mean);
      const double shape = p * x + q;
      sum.value += terms.value + q * at[2] + (p * x - 1.0) * log_mean - shape * log_rate;
      sum.by_p += terms.by_p + x * (log_mean - log_rate);
      sum.by_q += terms.by_q + at[2] - log_rate;
      sum.by_v += q / v - shape / (v + x * mean);
    }
  });
  LikelihoodValue total{0.0, std::vector<double>(3)};
  for (const Sums& sum : partial) {
    total.value += sum.value;
    total.slopes[0] += p * sum.by_p;
    total.slopes[1] += q * sum.by_q;
    total.slopes[2] += v * sum.by_v;
  }
  return total;
}

SpendFit fit_spend(std::span<const RepeatSpend> customers) {
  const Moments m = moments_of(customers);
  SpendFit fit{.customers = m.count, .mean = m.spend};
  if (m.variance > 0.0 && m.spread > 0.0)
    fit.correlation = m.together / std::sqrt(m.variance * m.spread);
  const bool all_alike = m.spread <= 1e-18 * m.count * m.spend * m.spend;
  if (m.count < kFewest || all_alike) return fit;
  std::vector<RepeatSpend> used;
  for (const RepeatSpend& c : customers)
    if (tells(c)) used.push_back({c.frequency, c.mean});
  // A mean purchase as it is on average, p v / (q - 1), with q = 3.
  fit.estimate = maximise([&](std::span<const double> at) { return spend_likelihood(used, at); },
                          {std::log(2.0), std::log(3.0), std::log(m.spend)});
  return fit;
}

SpendForecast forecast_spend(const SpendFit& fit, const RepeatSpend& customer) {
  if (!fit.is_usable()) {
    const double mean = customer.frequency > 0.0 ? std::max(0.0, customer.mean) : fit.mean;
    return {.mean = mean, .slopes = {}, .by_count = 0.0, .by_square = mean * mean};
  }
  const auto [p, q, v] = fit.parameters();
  const double x = customer.frequency, shape = p * x + q;
  const double rate = v + x * std::max(0.0, customer.mean);
  // 1 / nu is inverse gamma: E[1/nu] = rate / (shape - 1), E[1/nu^2] as below.
  const double square = rate * rate / ((shape - 1.0) * (shape - 2.0));
  return {.mean = p * rate / (shape - 1.0),
          .slopes = {1.0 - p * x / (shape - 1.0), -q / (shape - 1.0), v / rate},
          .by_count = p * square,
          .by_square = p * p * square};
}

}  // namespace grapevine
