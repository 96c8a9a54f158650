#include "engine/linear/cholesky.hpp"

#include <catch2/catch.hpp>
#include <cmath>

#include "engine/parallel/random.hpp"
#include "tests/support/sanitizer.hpp"

namespace grapevine {
namespace {

TEST_CASE("cholesky: a small system solved by hand") {
  const std::vector<double> x =
      solve_positive_definite({4.0, 2.0, 2.0, 3.0}, std::vector{2.0, 5.0});
  REQUIRE(x.size() == 2);
  CHECK(x[0] == Approx(-0.5));
  CHECK(x[1] == Approx(2.0));
  CHECK(solve_positive_definite({}, {}).empty());
}

TEST_CASE("cholesky: what it solves, the matrix gives back") {
  for (std::uint64_t seed = 0; seed < testing::cases(200); ++seed) {
    Random random(seed, 0);
    const std::size_t n = 1 + seed % 12;
    std::vector<double> root(n * n), a(n * n), b(n);
    for (double& value : root) value = random.uniform() - 0.5;
    for (double& value : b) value = random.uniform() - 0.5;
    for (std::size_t i = 0; i < n; ++i)
      for (std::size_t j = 0; j < n; ++j) {
        for (std::size_t k = 0; k < n; ++k) a[i * n + j] += root[i * n + k] * root[j * n + k];
        if (i == j) a[i * n + j] += 0.1;
      }
    const std::vector<double> x = solve_positive_definite(a, b);
    REQUIRE(x.size() == n);
    for (std::size_t i = 0; i < n; ++i) {
      double product = 0.0;
      for (std::size_t j = 0; j < n; ++j) product += a[i * n + j] * x[j];
      CHECK(product == Approx(b[i]).margin(1e-9));
    }
  }
}

TEST_CASE("cholesky: a matrix that is not positive definite has no solution") {
  CHECK(solve_positive_definite({1.0, 2.0, 2.0, 1.0}, std::vector{1.0, 1.0}).empty());
  CHECK(solve_positive_definite({0.0}, std::vector{1.0}).empty());
  CHECK(solve_positive_definite({std::nan("")}, std::vector{1.0}).empty());
}

}  // namespace
}  // namespace grapevine
