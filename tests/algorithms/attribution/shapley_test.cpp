#include "algorithms/attribution/shapley.hpp"

#include <bit>
#include <catch2/catch.hpp>
#include <mutex>
#include <numeric>
#include <set>

#include "engine/base/error.hpp"
#include "engine/parallel/blocks.hpp"
#include "tests/support/paths.hpp"
#include "tests/support/sanitizer.hpp"

namespace grapevine {
namespace {

using testing::PathRow;
using testing::paths_of;

double sum(const std::vector<double>& values) {
  return std::accumulate(values.begin(), values.end(), 0.0);
}

/// Conversions of paths that need nobody outside of `set`.
double worth(const Paths& paths, std::uint32_t set) {
  double all = 0.0;
  for (std::size_t i = 0; i < paths.num_paths(); ++i) {
    const auto path = paths.path(i);
    if (std::all_of(path.begin(), path.end(), [&](NodeId p) { return set >> p & 1; }))
      all += path.empty() ? 0.0 : paths.conversions[i];
  }
  return all;
}

/// By the definition: the mean gain over all orders in which players may join.
std::vector<double> over_all_orders(int n, const std::function<double(std::uint32_t)>& v) {
  std::vector<int> order(static_cast<std::size_t>(n));
  std::iota(order.begin(), order.end(), 0);
  std::vector<double> gains(order.size());
  double orders = 0.0;
  do {
    std::uint32_t set = 0;
    for (const int p : order) {
      const std::uint32_t joined = set | std::uint32_t{1} << p;
      gains[static_cast<std::size_t>(p)] += v(joined) - v(set);
      set = joined;
    }
    orders += 1.0;
  } while (std::next_permutation(order.begin(), order.end()));
  for (double& gain : gains) gain /= orders;
  return gains;
}

void check_same(const std::vector<double>& a, const std::vector<double>& b) {
  REQUIRE(a.size() == b.size());
  for (std::size_t i = 0; i < a.size(); ++i)
    CHECK(a[i] == Approx(b[i]).epsilon(1e-11).margin(1e-12));
}

TEST_CASE("shapley: each path is split equally over its distinct players") {
  const ShapleyResult result = shapley(paths_of({{{"a", "b", "a"}, 2.0, 10.0, 7.0},
                                                 {{"b"}, 3.0, 4.0, 0.0},
                                                 {{}, 9.0, 9.0, 0.0},
                                                 {{"c"}, 0.0, 0.0, 5.0}}));
  CHECK(result.conversions == std::vector<double>{1.0, 4.0, 0.0});
  CHECK(result.value == std::vector<double>{5.0, 9.0, 0.0});
  CHECK(shapley(paths_of({})).conversions.empty());
}

TEST_CASE("shapley: the mean gain over all orders of up to 6 players") {
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    const Paths paths = paths_of(testing::random_rows(seed, 10, 7, 6));
    const auto n = static_cast<int>(paths.num_players());
    const auto v = [&](std::uint32_t set) { return worth(paths, set); };
    const auto expected = over_all_orders(n, v);
    check_same(shapley(paths).conversions, expected);
    check_same(shapley_exact(n, v), expected);
  }
}

TEST_CASE("shapley: the gains over all sets of 12 players") {
  for (std::uint64_t seed = 0; seed < 8; ++seed) {
    auto rows = testing::random_rows(seed, 40, 12, 12);
    rows.push_back({{"a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l"}, 2.0, 1.0, 0.0});
    const Paths paths = paths_of(rows);
    REQUIRE(paths.num_players() == 12);
    check_same(shapley(paths).conversions,
               shapley_exact(12, [&](std::uint32_t set) { return worth(paths, set); }));
  }
}

TEST_CASE("shapley: PathData sums to its conversions and value") {
  if (!testing::have_shared_data(testing::kPathData)) return;
  const ShapleyResult result = shapley(paths_of(testing::path_data()));
  CHECK(sum(result.conversions) == Approx(19785.0).epsilon(1e-12));
  CHECK(sum(result.value) == Approx(74802.97158721).epsilon(1e-12));
}

TEST_CASE("shapley: efficiency, null player, symmetry, additivity, any order of rows") {
  for (std::uint64_t seed = 0; seed < testing::cases(10'000); ++seed) {
    auto rows = testing::random_rows(seed, 8, 8, 8);
    // x and y are met together only; z is in no path.
    for (std::size_t i = seed % 3; i < rows.size(); i += 2) {
      rows[i].steps.insert(rows[i].steps.begin(), "x");
      rows[i].steps.emplace_back("y");
    }
    const std::vector<std::string> players = {"a", "b", "c", "d", "e", "f",
                                              "g", "h", "x", "y", "z"};
    const ShapleyResult all = shapley(paths_of(rows, players));
    double conversions = 0.0, value = 0.0;
    for (const PathRow& row : rows) {
      conversions += row.conversions;
      value += row.value;
    }
    REQUIRE(sum(all.conversions) == Approx(conversions).epsilon(1e-12));
    REQUIRE(sum(all.value) == Approx(value).epsilon(1e-12));
    REQUIRE(all.conversions[10] == 0.0);
    REQUIRE(all.conversions[8] == all.conversions[9]);
    REQUIRE(all.value[8] == all.value[9]);
    const auto middle = rows.begin() + static_cast<std::ptrdiff_t>(rows.size() / 2);
    const ShapleyResult front = shapley(paths_of({rows.begin(), middle}, players));
    const ShapleyResult back = shapley(paths_of({middle, rows.end()}, players));
    std::reverse(rows.begin(), rows.end());
    const ShapleyResult reversed = shapley(paths_of(rows, players));
    auto heavy = rows;
    for (PathRow& row : heavy) {
      row.conversions *= 2.0;
      row.value *= 2.0;
    }
    auto twice = rows;
    twice.insert(twice.end(), rows.begin(), rows.end());
    const ShapleyResult weighed = shapley(paths_of(heavy, players)),
                        repeated = shapley(paths_of(twice, players));
    for (std::size_t p = 0; p < players.size(); ++p) {
      REQUIRE(front.value[p] + back.value[p] == Approx(all.value[p]).epsilon(1e-12));
      REQUIRE(reversed.value[p] == Approx(all.value[p]).epsilon(1e-12));
      REQUIRE(repeated.value[p] == Approx(weighed.value[p]).epsilon(1e-12));
      REQUIRE(std::min(all.value[p], all.conversions[p]) >= 0.0);
    }
  }
}

TEST_CASE("shapley_exact: a glove market, and no players") {
  // Two left gloves and one right: 1/6, 1/6, 2/3.
  const auto pairs = [](std::uint32_t set) { return (set & 4) && (set & 3) ? 1.0 : 0.0; };
  check_same(shapley_exact(3, pairs), {1.0 / 6.0, 1.0 / 6.0, 2.0 / 3.0});
  CHECK(shapley_exact(0, [](std::uint32_t) { return 0.0; }).empty());
}

TEST_CASE("shapley_exact: any game, as all orders have it") {
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    Random random(seed, 3);
    const int n = 1 + static_cast<int>(random.below(6));
    std::vector<double> v(std::size_t{1} << n);
    for (std::size_t set = 1; set < v.size(); ++set) v[set] = random.uniform() - 0.3;
    const auto game = [&](std::uint32_t set) { return v[set]; };
    check_same(shapley_exact(n, game), over_all_orders(n, game));
  }
}

/// The worth of each beginning of an order, in a game of sets.
ValueOfOrder order_of(const std::function<double(std::uint32_t)>& v) {
  return [v](std::span<const std::uint32_t> order, std::span<double> values) {
    std::uint32_t set = 0;
    for (std::size_t i = 0; i < order.size(); ++i)
      values[i] = v(set |= std::uint32_t{1} << order[i]);
  };
}

TEST_CASE("shapley_sampled: within its errors of the exact value, which it sums to") {
  const auto game = [](std::uint32_t set) {
    return std::sqrt(static_cast<double>((set & 1) + (set >> 1 & 1) * 3 + (set >> 2 & 3)));
  };
  const auto exact = shapley_exact(4, game);
  const SampledShapley sampled = shapley_sampled(4, order_of(game), 20'000, 1);
  CHECK(sum(sampled.mean) == Approx(game(15)).epsilon(1e-12));
  for (std::size_t p = 0; p < 4; ++p) {
    CHECK(sampled.standard_error[p] > 0.0);
    CHECK(sampled.standard_error[p] < 0.01);
    CHECK(std::abs(sampled.mean[p] - exact[p]) < 4.5 * sampled.standard_error[p]);
  }
}

TEST_CASE("shapley_sampled: errors tell how far means are off, over many seeds") {
  const auto pairs = [](std::uint32_t set) { return (set & 4) && (set & 3) ? 1.0 : 0.0; };
  double squares = 0.0;
  for (std::uint64_t seed = 0; seed < 1'000; ++seed) {
    const SampledShapley s = shapley_sampled(3, order_of(pairs), 300, seed);
    squares += std::pow((s.mean[0] - 1.0 / 6.0) / s.standard_error[0], 2);
  }
  CHECK(squares / 1'000.0 == Approx(1.0).margin(0.2));  // its own error is about 0.05
}

TEST_CASE("shapley_sampled: mean and error are those of all gains together") {
  const auto game = [](std::uint32_t set) { return 1.0 / (1.0 + set % 7); };
  constexpr std::uint64_t kOrders = 20'000;
  std::mutex mutex;
  std::vector<double> gains;  // of player 0
  const auto tell = [&](std::span<const std::uint32_t> order, std::span<double> values) {
    order_of(game)(order, values);
    const auto place = static_cast<std::size_t>(std::ranges::find(order, 0U) - order.begin());
    const std::lock_guard lock(mutex);
    gains.push_back(values[place] - (place == 0 ? 0.0 : values[place - 1]));
  };
  const SampledShapley sampled = shapley_sampled(5, tell, kOrders, 3);
  REQUIRE(gains.size() == kOrders);
  const double mean = sum(gains) / kOrders;
  double squares = 0.0;
  for (const double gain : gains) squares += (gain - mean) * (gain - mean);
  CHECK(sampled.mean[0] == Approx(mean).epsilon(1e-12));
  CHECK(sampled.standard_error[0] ==
        Approx(std::sqrt(squares / (kOrders - 1.0) / kOrders)).epsilon(1e-10));
}

TEST_CASE("shapley_sampled: 1 and 8 threads give the same bits, and one permutation no error") {
  const auto game = order_of([](std::uint32_t set) { return 1.0 / (1.0 + set % 7); });
  const auto with = [&](std::size_t threads) {
    const ThreadLimit limit(threads);
    return shapley_sampled(10, game, 1'000, 3);
  };
  CHECK(with(1).mean == with(8).mean);
  CHECK(with(1).standard_error == with(8).standard_error);
  CHECK(std::isnan(shapley_sampled(2, game, 1, 3).standard_error[0]));
}

/// Journeys whose players are all in the set, and which of them convert: conversions or value.
double rate(const Paths& paths, std::uint32_t set, const std::vector<double>& worth) {
  double converted = 0.0, all = 0.0;
  for (std::size_t i = 0; i < paths.num_paths(); ++i) {
    const auto path = paths.path(i);
    if (path.empty() || !std::ranges::all_of(path, [&](NodeId p) { return set >> p & 1; }))
      continue;
    converted += worth[i];
    all += paths.conversions[i] + paths.nulls[i];
  }
  return all > 0.0 ? converted / all : 0.0;
}

double journeys_with_steps(const Paths& paths) {
  double all = 0.0;
  for (std::size_t i = 0; i < paths.num_paths(); ++i)
    if (!paths.path(i).empty()) all += paths.conversions[i] + paths.nulls[i];
  return all;
}

ShapleyResult of_rate(const Paths& paths) {
  return shapley(paths, {.game = ShapleyGame::ConversionRate});
}

TEST_CASE("shapley of the conversion rate: the mean gain over all orders, times the journeys") {
  bool some_negative = false;
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    const Paths paths = paths_of(testing::random_rows(seed, 10, 5, 6));
    const ShapleyResult result = of_rate(paths);
    const double journeys = journeys_with_steps(paths);
    for (const auto& [worth, credits] :
         {std::pair(&paths.conversions, &result.conversions), {&paths.value, &result.value}}) {
      auto expected =
          over_all_orders(static_cast<int>(paths.num_players()),
                          [&, w = worth](std::uint32_t set) { return rate(paths, set, *w); });
      for (double& gain : expected) gain *= journeys;
      check_same(*credits, expected);
    }
    CHECK(result.low == result.conversions);
    CHECK(result.permutations == 0);
    some_negative |= std::ranges::min(result.conversions) < 0.0;
  }
  CHECK(some_negative);  // who lowers the rate of others pays for it
}

TEST_CASE("shapley of the conversion rate: efficiency, null player, symmetry, order of rows") {
  for (std::uint64_t seed = 0; seed < 10'000; ++seed) {
    auto rows = testing::random_rows(seed, 8, 5, 5);
    // x and y are met together only; z is in no path.
    for (std::size_t i = seed % 3; i < rows.size(); i += 2) {
      rows[i].steps.insert(rows[i].steps.begin(), "x");
      rows[i].steps.emplace_back("y");
    }
    const std::vector<std::string> players = {"a", "b", "c", "d", "e", "x", "y", "z"};
    const Paths paths = paths_of(rows, players);
    const ShapleyResult all = of_rate(paths);
    REQUIRE(sum(all.conversions) == Approx(sum(paths.conversions)).epsilon(1e-11));
    REQUIRE(sum(all.value) == Approx(sum(paths.value)).epsilon(1e-11));
    REQUIRE(all.conversions[7] == 0.0);
    REQUIRE(all.conversions[5] == Approx(all.conversions[6]).epsilon(1e-11).margin(1e-11));
    std::reverse(rows.begin(), rows.end());
    const ShapleyResult reversed = of_rate(paths_of(rows, players));
    for (std::size_t p = 0; p < players.size(); ++p)
      REQUIRE(reversed.value[p] == Approx(all.value[p]).epsilon(1e-11).margin(1e-10));
  }
}

TEST_CASE("shapley of the conversion rate: nothing converted, no players, empty paths") {
  CHECK(of_rate(paths_of({})).conversions.empty());
  CHECK(of_rate(paths_of({{{}, 4.0, 4.0, 1.0}})).conversions.empty());
  CHECK(of_rate(paths_of({{{"a"}, 0.0, 0.0, 3.0}})).conversions == std::vector<double>{0.0});
  // An empty path is nobody's: it changes no rate.
  CHECK(of_rate(paths_of({{{"a"}, 1.0, 2.0, 3.0}, {{}, 4.0, 4.0, 1.0}})).conversions ==
        std::vector<double>{1.0});
}

/// A path for each set of n players but the empty one, with what it is worth.
std::vector<PathRow> set_function(int n, const std::function<double(std::uint32_t)>& v) {
  std::vector<PathRow> rows;
  for (std::uint32_t set = 1; set < std::uint32_t{1} << n; ++set) {
    rows.push_back({{}, v(set), 2.0 * v(set), 1.0});
    for (int p = 0; p < n; ++p)
      if (set >> p & 1) rows.back().steps.push_back(std::string(1, static_cast<char>('a' + p)));
  }
  return rows;
}

TEST_CASE("shapley of coalitions: any set function, as all orders have it") {
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    Random random(seed, 5);
    const int n = 1 + static_cast<int>(random.below(6));
    std::vector<double> v(std::size_t{1} << n);
    for (std::size_t set = 1; set < v.size(); ++set) v[set] = random.uniform();
    const auto game = [&](std::uint32_t set) { return v[set]; };
    auto rows = set_function(n, game);
    std::shuffle(rows.begin(), rows.end(), random);
    const ShapleyResult result = shapley(paths_of(rows), {.game = ShapleyGame::Coalitions});
    auto expected = over_all_orders(n, game);
    check_same(result.conversions, expected);
    for (double& gain : expected) gain *= 2.0;
    check_same(result.value, expected);
    rows.erase(rows.begin());
    if (n > 1) CHECK_THROWS_AS(shapley(paths_of(rows), {.game = ShapleyGame::Coalitions}), Error);
  }
}

/// Weighted gains over all sets of 13 players, written out here: the library's ends at 12.
std::vector<double> over_all_sets(int n, const std::function<double(std::uint32_t)>& v) {
  std::vector<double> shares(static_cast<std::size_t>(n));
  for (std::uint32_t set = 0; set < std::uint32_t{1} << n; ++set)
    for (int p = 0; p < n; ++p) {
      if (set >> p & 1) continue;
      double orders = 1.0 / n;  // 1 / (n * binomial(n - 1, |set|))
      const int k = std::popcount(set);
      for (int i = 1; i <= k; ++i) orders *= static_cast<double>(i) / (n - i);
      shares[static_cast<std::size_t>(p)] += orders * (v(set | std::uint32_t{1} << p) - v(set));
    }
  return shares;
}

void check_sampled(const Paths& paths, ShapleyGame game, const std::vector<double>& exact) {
  std::size_t inside = 0, all = 0;
  for (const std::uint64_t seed : {1U, 2U, 3U, 4U}) {
    const ShapleyResult result =
        shapley(paths, {.game = game, .permutations = 2'000, .seed = seed});
    CHECK((result.facts() == Facts{{"permutations", "2000"}}));
    for (std::size_t p = 0; p < exact.size(); ++p) {
      CHECK(std::abs(result.conversions[p] - exact[p]) <= 4.0 * result.standard_error[p] + 1e-12);
      CHECK(result.high[p] - result.low[p] ==
            Approx(2.0 * 1.96 * result.standard_error[p]).epsilon(1e-4));
      inside += result.low[p] <= exact[p] && exact[p] <= result.high[p] ? 1 : 0;
      ++all;
    }
  }
  CHECK(static_cast<double>(inside) >= 0.8 * static_cast<double>(all));
}

TEST_CASE("shapley of 13 players: drawn orders lie within four standard errors of the exact") {
  auto rows = testing::random_rows(3, 60, 4, 13);
  rows.push_back(
      {{"a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l", "m"}, 1.0, 1.0, 2.0});
  const Paths paths = paths_of(rows);
  REQUIRE(paths.num_players() == 13);
  auto exact =
      over_all_sets(13, [&](std::uint32_t set) { return rate(paths, set, paths.conversions); });
  for (double& gain : exact) gain *= journeys_with_steps(paths);
  check_sampled(paths, ShapleyGame::ConversionRate, exact);
  CHECK(sum(of_rate(paths).conversions) == Approx(sum(paths.conversions)).epsilon(1e-11));
  const auto game = [](std::uint32_t set) {
    return std::sqrt(std::popcount(set & 0x1555) + (set & 2 ? 6.0 : 0.0));
  };
  check_sampled(paths_of(set_function(13, game)), ShapleyGame::Coalitions, over_all_sets(13, game));
}

}  // namespace
}  // namespace grapevine
