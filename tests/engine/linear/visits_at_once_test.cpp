#include "engine/linear/visits_at_once.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <numeric>

#include "engine/parallel/random.hpp"

namespace grapevine {
namespace {

/// Rows of `degree` entries, some in the same place and some on the diagonal, that sum to `stay`.
SparseRows random_rows(std::uint64_t seed, std::uint32_t n, int degree, double stay) {
  SparseRows q;
  Random random(seed, 0);
  for (std::uint32_t i = 0; i < n; ++i) {
    for (int k = 0; k < degree; ++k) {
      q.column.push_back(static_cast<std::uint32_t>(random.below(n)));
      q.value.push_back(stay / degree);
    }
    q.first.push_back(q.column.size());
  }
  return q;
}

std::optional<std::array<double, 8>> found(const SparseRows& q,
                                           const std::vector<std::uint32_t>& nodes) {
  const SparseRows into = transposed(q);
  auto order = successors_first(q);
  std::ranges::reverse(order);
  return VisitsAtOnce(into, order).find(nodes);
}

TEST_CASE("visits_at_once: what solving for each node gives") {
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    const SparseRows q = random_rows(seed, 40, 3, seed % 2 == 0 ? 0.7 : 0.9);
    std::vector<std::uint32_t> nodes(1 + seed % 8);
    std::iota(nodes.begin(), nodes.end(), static_cast<std::uint32_t>(seed % 30));
    const auto visits = found(q, nodes);
    REQUIRE(visits);
    for (std::size_t k = 0; k < nodes.size(); ++k) {
      std::vector<double> unit(q.size());
      unit[nodes[k]] = 1.0;
      CHECK((*visits)[k] == Approx(resolvent_solve(q, unit).x[nodes[k]]).epsilon(1e-13));
    }
  }
}

TEST_CASE("visits_at_once: by hand, and walks that go on for too long") {
  // 0 stays with a half: two visits. 1 and 2 lead to each other with a half: 1 / (1 - 1/4).
  const SparseRows q{{0, 1, 2, 3}, {0, 2, 1}, {0.5, 0.5, 0.5}};
  const auto visits = found(q, {0, 1, 2});
  REQUIRE(visits);
  CHECK((*visits)[0] == 2.0);
  CHECK((*visits)[1] == Approx(4.0 / 3.0).epsilon(1e-15));
  CHECK((*visits)[2] == Approx(4.0 / 3.0).epsilon(1e-15));
  const SparseRows slow{{0, 1, 2}, {1, 0}, {0.9999, 0.9999}};
  CHECK_FALSE(found(slow, {0, 1}));
}

TEST_CASE("resolvent_diagonal: the same where walks reach most states, eight at once or each") {
  const std::uint32_t n = 3'001;  // beyond elimination
  const SparseRows q = random_rows(1, n, 4, 0.6);
  std::vector<std::uint32_t> all(64);
  std::iota(all.begin(), all.end(), 100);
  const auto together = resolvent_diagonal(q, all);
  for (std::size_t i = 0; i < all.size(); ++i) {
    const auto alone = resolvent_diagonal(q, std::span(all).subspan(i, 1));
    REQUIRE(together[i] == Approx(alone[0]).epsilon(1e-12));
  }
}

}  // namespace
}  // namespace grapevine
