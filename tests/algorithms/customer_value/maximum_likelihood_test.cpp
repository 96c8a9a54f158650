#include "algorithms/customer_value/maximum_likelihood.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <limits>

namespace grapevine {
namespace {

TEST_CASE("maximise: a normal log-likelihood has its mean and the inverse of its precision") {
  // Precision 2, 0.5; 0.5, 1 about (3, -1): covariance 1 / 1.75 times 1, -0.5; -0.5, 2.
  const auto likelihood = [](std::span<const double> at) {
    const double x = at[0] - 3.0, y = at[1] + 1.0;
    return LikelihoodValue{7.0 - x * x - 0.5 * x * y - 0.5 * y * y,
                           {-2.0 * x - 0.5 * y, -0.5 * x - y}};
  };
  const Maximum found = maximise(likelihood, {-2.0, 4.0});
  CHECK(found.converged);
  CHECK(found.at[0] == Approx(3.0).epsilon(1e-10));
  CHECK(found.at[1] == Approx(-1.0).epsilon(1e-10));
  CHECK(found.value == Approx(7.0));
  CHECK(found.gradient_norm < 1e-9);
  const double expected[] = {1.0 / 1.75, -0.5 / 1.75, -0.5 / 1.75, 2.0 / 1.75};
  for (std::size_t i = 0; i < 4; ++i)
    CHECK(found.covariance[i] == Approx(expected[i]).epsilon(1e-8));
}

TEST_CASE("maximise: a curved valley (Rosenbrock) is followed to its end") {
  const auto valley = [](std::span<const double> at) {
    const double x = at[0], y = at[1], off = y - x * x;
    return LikelihoodValue{-(1.0 - x) * (1.0 - x) - 100.0 * off * off,
                           {2.0 * (1.0 - x) + 400.0 * x * off, -200.0 * off}};
  };
  const Maximum found = maximise(valley, {-1.2, 1.0});
  CHECK(found.converged);
  CHECK(found.at[0] == Approx(1.0).epsilon(1e-6));
  CHECK(found.at[1] == Approx(1.0).epsilon(1e-6));
}

TEST_CASE("maximise: without a finite maximum it ends within its bound, not converged") {
  const auto slope = [](std::span<const double> at) {
    return LikelihoodValue{at[0] - at[1] * at[1], {1.0, -2.0 * at[1]}};
  };
  const Maximum found = maximise(slope, {0.0, 1.0}, 9.0);
  CHECK_FALSE(found.converged);
  CHECK(found.at[0] <= 9.0);
  CHECK(found.at[0] > 8.0);
  CHECK(found.covariance.empty());
}

TEST_CASE("maximise: places that cannot be computed are gone around, a start like that is told") {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const auto walled = [&](std::span<const double> at) {
    const double x = at[0];
    return x > 2.0 ? LikelihoodValue{nan, {nan}}
                   : LikelihoodValue{-std::cosh(x - 1.9), {-std::sinh(x - 1.9)}};
  };
  const Maximum found = maximise(walled, {-5.0});
  CHECK(found.converged);
  CHECK(found.at[0] == Approx(1.9).epsilon(1e-8));
  const Maximum never = maximise(walled, {3.0});
  CHECK_FALSE(never.converged);
  CHECK(never.at[0] == 3.0);
}

TEST_CASE("maximise: a start on a ridge that is no hilltop is left") {
  // -cos has its minimum at 0, where curvature points the wrong way.
  const auto wave = [](std::span<const double> at) {
    return LikelihoodValue{-std::cos(at[0]), {std::sin(at[0])}};
  };
  const Maximum found = maximise(wave, {1e-3});
  CHECK(found.converged);
  CHECK(found.at[0] == Approx(std::acos(-1.0)).epsilon(1e-8));
}

}  // namespace
}  // namespace grapevine
