#include "algorithms/forecast/log_linear_fit.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>

#include "algorithms/forecast/log_linear_sums.hpp"
#include "engine/parallel/blocks.hpp"
#include "engine/parallel/random.hpp"
#include "tests/support/errors.hpp"
#include "tests/support/vector_sets.hpp"

namespace grapevine {
namespace {

struct Sample {
  FeatureMatrix x;
  std::vector<double> counts;
};

double normal(Random& random) {
  return std::sqrt(-2.0 * std::log(1.0 - random.uniform())) *
         std::cos(6.283185307 * random.uniform());
}

double poisson(double mean, Random& random) {
  double chance = std::exp(-mean), sum = chance, k = 0.0;
  for (const double u = random.uniform(); u > sum && k < 1e4;) {
    chance *= mean / ++k;
    sum += chance;
  }
  return k;
}

/// Counts of mean exp(-1 + sum of weights x features), times a gamma of mean 1 and variance 1/2.
Sample planted(std::size_t rows, const std::vector<double>& weights, std::uint64_t seed) {
  Sample sample{{rows, weights.size(), std::vector<float>(rows * weights.size())}, {}};
  for (std::size_t i = 0; i < rows; ++i) {
    Random random(seed, i);
    double log_mean = -1.0;
    for (std::size_t j = 0; j < weights.size(); ++j) {
      const double value = normal(random);
      sample.x.column(j)[i] = static_cast<float>(value);
      log_mean += weights[j] * value;
    }
    // A gamma of shape 2 is the sum of two exponentials.
    const double gamma = -0.5 * std::log((1.0 - random.uniform()) * (1.0 - random.uniform()));
    sample.counts.push_back(poisson(std::exp(log_mean) * gamma, random));
  }
  return sample;
}

TEST_CASE("log_linear_fit: its exp is that of the library to two units in the last place") {
  Chunk chunk;
  for (double x = kLeastLog; x + 0.000'37 * kLanes <= kMostLog; x += 0.000'37 * kLanes) {
    for (std::size_t l = 0; l < kLanes; ++l) chunk[l] = x + 0.000'37 * static_cast<double>(l);
    const Chunk given = chunk;
    exponentiate(chunk.data());
    for (std::size_t l = 0; l < kLanes; ++l) {
      const double expected = std::exp(given[l]);
      REQUIRE(std::abs(chunk[l] - expected) <= 2.0 * (std::nextafter(expected, 1e300) - expected));
    }
  }
  std::fill_n(chunk.begin(), kLanes, 0.0);
  exponentiate(chunk.data());
  CHECK(chunk[3] == 1.0);
}

TEST_CASE("log_linear_fit: weights and dispersion that were planted come back") {
  const Sample sample = planted(40'000, {0.5, 0.3, 0.0, 0.2}, 7);
  const LogLinearModel model = fit_log_linear(sample.x, sample.counts, {.ridge = 0.0});
  CHECK(model.converged);
  CHECK(model.intercept == Approx(-1.0).margin(0.05));
  for (std::size_t j = 0; j < 4; ++j)
    CHECK(model.weight[j] / model.deviation[j] ==
          Approx(std::vector{0.5, 0.3, 0.0, 0.2}[j]).margin(0.03));
  CHECK(model.dispersion == Approx(0.5).margin(0.1));
}

TEST_CASE("log_linear_fit: where it ends the penalised likelihood has no slope") {
  const Sample sample = planted(3'000, {0.5, -0.4, 0.1}, 3);
  const LogLinearModel model = fit_log_linear(
      sample.x, sample.counts, {.ridge = 10.0, .nonnegative = false, .tolerance = 1e-6});
  double excess = 0.0, squares = 0.0;
  std::vector<double> slope(4);
  for (std::size_t i = 0; i < sample.counts.size(); ++i) {
    double log_mean = model.intercept;
    for (std::size_t j = 0; j < 3; ++j) log_mean += model.part(j, sample.x.column(j)[i]);
    const double mean = model.mean_of(log_mean), error = sample.counts[i] - mean;
    excess += error * error - mean;
    squares += mean * mean;
    const double score = error / (1.0 + model.dispersion * mean);
    slope[0] += score;
    for (std::size_t j = 0; j < 3; ++j)
      slope[j + 1] += score * (sample.x.column(j)[i] - model.mean[j]) / model.deviation[j];
  }
  CHECK(slope[0] == Approx(0.0).margin(1e-3));
  for (std::size_t j = 0; j < 3; ++j)
    CHECK(slope[j + 1] == Approx(10.0 * model.weight[j]).margin(1e-2));
  CHECK(model.dispersion == Approx(excess / squares).epsilon(1e-2));
}

TEST_CASE(
    "log_linear_fit: no weight below 0, and the others as if the dropped had not been there") {
  const Sample sample = planted(5'000, {0.6, -0.5, 0.3}, 11);
  const LogLinearModel all = fit_log_linear(sample.x, sample.counts, {.tolerance = 1e-6});
  REQUIRE(all.weight[1] == 0.0);
  FeatureMatrix kept{5'000, 2, {}};
  for (const std::size_t j : {std::size_t{0}, std::size_t{2}})
    kept.values.insert(kept.values.end(), sample.x.column(j).begin(), sample.x.column(j).end());
  const LogLinearModel fewer = fit_log_linear(kept, sample.counts, {.tolerance = 1e-6});
  CHECK(all.weight[0] == Approx(fewer.weight[0]).epsilon(1e-3));
  CHECK(all.weight[2] == Approx(fewer.weight[1]).epsilon(1e-3));
  CHECK(all.intercept == Approx(fewer.intercept).epsilon(1e-3));
}

TEST_CASE("log_linear_fit: without features the mean, and constant features weigh nothing") {
  const LogLinearModel plain = fit_log_linear({4, 0, {}}, std::vector{1.0, 3.0, 0.0, 4.0});
  CHECK(plain.mean_of(plain.intercept) == Approx(2.0).epsilon(1e-3));
  const LogLinearModel constant =
      fit_log_linear({4, 1, {5.0F, 5.0F, 5.0F, 5.0F}}, std::vector{1.0, 3.0, 0.0, 4.0});
  CHECK(constant.part(0, 1e9) == 0.0);
  CHECK(constant.mean_of(constant.intercept) == Approx(2.0).epsilon(1e-3));
  // Not even where no ridge draws weights to 0.
  const LogLinearModel free =
      fit_log_linear({4, 2, {5.0F, 5.0F, 5.0F, 5.0F, 0.0F, 1.0F, 0.0F, 1.0F}},
                     std::vector{1.0, 3.0, 0.0, 4.0}, {.ridge = 0.0});
  CHECK(free.converged);
  CHECK(free.weight[0] == 0.0);
  CHECK(free.mean_of(free.intercept + free.part(1, 1.0)) == Approx(3.5).epsilon(1e-3));
  CHECK(fit_log_linear({}, {}).weight.empty());
}

TEST_CASE("log_linear_fit: features that cannot be told apart have no fit without a ridge") {
  FeatureMatrix twice{4, 2, {0.0F, 1.0F, 0.0F, 1.0F, 0.0F, 1.0F, 0.0F, 1.0F}};
  const std::vector<double> counts{1.0, 3.0, 0.0, 4.0};
  CHECK_FALSE(fit_log_linear(twice, counts, {.ridge = 0.0}).converged);
  const LogLinearModel shared = fit_log_linear(twice, counts, {.ridge = 0.1});
  CHECK(shared.converged);
  CHECK(shared.weight[0] == Approx(shared.weight[1]));
}

TEST_CASE("log_linear_fit: beyond what was seen, a feature weighs what its bound does") {
  const Sample sample = planted(2'000, {0.8}, 5);
  const LogLinearModel model = fit_log_linear(sample.x, sample.counts);
  CHECK(model.part(0, 1e30) == model.part(0, model.high[0]));
  CHECK(model.part(0, -1e30) == model.part(0, model.low[0]));
}

TEST_CASE("log_linear_fit: counts of nothing but zeros, or of 10^9, give finite numbers") {
  Sample sample = planted(500, {0.5, 0.2}, 2);
  for (const double count : {0.0, 1e9}) {
    std::ranges::fill(sample.counts, count);
    const LogLinearModel model = fit_log_linear(sample.x, sample.counts);
    CHECK(std::isfinite(model.intercept));
    CHECK(std::isfinite(model.dispersion));
    for (const double weight : model.weight) CHECK(std::isfinite(weight));
  }
}

TEST_CASE("log_linear_fit: threads change no bit, nor do vectors") {
  const Sample sample = planted(20'000, {0.5, 0.3, -0.2}, 9);
  std::vector<LogLinearModel> models;
  for (const std::size_t threads : {1U, 2U, 3U, 8U}) {
    const ThreadLimit limit(threads);
    models.push_back(fit_log_linear(sample.x, sample.counts));
  }
  for (const VectorSet vectors : testing::runnable_vector_sets())
    models.push_back(fit_log_linear(sample.x, sample.counts, {.vectors = vectors}));
  for (const LogLinearModel& model : models) {
    CHECK(model.intercept == models.front().intercept);
    CHECK(model.weight == models.front().weight);
    CHECK(model.dispersion == models.front().dispersion);
  }
}

TEST_CASE("log_linear_fit: what is no number is refused by name") {
  const auto refused = [](FeatureMatrix x, std::vector<double> counts) {
    return testing::error_of([&] { fit_log_linear(std::move(x), counts); });
  };
  CHECK(refused({1, 1, {NAN}}, {1.0}) ==
        "BadInput log-linear fit, row 1: a feature is nan; features are finite");
  CHECK(refused({2, 1, {1.0F, 2.0F}}, {1.0, -1.0}) ==
        "BadInput log-linear fit, row 2: a count is -1; counts are finite and at least 0");
  CHECK(refused({2, 1, {1.0F}}, {1.0, 1.0}).find("different lengths") != std::string::npos);
}

}  // namespace
}  // namespace grapevine
