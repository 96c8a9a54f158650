#include "algorithms/evaluation/rank_correlation.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <vector>

#include "engine/base/error.hpp"
#include "engine/parallel/random.hpp"
#include "tests/support/errors.hpp"

namespace grapevine {
namespace {

using Values = std::vector<double>;

double sign(double x) { return x > 0.0 ? 1.0 : x < 0.0 ? -1.0 : 0.0; }

double plain_tau(const Values& a, const Values& b) {
  double sum = 0.0, told_by_a = 0.0, told_by_b = 0.0;
  for (std::size_t i = 0; i < a.size(); ++i)
    for (std::size_t j = 0; j < i; ++j) {
      const double x = sign(a[i] - a[j]), y = sign(b[i] - b[j]);
      sum += x * y;
      told_by_a += x * x;
      told_by_b += y * y;
    }
  return sum / std::sqrt(told_by_a * told_by_b);
}

TEST_CASE("kendall_tau: the example of scipy's documentation") {
  const Values a = {12, 2, 1, 12, 2}, b = {1, 4, 7, 1, 0};
  CHECK(*kendall_tau(a, b) == Approx(-0.47140452079103173).epsilon(1e-14));
}

TEST_CASE("kendall_tau: equals a count of all pairs, with ties in either list and both") {
  for (std::uint64_t seed = 0; seed < 30; ++seed) {
    Random random(seed, 1);
    Values a, b;
    for (int i = 0; i < 57; ++i) {
      a.push_back(static_cast<double>(random.below(12)));
      b.push_back(static_cast<double>(random.below(9)) + (seed % 2 ? a.back() : 0.0));
    }
    CHECK(*kendall_tau(a, b) == Approx(plain_tau(a, b)).margin(1e-13));
  }
}

TEST_CASE("kendall_tau: 1 with itself, -1 turned round, and nothing for constant lists") {
  const Values a = {3, 1, 2, 9, 4}, turned = {-3, -1, -2, -9, -4}, constant = {1, 1, 1, 1, 1};
  CHECK(*kendall_tau(a, a) == 1.0);
  CHECK(*kendall_tau(a, turned) == -1.0);
  CHECK_FALSE(kendall_tau(a, constant));
  CHECK_FALSE(kendall_tau(constant, a));
  CHECK_FALSE(kendall_tau(Values{}, Values{}));
  CHECK_FALSE(kendall_tau(Values{1}, Values{2}));
}

/// Pearson's correlation of ranks that are counted one value at a time.
double plain_rho(const Values& a, const Values& b) {
  const auto centred = [](const Values& values) {
    Values ranks;
    for (const double x : values) {
      double rank = 0.5;
      for (const double y : values) rank += y < x ? 1.0 : y == x ? 0.5 : 0.0;
      ranks.push_back(rank - 0.5 * static_cast<double>(values.size() + 1));
    }
    return ranks;
  };
  const Values x = centred(a), y = centred(b);
  double xy = 0.0, xx = 0.0, yy = 0.0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    xy += x[i] * y[i];
    xx += x[i] * x[i];
    yy += y[i] * y[i];
  }
  return xy / std::sqrt(xx * yy);
}

TEST_CASE("spearman_rho: the example of scipy's documentation") {
  const Values a = {1, 2, 3, 4, 5}, b = {5, 6, 7, 8, 7};
  CHECK(*spearman_rho(a, b) == Approx(0.82078268166812329).epsilon(1e-14));
}

TEST_CASE("spearman_rho: equals a count of ranks, with ties in either list and both") {
  for (std::uint64_t seed = 0; seed < 30; ++seed) {
    Random random(seed, 2);
    Values a, b;
    for (int i = 0; i < 57; ++i) {
      a.push_back(static_cast<double>(random.below(12)));
      b.push_back(static_cast<double>(random.below(9)) + (seed % 2 ? a.back() : 0.0));
    }
    CHECK(*spearman_rho(a, b) == Approx(plain_rho(a, b)).margin(1e-13));
  }
}

TEST_CASE("spearman_rho: 1 with itself, -1 turned round, nothing for constant lists, no NaN") {
  const Values a = {3, 1, 2, 9, 4, 4}, turned = {-3, -1, -2, -9, -4, -4}, constant(6, 1.0);
  CHECK(*spearman_rho(a, a) == 1.0);
  CHECK(*spearman_rho(a, turned) == -1.0);
  CHECK_FALSE(spearman_rho(a, constant));
  CHECK_FALSE(spearman_rho(constant, a));
  CHECK_FALSE(spearman_rho(Values{}, Values{}));
  CHECK_FALSE(spearman_rho(Values{1}, Values{2}));
  CHECK(testing::error_of([&] {
          spearman_rho(Values{std::nan("")}, Values{1});
        }).starts_with("BadInput evaluation: row 1: a value is"));
}

TEST_CASE("kendall_tau: NaN and lists of different lengths are refused") {
  const Values a = {1, std::nan("")}, b = {1, 2}, c = {1};
  CHECK(testing::error_of([&] {
          kendall_tau(a, b);
        }).starts_with("BadInput evaluation: row 2: a value is"));
  CHECK(testing::error_of([&] {
          kendall_tau(b, c);
        }).starts_with("BadInput evaluation: 2 values beside 1"));
}

}  // namespace
}  // namespace grapevine
