#include "algorithms/attribution/coalition_game.hpp"

#include <catch2/catch.hpp>
#include <map>
#include <numeric>
#include <set>

#include "tests/support/errors.hpp"
#include "tests/support/paths.hpp"

namespace grapevine {
namespace {

using testing::error_of;
using testing::PathRow;
using testing::paths_of;

TEST_CASE("coalitions_of: rows by their set of players, whatever order and repetition") {
  const Paths paths = paths_of({{{"b", "a"}, 1.0, 5.0, 1.0},
                                {{"c"}, 2.0, 2.0, 0.0},
                                {{}, 9.0, 9.0, 9.0},
                                {{"a", "b", "a"}, 3.0, 1.0, 2.0}});
  const Coalitions all = coalitions_of(paths);
  REQUIRE(all.size() == 2);
  CHECK(all.members == std::vector<NodeId>{0, 1, 2});
  CHECK(all.conversions == std::vector<double>{4.0, 2.0});
  CHECK(all.value == std::vector<double>{6.0, 2.0});
  CHECK(all.failed == std::vector<double>{3.0, 0.0});
  CHECK(all.row == std::vector<std::size_t>{0, 1});
  CHECK(all.rows == std::vector<std::size_t>{2, 1});
  CHECK(coalitions_of(paths_of({})).size() == 0);
}

/// By the definition, from the rows.
double within(const std::vector<PathRow>& rows, const std::set<std::string>& players) {
  double sum = 0.0;
  for (const PathRow& row : rows)
    if (std::ranges::all_of(row.steps, [&](const auto& step) { return players.contains(step); }))
      sum += row.conversions;
  return sum;
}

TEST_CASE("sums_within, sums_along: of every set, and of the beginnings of an order") {
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    const auto rows = testing::random_rows(seed, 12, 5, 6);
    const Paths paths = paths_of(rows);
    const Coalitions all = coalitions_of(paths);
    const auto n = static_cast<int>(paths.num_players());
    const auto sums = sums_within(all, all.conversions, n);
    for (std::uint32_t set = 0; set < sums.size(); ++set) {
      std::set<std::string> players;
      for (NodeId p = 0; p < paths.num_players(); ++p)
        if (set >> p & 1) players.insert(paths.players->name(p));
      REQUIRE(sums[set] == within(rows, players));
    }
    std::vector<std::uint32_t> order(paths.num_players());
    std::iota(order.begin(), order.end(), 0);
    Random random(seed, 2);
    std::shuffle(order.begin(), order.end(), random);
    std::vector<double> along(order.size(), 7.0);  // whatever stood there
    sums_along(all, all.conversions, order, along);
    std::set<std::string> players;
    for (std::size_t i = 0; i < order.size(); ++i) {
      players.insert(paths.players->name(order[i]));
      REQUIRE(along[i] == within(rows, players));
    }
  }
}

/// The error of rows that are to be a set function.
std::string error(const std::vector<PathRow>& rows) {
  const Paths paths = paths_of(rows);
  return error_of([&] { refuse_no_set_function(paths, coalitions_of(paths)); });
}

TEST_CASE("refuse_no_set_function: a coalition missing, twice, or of nobody is named") {
  const PathRow a{{"a"}}, b{{"b"}}, ab{{"a", "b"}};
  CHECK(error({a, b, ab}).empty());
  CHECK(error({}).empty());
  CHECK(error({a, b, ab, {{}, 0.0, 0.0, 3.0}}).empty());
  CHECK_THAT(error({a, b}), Catch::Contains("the coalition 'a > b' is missing"));
  CHECK_THAT(error({b, ab}), Catch::Contains("the coalition 'a' is missing"));
  CHECK_THAT(error({a, b, ab, {{"b", "a"}}}),
             Catch::Contains("the coalition 'a > b' stands in 2 rows"));
  CHECK_THAT(error({a, {{}, 1.0, 0.0, 0.0}}), Catch::Contains("of nobody has a worth"));
  CHECK_THAT(error({a, {{}, 0.0, 1.0, 0.0}}), Catch::Contains("of nobody has a worth"));
  // No table holds all sets of so many players, and the first that is missing is named.
  for (const int players : {63, 64, 65, 70}) {
    std::vector<PathRow> many;
    for (int i = 10; i < 10 + players; ++i) many.push_back({{"p" + std::to_string(i)}});
    CHECK_THAT(error(many), Catch::Contains("the coalition 'p10 > p11' is missing"));
  }
}

}  // namespace
}  // namespace grapevine
