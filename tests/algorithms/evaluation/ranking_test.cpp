#include "algorithms/evaluation/ranking.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <limits>
#include <numeric>

#include "engine/base/error.hpp"
#include "engine/parallel/blocks.hpp"
#include "engine/parallel/random.hpp"
#include "tests/support/errors.hpp"

namespace grapevine {
namespace {

using Values = std::vector<double>;

struct Cell {
  Values score, outcome;
};

/// Scores from few values, so that ties are common; most outcomes are 0.
Cell random_cell(std::uint64_t seed, std::size_t n) {
  Random random(seed, 7);
  Cell cell;
  for (std::size_t i = 0; i < n; ++i) {
    cell.score.push_back(static_cast<double>(random.below(n / 3 + 1)) / 4.0 - 1.0);
    cell.outcome.push_back(random.below(4) == 0 ? static_cast<double>(random.below(5)) : 0.0);
  }
  return cell;
}

RankedOutcomes ranked(const Cell& cell) { return rank_outcomes(cell.score, cell.outcome); }

double plain_area(const Cell& cell) {
  double in_order = 0.0, pairs = 0.0;
  for (std::size_t i = 0; i < cell.score.size(); ++i)
    for (std::size_t j = 0; j < cell.score.size(); ++j) {
      if (!(cell.outcome[i] > 0.0 && cell.outcome[j] == 0.0)) continue;
      pairs += 1.0;
      in_order += cell.score[i] > cell.score[j] ? 1.0 : cell.score[i] == cell.score[j] ? 0.5 : 0.0;
    }
  return in_order / pairs;
}

/// Mean of positives and value among the first `k` over every order of up to 8 people that the
/// scores allow.
std::pair<double, double> mean_over_orders(const Cell& cell, std::size_t k) {
  std::vector<std::size_t> order(cell.score.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  double positives = 0.0, value = 0.0, orders = 0.0;
  do {
    const auto worse = [&](std::size_t a, std::size_t b) { return cell.score[a] < cell.score[b]; };
    if (!std::is_sorted(order.rbegin(), order.rend(), worse)) continue;
    orders += 1.0;
    for (std::size_t i = 0; i < k; ++i) {
      positives += cell.outcome[order[i]] > 0.0;
      value += cell.outcome[order[i]];
    }
  } while (std::ranges::next_permutation(order).found);
  return {positives / orders, value / orders};
}

TEST_CASE("ranking: the example of scikit-learn's documentation") {
  const Values score = {0.1, 0.4, 0.35, 0.8}, outcome = {0, 0, 1, 1};
  const RankedOutcomes list = rank_outcomes(score, outcome);
  CHECK(*area_under_roc(list) == 0.75);
  CHECK(*average_precision(list) == Approx(0.8333333333).epsilon(1e-9));
}

TEST_CASE("ranking: the area equals a count of all pairs, ties half") {
  for (std::uint64_t seed = 0; seed < 30; ++seed) {
    const Cell cell = random_cell(seed, 40);
    CHECK(*area_under_roc(ranked(cell)) == Approx(plain_area(cell)).epsilon(1e-12));
  }
}

TEST_CASE("ranking: precision, lift and capture are means over all orders of tied people") {
  for (std::uint64_t seed = 0; seed < 6; ++seed) {
    Cell cell = random_cell(seed, 8);
    cell.outcome[0] = 2.0;
    for (std::size_t k = 1; k <= 8; ++k) {
      const auto [positives, value] = mean_over_orders(cell, k);
      const RankedOutcomes list = ranked(cell);
      const auto places_taken = static_cast<std::int64_t>(k);
      const double precision = positives / static_cast<double>(k);
      CHECK(*precision_at(list, places_taken) == Approx(precision).margin(1e-12));
      CHECK(*captured_value_at(list, places_taken) == Approx(value / list.value).margin(1e-12));
      CHECK(*lift_at(list, places_taken) ==
            Approx(precision * 8.0 / static_cast<double>(list.positives)).margin(1e-12));
    }
  }
}

TEST_CASE("ranking: a score turned round mirrors the area, and all ties say nothing") {
  Cell cell = random_cell(3, 200);
  const double area = *area_under_roc(ranked(cell));
  for (double& s : cell.score) s = -s;
  CHECK(*area_under_roc(ranked(cell)) == Approx(1.0 - area).epsilon(1e-12));
  std::ranges::fill(cell.score, 5.0);
  CHECK(*area_under_roc(ranked(cell)) == 0.5);
  CHECK(*lift_at(ranked(cell), 10) == Approx(1.0).epsilon(1e-12));
}

TEST_CASE("ranking: the order of rows and the number of threads change no bit") {
  const Cell cell = random_cell(11, 100'000);
  Cell turned = cell;
  std::ranges::reverse(turned.score);
  std::ranges::reverse(turned.outcome);
  for (double& o : turned.outcome) o /= 3.0;
  Cell straight = cell;
  for (double& o : straight.outcome) o /= 3.0;
  const ThreadLimit one(1);
  const RankedOutcomes a = ranked(straight);
  const ThreadLimit eight(8);
  const RankedOutcomes b = ranked(turned);
  CHECK(*area_under_roc(a) == *area_under_roc(b));
  CHECK(*average_precision(a) == *average_precision(b));
  CHECK(*captured_value_at(a, 777) == *captured_value_at(b, 777));
}

TEST_CASE("ranking: what nothing can be said of is nothing, not zero") {
  const RankedOutcomes none = rank_outcomes({}, {});
  CHECK_FALSE(area_under_roc(none));
  CHECK_FALSE(average_precision(none));
  CHECK_FALSE(precision_at(none, 10));
  CHECK_FALSE(captured_value_at(none, 10));
  const Values score = {2, 1}, lost = {0, 0}, won = {1, 1};
  CHECK_FALSE(area_under_roc(rank_outcomes(score, lost)));
  CHECK_FALSE(area_under_roc(rank_outcomes(score, won)));
  CHECK_FALSE(lift_at(rank_outcomes(score, lost), 1));
  CHECK(*precision_at(rank_outcomes(score, lost), 1) == 0.0);
  CHECK(*precision_at(rank_outcomes(score, won), 10) == 1.0);
}

TEST_CASE("ranking: a share of a list is rounded up to places") {
  const Values values(150, 1.0);
  const RankedOutcomes list = rank_outcomes(values, values);
  CHECK(places(list, 0.01) == 2);
  CHECK(places(list, 0.05) == 8);
  CHECK(places(list, 1.0) == 150);
}

TEST_CASE("ranking: numbers are refused by row") {
  const double nan = std::nan(""), infinite = std::numeric_limits<double>::infinity();
  const auto refused = [](Values score, Values outcome) {
    return testing::error_of([&] { rank_outcomes(score, outcome); });
  };
  CHECK(refused({1, nan}, {0, 0}).starts_with("BadInput evaluation: row 2: the score is nan"));
  CHECK(refused({1, 2}, {-1, 0}).starts_with("BadInput evaluation: row 1: the outcome is -1"));
  CHECK(
      refused({1, 2}, {0, infinite}).starts_with("BadInput evaluation: row 2: the outcome is inf"));
  CHECK(refused({1, 2}, {1e308, 1e308})
            .starts_with("BadInput evaluation: the outcomes sum to infinity"));
  CHECK(refused({1}, {}).starts_with("BadInput evaluation: 1 scores beside 0 outcomes"));
}

}  // namespace
}  // namespace grapevine
