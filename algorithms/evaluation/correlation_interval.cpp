#include "algorithms/evaluation/correlation_interval.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>
#include <vector>

#include "engine/base/error.hpp"
#include "engine/base/normal_quantile.hpp"
#include "engine/parallel/loops.hpp"

namespace grapevine {
namespace {

constexpr std::size_t kLeastPairs = 10;

void check(std::span<const double> a, std::span<const double> b) {
  if (a.size() != b.size())
    throw Error(ErrorCode::BadInput, "evaluation",
                fmt::format("{} values beside {}", a.size(), b.size()), "give lists of one length");
  for (std::size_t i = 0; i < a.size(); ++i)
    if (!std::isfinite(a[i]) || !std::isfinite(b[i]))
      throw Error(ErrorCode::BadInput, fmt::format("evaluation: row {}", i + 1),
                  fmt::format("{} is no finite number", std::isfinite(a[i]) ? b[i] : a[i]),
                  "leave out who has no value");
}

double mean_product(std::span<const double> a, std::span<const double> b) {
  return std::inner_product(a.begin(), a.end(), b.begin(), 0.0) / static_cast<double>(a.size());
}

std::vector<double> centred(std::span<const double> values) {
  const double mean =
      std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
  std::vector<double> result(values.begin(), values.end());
  for (double& value : result) value -= mean;
  return result;
}

/// The values of a list in ascending order, equal ones side by side.
class Ranking {
 public:
  explicit Ranking(std::span<const double> values) : values_(values), order_(values.size()) {
    std::iota(order_.begin(), order_.end(), std::size_t{0});
    parallel_sort(order_, [&](std::size_t i, std::size_t j) {
      return std::pair(values[i], i) < std::pair(values[j], j);
    });
  }

  /// Share of lower values and half that of equal ones, less one half: means 0.
  std::vector<double> centred_ranks() const {
    std::vector<double> ranks(order_.size());
    const auto n = static_cast<double>(order_.size());
    for_each_run([&](std::size_t begin, std::size_t end) {
      for (std::size_t k = begin; k < end; ++k)
        ranks[order_[k]] = static_cast<double>(begin + end) / (2.0 * n) - 0.5;
    });
    return ranks;
  }

  /// For each place the weights of higher values and half those of equal ones, over n.
  std::vector<double> weight_above(std::span<const double> weights) const {
    std::vector<double> above(order_.size());
    const auto n = static_cast<double>(order_.size());
    double rest = std::accumulate(weights.begin(), weights.end(), 0.0);
    for_each_run([&](std::size_t begin, std::size_t end) {
      double equal = 0.0;
      for (std::size_t k = begin; k < end; ++k) equal += weights[order_[k]];
      rest -= equal;
      for (std::size_t k = begin; k < end; ++k) above[order_[k]] = (rest + equal / 2.0) / n;
    });
    return above;
  }

 private:
  template <class Visit>
  void for_each_run(const Visit& visit) const {
    for (std::size_t begin = 0, end = 0; begin < order_.size(); begin = end) {
      while (end < order_.size() && values_[order_[end]] == values_[order_[begin]]) ++end;
      visit(begin, end);
    }
  }

  std::span<const double> values_;
  std::vector<std::size_t> order_;
};

/// Second moments of two lists, and how each pair moves them.
struct Moments {
  double ab, aa, bb;

  double correlation() const { return ab / std::sqrt(aa * bb); }
  double change(double d_ab, double d_aa, double d_bb) const {
    return d_ab / std::sqrt(aa * bb) - correlation() / 2.0 * (d_aa / aa + d_bb / bb);
  }
};

Moments moments_of(std::span<const double> a, std::span<const double> b) {
  return {mean_product(a, b), mean_product(a, a), mean_product(b, b)};
}

bool all_ties(std::span<const double> values) {
  return std::ranges::adjacent_find(values, std::not_equal_to<>()) == values.end();
}

/// `change(i)` is how much pair i, if it weighed more, would move the correlation.
template <class Change>
CorrelationInterval around(double correlation, std::size_t pairs, const Change& change) {
  CorrelationInterval result{.value = std::clamp(correlation, -1.0, 1.0), .pairs = pairs};
  if (pairs < kLeastPairs) return result;
  double squares = 0.0;
  for (std::size_t i = 0; i < pairs; ++i) squares += change(i) * change(i);
  const auto n = static_cast<double>(pairs);
  const double rest = 1.0 - result.value * result.value;
  if (rest < 1e-12) {
    result.low = result.high = result.value;
    return result;
  }
  const double half = kTwoSided95 * std::sqrt(squares / (n * (n - 1.0))) / rest;
  result.low = std::tanh(std::atanh(result.value) - half);
  result.high = std::tanh(std::atanh(result.value) + half);
  return result;
}

}  // namespace

CorrelationInterval pearson_interval(std::span<const double> a, std::span<const double> b) {
  check(a, b);
  if (all_ties(a) || all_ties(b)) return {.pairs = a.size()};
  const std::vector<double> x = centred(a), y = centred(b);
  const Moments moments = moments_of(x, y);
  return around(moments.correlation(), a.size(), [&](std::size_t i) {
    return moments.change(x[i] * y[i] - moments.ab, x[i] * x[i] - moments.aa,
                          y[i] * y[i] - moments.bb);
  });
}

CorrelationInterval spearman_interval(std::span<const double> a, std::span<const double> b) {
  check(a, b);
  if (all_ties(a) || all_ties(b)) return {.pairs = a.size()};
  const Ranking by_a(a), by_b(b);
  const std::vector<double> x = by_a.centred_ranks(), y = by_b.centred_ranks();
  const Moments moments = moments_of(x, y);
  // A pair that weighs more also lifts the rank of everybody above it.
  const auto y_above = by_a.weight_above(y), x_above = by_b.weight_above(x);
  const auto x_above_itself = by_a.weight_above(x), y_above_itself = by_b.weight_above(y);
  return around(moments.correlation(), a.size(), [&](std::size_t i) {
    return moments.change(x[i] * y[i] + y_above[i] + x_above[i] - 3.0 * moments.ab,
                          x[i] * x[i] + 2.0 * x_above_itself[i] - 3.0 * moments.aa,
                          y[i] * y[i] + 2.0 * y_above_itself[i] - 3.0 * moments.bb);
  });
}

}  // namespace grapevine
