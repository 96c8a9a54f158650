#include "algorithms/attribution/markov_order.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <map>

#include "tests/support/paths.hpp"
#include "tests/support/sanitizer.hpp"

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

/// Held-out likelihood once more, where every count can be dealt evenly to five folds: then each
/// fold learns four fifths of every count. Histories are words, the latest last, `^` the beginning.
class PlainLikelihood {
 public:
  PlainLikelihood(const std::vector<PathRow>& rows, NodeId players) : base_(1.0 / (players + 2.0)) {
    for (const PathRow& row : rows) {
      if (row.steps.empty()) continue;
      Words before = {"^"};
      for (const std::string& step : row.steps) {
        add(before, step, row.conversions + row.nulls);
        before.push_back(step);
      }
      add(before, "+", row.conversions);
      add(before, "-", row.nulls);
    }
  }

  double mean(std::size_t order) const {
    double sum = 0.0, all = 0.0;
    for (const auto& [before, next, weight] : steps_) {
      sum += weight * std::log(chance(before, next, std::min(order, before.size())));
      all += weight;
    }
    return sum / all;
  }

 private:
  using Words = std::vector<std::string>;

  void add(const Words& before, const std::string& next, double weight) {
    if (weight == 0.0) return;
    steps_.emplace_back(before, next, weight);
    for (std::size_t length = 0; length <= before.size(); ++length)
      learnt_[last(before, length)][next] += 0.8 * weight;
  }

  static Words last(const Words& before, std::size_t length) {
    return {before.end() - static_cast<std::ptrdiff_t>(length), before.end()};
  }

  /// Witten and Bell: with the weight of as many events as there are kinds, the shorter history's.
  double chance(const Words& before, const std::string& next, std::size_t length) const {
    const double shorter = length == 0 ? base_ : chance(before, next, length - 1);
    const auto& events = learnt_.at(last(before, length));
    double all = 0.0;
    for (const auto& [event, count] : events) all += count;
    const auto kinds = static_cast<double>(events.size());
    return (events.at(next) + kinds * shorter) / (all + kinds);
  }

  std::vector<std::tuple<Words, std::string, double>> steps_;
  std::map<Words, std::map<std::string, double>> learnt_;
  double base_;
};

TEST_CASE("choose_markov_order: as the definition has it, where folds are alike") {
  for (std::uint64_t seed = 0; seed < testing::cases(500); ++seed) {
    auto rows = testing::random_rows(seed, 9, 8, 4);
    const bool nulls = seed % 3 != 0;
    for (PathRow& row : rows) {
      row.conversions *= 5.0;
      row.nulls *= 5.0;
    }
    rows.push_back({{}, 5.0, 5.0, 5.0});
    const Paths paths = seed % 2 == 0 ? paths_of(rows) : paths_of(rows, {"z"});
    const auto choice = choose_markov_order(paths, nulls, 5, seed);
    if (!nulls)
      for (PathRow& row : rows) row.nulls = 0.0;
    std::erase_if(rows, [](const PathRow& row) { return row.conversions + row.nulls == 0.0; });
    const PlainLikelihood plain(rows, paths.num_players());
    CAPTURE(seed);
    int best = 1;
    for (std::size_t order = 1; order <= 4; ++order) {
      CHECK(choice.log_likelihood[order - 1] == Approx(plain.mean(order)).epsilon(1e-11));
      if (choice.log_likelihood[order - 1] >
          choice.log_likelihood[static_cast<std::size_t>(best - 1)])
        best = static_cast<int>(order);
    }
    CHECK(choice.best == best);
  }
}

TEST_CASE("choose_markov_order: as the definition has it, of more steps than are taken at once") {
  auto rows = testing::random_rows(7, 15'000, 16, 8);
  for (PathRow& row : rows) row.conversions = row.nulls = 5.0;
  const Paths paths = paths_of(rows);
  const PlainLikelihood plain(rows, paths.num_players());
  const auto choice = choose_markov_order(paths);
  for (std::size_t order = 1; order <= 4; ++order)
    CHECK(choice.log_likelihood[order - 1] == Approx(plain.mean(order)).epsilon(1e-11));
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
