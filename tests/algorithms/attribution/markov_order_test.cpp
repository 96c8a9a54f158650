#include "algorithms/attribution/markov_order.hpp"

#include <catch2/catch.hpp>

#include "tests/support/paths.hpp"

namespace grapevine {
namespace {

using testing::PathRow;
using testing::paths_of;

TEST_CASE("choose_markov_order: nothing to foretell, or nothing to learn from") {
  CHECK(choose_markov_order(paths_of({})).best == 1);
  const auto none = choose_markov_order(paths_of({{{"a"}, 0.0, 0.0, 0.0}}));
  CHECK(none.log_likelihood == std::array<double, 4>{});
  // One journey of two steps, its fold held out: one player, conversion and failure alike.
  const auto alone = choose_markov_order(paths_of({{{"a"}, 1.0, 1.0, 0.0}}));
  for (const double mean : alone.log_likelihood) CHECK(mean == Approx(-std::log(3.0)));
}

TEST_CASE("choose_markov_order: two journeys of one player by hand") {
  // Two folds of one each. Order 0 from one journey (a, conversion): each (1 + 2 / 3) / (2 + 2).
  // After a history seen once with one kind: (1 + P) / 2.
  const auto two = choose_markov_order(paths_of({{{"a"}, 2.0, 1.0, 0.0}}), true, 2);
  const double zero = (1.0 + 2.0 / 3.0) / 4.0, first = (1.0 + zero) / 2.0;
  CHECK(two.log_likelihood[0] == Approx(std::log(first)).epsilon(1e-14));
}

/// A walk whose next of three players depends on the one `lag` steps before; it may end at any.
std::vector<PathRow> lagged(std::size_t lag, std::uint64_t seed) {
  Random random(seed, lag);
  std::vector<PathRow> rows(3'000);
  for (PathRow& row : rows) {
    for (std::size_t i = 0; i == 0 || random.uniform() < 0.9; ++i) {
      const bool free = i < lag || random.uniform() < 0.3;
      row.steps.push_back(free ? std::string(1, static_cast<char>('a' + random.below(3)))
                               : row.steps[i - lag]);
    }
    row.conversions = static_cast<double>(random.below(2));
    row.nulls = 1.0 - row.conversions;
  }
  return rows;
}

TEST_CASE("choose_markov_order: finds how far back a walk looks") {
  for (std::size_t lag = 1; lag <= 4; ++lag)
    CHECK(choose_markov_order(paths_of(lagged(lag, 3))).best == static_cast<int>(lag));
}

TEST_CASE("choose_markov_order: the order of rows, and equal rows merged, change nothing") {
  auto rows = lagged(2, 5);
  for (PathRow& row : rows) row.steps.resize(std::min<std::size_t>(row.steps.size(), 4));
  const auto before = choose_markov_order(paths_of(rows));
  std::reverse(rows.begin(), rows.end());
  const auto after = choose_markov_order(paths_of(rows));
  std::map<std::vector<std::string>, PathRow> merged;
  for (const PathRow& row : rows) {
    PathRow& all = merged.try_emplace(row.steps, PathRow{row.steps, 0.0, 0.0, 0.0}).first->second;
    all.conversions += row.conversions;
    all.nulls += row.nulls;
  }
  std::vector<PathRow> fewer;
  for (const auto& [steps, row] : merged) fewer.push_back(row);
  const auto once = choose_markov_order(paths_of(fewer));
  CHECK(before.log_likelihood == after.log_likelihood);
  CHECK(before.log_likelihood == once.log_likelihood);
}

}  // namespace
}  // namespace grapevine
