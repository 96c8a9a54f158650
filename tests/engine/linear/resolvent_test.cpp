#include "engine/linear/resolvent.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <numeric>

#include "engine/parallel/loops.hpp"
#include "engine/parallel/random.hpp"

namespace grapevine {
namespace {

SparseRows rows_of(const std::vector<std::vector<std::pair<std::uint32_t, double>>>& rows) {
  SparseRows q;
  for (const auto& row : rows) {
    for (const auto& [column, value] : row) {
      q.column.push_back(column);
      q.value.push_back(value);
    }
    q.first.push_back(q.column.size());
  }
  return q;
}

/// `degree` entries a row, some of them in the same place, that sum to `stay`.
SparseRows random_rows(std::uint64_t seed, std::uint32_t n, int degree, double stay) {
  std::vector<std::vector<std::pair<std::uint32_t, double>>> rows(n);
  Random random(seed, 0);
  for (auto& row : rows) {
    double sum = 0.0;
    for (int k = 0; k < degree; ++k)
      row.emplace_back(static_cast<std::uint32_t>(random.below(n)), 0.1 + random.uniform());
    for (const auto& [column, value] : row) sum += value;
    for (auto& [column, value] : row) value *= stay / sum;
  }
  return rows_of(rows);
}

std::vector<double> random_values(std::uint64_t seed, std::size_t n) {
  Random random(seed, 1);
  std::vector<double> b(n);
  for (double& value : b) value = random.uniform();
  return b;
}

/// Sum of Q^k b, added up until nothing is left.
std::vector<double> by_series(const SparseRows& q, std::vector<double> b) {
  std::vector<double> x = b;
  for (double largest = 1.0; largest > 1e-18;) {
    std::vector<double> next(b.size());
    for (std::size_t i = 0; i < b.size(); ++i)
      for (std::uint64_t e = q.first[i]; e < q.first[i + 1]; ++e)
        next[i] += q.value[e] * b[q.column[e]];
    b = next;
    largest = *std::max_element(b.begin(), b.end());
    for (std::size_t i = 0; i < b.size(); ++i) x[i] += b[i];
  }
  return x;
}

void check_close(std::span<const double> a, std::span<const double> b, double tolerance) {
  REQUIRE(a.size() == b.size());
  double worst = 0.0;
  for (std::size_t i = 0; i < a.size(); ++i)
    worst = std::max(worst, std::abs(a[i] - b[i]) / std::max(1e-300, std::abs(b[i])));
  CHECK(worst <= tolerance);
}

TEST_CASE("resolvent_solve: two states by hand, and no states") {
  // x0 = 1 + x1 / 2, x1 = x0 / 2: x0 = 4/3, x1 = 2/3.
  const SparseRows q = rows_of({{{1, 0.5}}, {{0, 0.5}}});
  const Resolved solved = resolvent_solve(q, std::vector{1.0, 0.0});
  CHECK(solved.x[0] == Approx(4.0 / 3.0).epsilon(1e-15));
  CHECK(solved.x[1] == Approx(2.0 / 3.0).epsilon(1e-15));
  CHECK(solved.converged());
  CHECK(resolvent_solve({}, {}).x.empty());
  CHECK(resolvent_diagonal({}, {}).empty());
}

TEST_CASE("resolvent_solve: the series, whether eliminated or swept") {
  for (const std::uint32_t n : {1u, 7u, 60u, 256u, 257u, 2'000u})
    for (const double stay : {0.0, 0.5, 0.97}) {
      CAPTURE(n, stay);
      const SparseRows q = random_rows(n, n, 4, stay);
      const auto b = random_values(n, n);
      const Resolved solved = resolvent_solve(q, b);
      CHECK(solved.converged());
      check_close(solved.x, by_series(q, b), 1e-11);
      CHECK(*std::min_element(solved.x.begin(), solved.x.end()) >= 0.0);
    }
}

TEST_CASE("resolvent_solve: a walk without cycles takes one sweep and one to see it") {
  std::vector<std::vector<std::pair<std::uint32_t, double>>> rows(100'000);
  for (std::uint32_t i = 0; i + 1 < rows.size(); ++i) rows[i] = {{i + 1, 1.0}};
  std::vector<double> b(rows.size());
  b.back() = 0.25;
  const Resolved solved = resolvent_solve(rows_of(rows), b);
  CHECK(solved.iterations == 2);
  CHECK(solved.x.front() == 0.25);
}

/// Two rings of n states each, which walks leave for good from their first state only, at a chance
/// of 1e-7, to end (first ring) or to the other ring.
SparseRows two_slow_rings(std::uint32_t n) {
  std::vector<std::vector<std::pair<std::uint32_t, double>>> rows(2 * n);
  for (std::uint32_t i = 0; i < n; ++i)
    for (const std::uint32_t ring : {0u, n})
      rows[ring + i] = {{ring + (i + 1) % n, i == 0 ? 1.0 - 1e-7 : 1.0}};
  rows[n].emplace_back(0, 5e-8);
  return rows_of(rows);
}

TEST_CASE("resolvent_solve: who walks for too long is eliminated, or told to have not converged") {
  for (const std::uint32_t n : {200u, 1'600u}) {
    std::vector<double> b(2 * n);
    b[0] = 1e-7;  // all of the first ring end there some day, and half of the other
    const Resolved solved = resolvent_solve(two_slow_rings(n), b);
    CHECK(solved.converged() == (n == 200));
    if (n == 200) CHECK(solved.x[150] == Approx(1.0).epsilon(1e-7));
    if (n == 200) CHECK(solved.x[350] == Approx(0.5).epsilon(1e-7));
  }
}

TEST_CASE("resolvent_solve: walks that mix at once and end after a million steps") {
  const SparseRows q = random_rows(5, 4'000, 8, 1.0 - 1e-6);
  const std::vector<double> b(q.size(), 1e-6);
  const Resolved solved = resolvent_solve(q, b);
  CHECK(solved.converged());
  CHECK(solved.iterations < 1'000);
  for (const double x : solved.x) REQUIRE(x == Approx(1.0).epsilon(1e-8));
}

TEST_CASE("resolvent_diagonal: what solving for each node gives, with 1 and 8 threads") {
  for (const std::uint32_t n : {5u, 200u, 700u, 3'500u}) {
    const SparseRows q = random_rows(3, n, 3, 0.9);
    std::vector<std::uint32_t> nodes = {n - 1, 0, n / 2, 0};
    for (std::uint32_t v = 0; v < std::min(n, 700u); v += 5) nodes.push_back(v);
    const auto with = [&](std::size_t threads) {
      const ThreadLimit limit(threads);
      return resolvent_diagonal(q, nodes);
    };
    const auto diagonal = with(1);
    CHECK(diagonal == with(8));
    for (std::size_t i = 0; i < nodes.size(); ++i) {
      std::vector<double> b(n);
      b[nodes[i]] = 1.0;
      CHECK(diagonal[i] == Approx(resolvent_solve(q, b).x[nodes[i]]).epsilon(1e-11));
      CHECK(diagonal[i] >= 1.0);
    }
  }
}

TEST_CASE("resolvent_diagonal: a walk of many steps") {
  std::vector<std::vector<std::pair<std::uint32_t, double>>> rows(400);
  rows[0] = {{1, 1.0}};
  rows[1] = {{0, 0.9999}};
  rows[2] = {{0, 0.0}, {3, 0.25}};
  const auto diagonal = resolvent_diagonal(rows_of(rows), std::vector<std::uint32_t>{0, 2});
  CHECK(diagonal[0] == Approx(10'000.0).epsilon(1e-8));
  CHECK(diagonal[1] == 1.0);
}

TEST_CASE("transposed: rows become columns, twice is the same") {
  const SparseRows q = rows_of({{{0, 0.1}, {2, 0.2}}, {}, {{0, 0.3}}});
  const SparseRows turned = transposed(q);
  CHECK(turned.first == std::vector<std::uint64_t>{0, 2, 2, 3});
  CHECK(turned.column == std::vector<std::uint32_t>{0, 2, 0});
  CHECK(turned.value == std::vector<double>{0.1, 0.3, 0.2});
  CHECK(transposed(turned).column == q.column);
}

TEST_CASE("successors_first: every row once, and after those it leads to where there is no cycle") {
  const SparseRows q = rows_of({{{2, 0.5}, {1, 0.5}}, {{3, 1.0}}, {{1, 1.0}}, {}});
  CHECK(successors_first(q) == std::vector<std::uint32_t>{3, 1, 2, 0});
  auto order = successors_first(random_rows(1, 500, 3, 1.0));
  std::sort(order.begin(), order.end());
  std::vector<std::uint32_t> all(500);
  std::iota(all.begin(), all.end(), 0);
  CHECK(order == all);
}

}  // namespace
}  // namespace grapevine
