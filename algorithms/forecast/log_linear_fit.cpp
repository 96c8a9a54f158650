#include "algorithms/forecast/log_linear_fit.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "algorithms/forecast/log_linear_sums.hpp"
#include "engine/linear/cholesky.hpp"
#include "engine/parallel/loops.hpp"

namespace grapevine {
namespace {

constexpr double kLeastDispersion = 0.05, kMostDispersion = 20.0;
/// So that the intercept alone is not drawn to 0, and the matrix stays positive definite.
constexpr double kInterceptRidge = 1e-6;
constexpr double kMostStep = 2.0, kNear = 0.1, kSettled = 1e-3;
using AddSums = void (*)(const ChunkOfRows&);

void add_plain(const ChunkOfRows& chunk) { add_sums(chunk); }
GRAPEVINE_AVX2 void add_avx2(const ChunkOfRows& chunk) { add_sums(chunk); }
GRAPEVINE_AVX512 void add_avx512(const ChunkOfRows& chunk) { add_sums(chunk); }

AddSums sums_by(VectorSet vectors) {
  if (vectors == VectorSet::Avx512) return add_avx512;
  return vectors == VectorSet::Avx2 ? add_avx2 : add_plain;
}

/// What one pass over the rows adds up.
struct Sums {
  std::vector<double> gradient, curvature;  ///< The latter whole, its lower half filled.
  std::array<double, 2> moments{};          ///< Excess over Poisson's variance, and squared means.

  explicit Sums(std::size_t n) : gradient(n), curvature(n * n) {}

  void add(const Sums& other) {
    for (std::size_t i = 0; i < gradient.size(); ++i) gradient[i] += other.gradient[i];
    for (std::size_t i = 0; i < curvature.size(); ++i) curvature[i] += other.curvature[i];
    for (std::size_t i = 0; i < moments.size(); ++i) moments[i] += other.moments[i];
  }
};

/// Standardised features; those that take part are `kept`.
class Fit {
 public:
  Fit(const FeatureMatrix& z, std::span<const double> counts, const LogLinearOptions& options)
      : z_(z),
        counts_(counts),
        options_(options),
        add_sums_(sums_by(options.vectors)),
        beta_(z.columns + 1) {
    const double total = sum_over(counts.size(), [&](std::size_t i) { return counts[i]; });
    const double rows = std::max(1.0, static_cast<double>(counts.size()));
    beta_[0] = std::log(std::max(total / rows, 1e-6));
    // What never differs would leave the matrix without an inverse where nothing draws it to 0.
    for (std::size_t j = 0; j < z.columns; ++j)
      if (std::ranges::any_of(z.column(j), [](float value) { return value != 0.0F; }))
        kept_.push_back(j);
  }

  void run() {
    maximise();
    while (options_.nonnegative && drop_negative()) maximise();
  }

  std::vector<double> beta_of_all() const { return beta_; }
  double dispersion() const { return dispersion_; }
  int steps() const { return steps_; }
  double last_step() const { return last_step_; }

 private:
  bool drop_negative() {
    const auto dropped = std::erase_if(kept_, [&](std::size_t j) {
      const bool negative = beta_[j + 1] < 0.0;
      if (negative) beta_[j + 1] = 0.0;
      return negative;
    });
    return dropped > 0;
  }

  /// Weights and dispersion in turn until the latter has settled, then the weights alone.
  void maximise() {
    bool settled = false;
    for (int step = 0; step < options_.max_steps; ++step) {
      const Sums sums = pass();
      // The moments of a fit that is still far off say nothing of it.
      if (!settled && step > 0 && last_step_ < kNear) settled = settle_dispersion(sums);
      last_step_ = move(sums);
      ++steps_;
      if (settled && last_step_ <= options_.tolerance) return;
    }
  }

  /// Whether it moves no more.
  bool settle_dispersion(const Sums& sums) {
    const double moments = std::clamp(sums.moments[0] / std::max(sums.moments[1], 1e-300),
                                      kLeastDispersion, kMostDispersion);
    if (std::abs(moments - dispersion_) <= kSettled * dispersion_) return true;
    dispersion_ = moments;
    return false;
  }

  /// A Newton step, no coordinate by more than kMostStep; returns the most that one moved, infinity
  /// where the matrix has no inverse and nothing does.
  double move(const Sums& sums) {
    const std::size_t n = kept_.size() + 1;
    std::vector<double> curvature = sums.curvature, gradient = sums.gradient;
    for (std::size_t i = 0; i < n; ++i) {
      const double ridge = i == 0 ? kInterceptRidge : options_.ridge;
      curvature[i * n + i] += ridge;
      gradient[i] -= ridge * beta_[place(i)];
    }
    std::vector<double> step = solve_positive_definite(std::move(curvature), gradient);
    if (step.empty()) return std::numeric_limits<double>::infinity();
    double most = 0.0;
    for (const double s : step) most = std::max(most, std::abs(s));
    const double scale = most > kMostStep ? kMostStep / most : 1.0;
    for (std::size_t i = 0; i < step.size(); ++i) beta_[place(i)] += scale * step[i];
    return scale * most;
  }

  std::size_t place(std::size_t i) const { return i == 0 ? 0 : kept_[i - 1] + 1; }

  Sums pass() const {
    const std::size_t n = kept_.size() + 1;
    const std::size_t blocks = (z_.rows + kBlockSize - 1) / kBlockSize;
    std::vector<Sums> partial(blocks, Sums(n));
    for_each_block(z_.rows, [&](std::size_t begin, std::size_t end) {
      add_block(begin, end, partial[begin / kBlockSize]);
    });
    Sums sums(n);
    for (const Sums& block : partial) sums.add(block);
    return sums;
  }

  void add_block(std::size_t begin, std::size_t end, Sums& sums) const {
    std::vector<Chunk> z(kept_.size() + 1);
    std::vector<const float*> columns(kept_.size());
    std::vector<double> beta{beta_[0]};
    for (const std::size_t j : kept_) beta.push_back(beta_[j + 1]);
    for (std::size_t first = begin; first < end; first += kChunk) {
      for (std::size_t k = 0; k < kept_.size(); ++k)
        columns[k] = z_.column(kept_[k]).data() + first;
      add_sums_({.rows = std::min(kChunk, end - first),
                 .columns = columns,
                 .beta = beta,
                 .counts = counts_.data() + first,
                 .dispersion = dispersion_,
                 .z = z.data(),
                 .gradient = sums.gradient.data(),
                 .curvature = sums.curvature.data(),
                 .moments = sums.moments.data()});
    }
  }

  const FeatureMatrix& z_;
  std::span<const double> counts_;
  const LogLinearOptions& options_;
  AddSums add_sums_;
  std::vector<double> beta_;  ///< The intercept, then one a feature.
  std::vector<std::size_t> kept_;
  double dispersion_ = 1.0, last_step_ = 0.0;
  int steps_ = 0;
};

void check(const FeatureMatrix& x, std::span<const double> counts) {
  if (x.values.size() != x.rows * x.columns || counts.size() != x.rows)
    throw Error(ErrorCode::BadInput, "log-linear fit", "its lists are of different lengths",
                "give each feature and the counts one number a row");
  for (std::size_t i = 0; i < counts.size(); ++i)
    if (!std::isfinite(counts[i]) || counts[i] < 0.0)
      throw Error(ErrorCode::BadInput, "log-linear fit, row " + std::to_string(i + 1),
                  "a count is " + to_text(counts[i]), "counts are finite and at least 0");
  for (std::size_t i = 0; i < x.values.size(); ++i)
    if (!std::isfinite(x.values[i]))
      throw Error(ErrorCode::BadInput, "log-linear fit, row " + std::to_string(i % x.rows + 1),
                  "a feature is " + to_text(x.values[i]), "features are finite");
}

/// Notes each column's mean, deviation and range in `model`, and standardises it. A column that is
/// the same in all rows becomes 0.
void standardise(FeatureMatrix& x, LogLinearModel& model) {
  const double rows = static_cast<double>(x.rows);
  for (std::size_t j = 0; j < x.columns; ++j) {
    const std::span<float> values = x.column(j);
    const double mean =
        sum_over(x.rows, [&](std::size_t i) { return static_cast<double>(values[i]); }) / rows;
    const double variance = sum_over(x.rows, [&](std::size_t i) {
      return (double{values[i]} - mean) * (double{values[i]} - mean);
    });
    const auto [low, high] = std::ranges::minmax_element(values);
    const double deviation = *low < *high ? std::sqrt(variance / rows) : 0.0;
    model.mean.push_back(mean);
    model.deviation.push_back(deviation);
    model.low.push_back(*low);
    model.high.push_back(*high);
    for_each_index(x.rows, [&](std::size_t i) {
      values[i] =
          deviation > 0.0 ? static_cast<float>((double{values[i]} - mean) / deviation) : 0.0F;
    });
  }
}

}  // namespace

double LogLinearModel::part(std::size_t j, double x) const {
  if (weight[j] == 0.0 || deviation[j] == 0.0) return 0.0;
  return weight[j] * ((std::clamp(x, low[j], high[j]) - mean[j]) / deviation[j]);
}

double LogLinearModel::mean_of(double log_mean) const {
  return std::exp(std::clamp(log_mean, kLeastLog, kMostLog));
}

LogLinearModel fit_log_linear(FeatureMatrix x, std::span<const double> counts,
                              const LogLinearOptions& options) {
  validate(options);
  check(x, counts);
  LogLinearModel model;
  if (x.rows == 0) return model;
  standardise(x, model);
  Fit fit(x, counts, options);
  fit.run();
  const std::vector<double> beta = fit.beta_of_all();
  model.intercept = beta[0];
  model.weight.assign(beta.begin() + 1, beta.end());
  model.dispersion = fit.dispersion();
  model.steps = fit.steps();
  model.last_step = fit.last_step();
  model.converged = model.last_step <= options.tolerance;
  return model;
}

}  // namespace grapevine
