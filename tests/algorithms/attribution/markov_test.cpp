#include "algorithms/attribution/markov.hpp"

#include <catch2/catch.hpp>
#include <numeric>
#include <set>

#include "algorithms/attribution/markov_order.hpp"
#include "engine/parallel/blocks.hpp"
#include "tests/support/errors.hpp"
#include "tests/support/paths.hpp"
#include "tests/support/sanitizer.hpp"

namespace grapevine {
namespace {

using testing::path_data;
using testing::PathRow;
using testing::paths_of;

double sum(const std::vector<double>& values) {
  return std::accumulate(values.begin(), values.end(), 0.0);
}

/// The chain once more, by other means: states by name, removal by deleting states.
class Oracle {
 public:
  Oracle(const std::vector<PathRow>& rows, std::size_t order, bool nulls) {
    for (const PathRow& row : rows) {
      const double weight = row.conversions + (nulls ? row.nulls : 0.0);
      if (row.steps.empty() || weight == 0.0) continue;
      std::size_t at = 0;  // the start
      const std::size_t length = std::min(order, row.steps.size());
      for (std::size_t end = length; end <= row.steps.size(); ++end) {
        const auto last = row.steps.begin() + static_cast<std::ptrdiff_t>(end);
        const std::size_t next = state({last - static_cast<std::ptrdiff_t>(length), last});
        moves_[at][next] += weight;
        leaves_[at] += weight;
        at = next;
      }
      leaves_[at] += weight;
      converts_[at] += row.conversions;
      value_[at] += row.value;
    }
  }

  std::size_t num_states() const { return grams_.size() - 1; }

  struct Worth {
    double conversions, value;
  };

  /// Expected of a walk from the start when `removed` is gone: Gauss-Jordan with exchange of rows.
  Worth dense(const std::string& removed) const {
    const std::size_t n = grams_.size();
    std::vector<std::vector<double>> a(n, std::vector<double>(n + 2));
    for (std::size_t s = 0; s < n; ++s) {
      a[s][s] = 1.0;
      if (gone(s, removed) || leaves_[s] == 0.0) continue;
      for (const auto& [to, weight] : moves_[s]) a[s][to] -= weight / leaves_[s];
      a[s][n] = converts_[s] / leaves_[s];
      a[s][n + 1] = value_[s] / leaves_[s];
    }
    for (std::size_t k = 0; k < n; ++k) {
      std::size_t pivot = k;
      for (std::size_t i = k; i < n; ++i)
        if (std::abs(a[i][k]) > std::abs(a[pivot][k])) pivot = i;
      std::swap(a[k], a[pivot]);
      for (std::size_t i = k + 1; i < n; ++i) {
        const double factor = a[i][k] / a[k][k];
        if (factor == 0.0) continue;
        for (std::size_t j = k; j < n + 2; ++j) a[i][j] -= factor * a[k][j];
      }
    }
    for (std::size_t k = n; k-- > 0;)
      for (std::size_t r = n; r < n + 2; ++r) {
        for (std::size_t j = k + 1; j < n; ++j) a[k][r] -= a[k][j] * a[j][r];
        a[k][r] /= a[k][k];
      }
    return {a[0][n], a[0][n + 1]};
  }

  /// The same by plain iteration from nothing.
  Worth iterated(const std::string& removed, int times) const {
    std::vector<Worth> x(grams_.size(), {0.0, 0.0});
    for (int i = 0; i < times; ++i) {
      std::vector<Worth> next(x.size(), {0.0, 0.0});
      for (std::size_t s = 0; s < x.size(); ++s) {
        if (gone(s, removed) || leaves_[s] == 0.0) continue;
        next[s] = {converts_[s], value_[s]};
        for (const auto& [to, weight] : moves_[s]) {
          next[s].conversions += weight * x[to].conversions;
          next[s].value += weight * x[to].value;
        }
        next[s].conversions /= leaves_[s];
        next[s].value /= leaves_[s];
      }
      x.swap(next);
    }
    return x[0];
  }

 private:
  std::size_t state(const std::vector<std::string>& gram) {
    const auto [found, added] = places_.emplace(gram, grams_.size());
    if (added) add(gram);
    return found->second;
  }

  void add(const std::vector<std::string>& gram) {
    grams_.push_back(gram);
    moves_.emplace_back();
    for (auto* all : {&leaves_, &converts_, &value_}) all->push_back(0.0);
  }

  bool gone(std::size_t s, const std::string& removed) const {
    return std::find(grams_[s].begin(), grams_[s].end(), removed) != grams_[s].end();
  }

  std::map<std::vector<std::string>, std::size_t> places_;
  std::vector<std::vector<std::string>> grams_ = {{}};
  std::vector<std::map<std::size_t, double>> moves_ = {{}};
  std::vector<double> leaves_ = {0.0}, converts_ = {0.0}, value_ = {0.0};
};

struct Golden {
  const char* channel;
  double effect, credit, effect_value, credit_value, credit_without_nulls;
};

// Solved with numpy by (I - Q)^-1 from the same file.
constexpr Golden kGoldens[] = {
    {"alpha", .558399490, 5344.947682, .522985590, 18799.170626, 5260.069561},
    {"iota", .405835004, 3884.614702, .416694279, 14978.437288, 3899.246228},
    {"eta", .349026332, 3340.847402, .361425043, 12991.736667, 3347.765891},
    {"beta", .264038536, 2527.352167, .269511071, 9687.809216, 2585.406272},
    {"theta", .206010463, 1971.912880, .208954437, 7511.048475, 1938.846090},
    {"lambda", .134022123, 1282.847223, .143068471, 5142.720297, 1295.482152},
    {"epsilon", .062638582, 599.570650, .065338633, 2348.653825, 604.831524},
    {"zeta", .039810518, 381.062553, .040858745, 1468.703015, 394.521465},
    {"kappa", .028663387, 274.363256, .031605651, 1136.092538, 276.651119},
    {"gamma", .017879974, 171.145443, .020008886, 719.236746, 176.028054},
    {"delta", .000481996, 4.613618, .000387204, 13.918384, 4.258673},
    {"mi", .000179946, 1.722425, .000151464, 5.444509, 1.892970}};

TEST_CASE("markov: PathData, order 1, as solved elsewhere") {
  if (!testing::have_shared_data(testing::kPathData)) return;
  const Paths paths = paths_of(path_data());
  const MarkovResult all = markov(paths), converted = markov(paths, {.nulls = false});
  const auto at = [&](const std::vector<double>& column, const char* channel) {
    return column[*paths.players->find(std::string_view(channel))];
  };
  for (const Golden& golden : kGoldens) {
    CAPTURE(golden.channel);
    CHECK(std::abs(at(all.removal_effect, golden.channel) - golden.effect) < 1e-9);
    CHECK(std::abs(at(all.conversions, golden.channel) - golden.credit) < 1e-6);
    CHECK(std::abs(at(all.removal_effect_value, golden.channel) - golden.effect_value) < 1e-9);
    CHECK(std::abs(at(all.value, golden.channel) - golden.credit_value) < 1e-6);
    CHECK(std::abs(at(converted.conversions, golden.channel) - golden.credit_without_nulls) < 1e-6);
  }
  CHECK(paths.num_players() == std::size(kGoldens));
  CHECK(all.p_conversion == Approx(19785.0 / 88387.0).epsilon(1e-14));
  CHECK(sum(all.conversions) == Approx(19785.0).epsilon(1e-13));
  CHECK(sum(all.value) == Approx(74802.97158721).epsilon(1e-12));
}

TEST_CASE("markov: PathData, orders 2 to 4, as a dense solve or plain iteration has it") {
  if (!testing::have_shared_data(testing::kPathData)) return;
  const auto rows = path_data();
  const Paths paths = paths_of(rows);
  constexpr std::size_t kStates[] = {0, 12, 120, 933, 3975};
  for (int order = 2; order <= 4; ++order) {
    const Oracle oracle(rows, static_cast<std::size_t>(order), true);
    const MarkovResult result = markov(paths, {.order = order});
    CHECK(result.states == kStates[order]);
    CHECK(oracle.num_states() == kStates[order]);
    CHECK(result.residual <= 1e-12);
    const auto worth = [&](const std::string& removed) {
      return order > (testing::kSlowBuild ? 2 : 3) ? oracle.iterated(removed, 400)
                                                   : oracle.dense(removed);
    };
    const auto all = worth("");
    for (NodeId player = 0; player < paths.num_players(); ++player) {
      const std::string name = paths.players->name(player);
      if (order > 2 && name != "alpha" && name != "iota" && name != "mi") continue;
      CAPTURE(order, name);
      const auto without = worth(name);
      CHECK(std::abs(result.removal_effect[player] -
                     (1.0 - without.conversions / all.conversions)) < 1e-10);
      CHECK(std::abs(result.removal_effect_value[player] - (1.0 - without.value / all.value)) <
            1e-10);
    }
  }
}

TEST_CASE("markov: random files, every order, as a dense solve has them") {
  for (std::uint64_t seed = 0; seed < (testing::kSlowBuild ? 240 : 2'400); ++seed) {
    const auto rows = testing::random_rows(seed, 12, 7, 6);
    const int order = 1 + static_cast<int>(seed % 4);
    const bool nulls = seed % 3 != 0;
    const Paths paths = paths_of(rows, {"z"});
    const MarkovResult result = markov(paths, {.order = order, .nulls = nulls});
    const Oracle oracle(rows, static_cast<std::size_t>(order), nulls);
    const auto all = oracle.dense("");
    double conversions = 0.0, value = 0.0;
    for (const PathRow& row : rows) {
      conversions += row.conversions;
      value += row.value;
    }
    CAPTURE(seed, order, nulls);
    CHECK(result.states == oracle.num_states());
    CHECK(result.p_conversion == Approx(all.conversions).epsilon(1e-12));
    CHECK(sum(result.conversions) == Approx(conversions).epsilon(1e-12));
    CHECK(sum(result.value) == Approx(value).epsilon(1e-12));
    for (NodeId player = 0; player < paths.num_players(); ++player) {
      const auto without = oracle.dense(paths.players->name(player));
      const double effect = result.removal_effect[player];
      CHECK((effect >= 0.0 && effect <= 1.0));
      CHECK(std::abs(effect - (1.0 - without.conversions / all.conversions)) < 1e-11);
      CHECK(std::abs(result.removal_effect_value[player] - (1.0 - without.value / all.value)) <
            1e-11);
    }
    CHECK(result.removal_effect[*paths.players->find(std::string_view("z"))] == 0.0);
    CHECK(result.conversions[*paths.players->find(std::string_view("z"))] == 0.0);
  }
}

TEST_CASE("markov: an order as long as the paths loses the conversions that met the player") {
  for (std::uint64_t seed = 0; seed < 500; ++seed) {
    const auto rows = testing::random_rows(seed, 15, 4, 5);
    const Paths paths = paths_of(rows);
    const MarkovResult result = markov(paths, {.order = 4});
    for (NodeId player = 0; player < paths.num_players(); ++player) {
      double met = 0.0, all = 0.0;
      for (const PathRow& row : rows) {
        all += row.conversions;
        if (std::count(row.steps.begin(), row.steps.end(), paths.players->name(player)))
          met += row.conversions;
      }
      CHECK(result.removal_effect[player] == Approx(met / all).epsilon(1e-13).margin(1e-15));
    }
  }
}

void check_same(const std::vector<double>& a, const std::vector<double>& b, double factor = 1.0) {
  REQUIRE(a.size() == b.size());
  for (std::size_t i = 0; i < a.size(); ++i)
    CHECK(a[i] == Approx(factor * b[i]).epsilon(1e-12).margin(1e-14));
}

TEST_CASE(
    "markov: a file twice doubles credits and leaves effects, and rows may come in any order") {
  for (std::uint64_t seed = 0; seed < testing::cases(10'000); ++seed) {
    auto rows = testing::random_rows(seed, 20, 8, 6);
    const MarkovOptions options{.order = 1 + static_cast<int>(seed % 4)};
    const MarkovResult once = markov(paths_of(rows), options);
    std::reverse(rows.begin(), rows.end());
    const MarkovResult reversed = markov(paths_of(rows), options);
    const auto copy = rows;
    rows.insert(rows.end(), copy.begin(), copy.end());
    const MarkovResult twice = markov(paths_of(rows), options);
    check_same(reversed.removal_effect_value, once.removal_effect_value);
    check_same(reversed.value, once.value);
    check_same(twice.removal_effect, once.removal_effect);
    check_same(twice.conversions, once.conversions, 2.0);
    check_same(twice.value, once.value, 2.0);
  }
}

TEST_CASE("markov: sums, null players, twins, and no negative credit, in 10,000 files") {
  std::size_t wrong = 0;
  for (std::uint64_t seed = 0; seed < testing::cases(10'000); ++seed) {
    auto rows = testing::random_rows(seed, 8, 6, 5);
    // y stands wherever x does, and x wherever y does; z is in no path.
    const std::size_t drawn = rows.size();
    for (std::size_t i = seed % 2; i < drawn; i += 2) {
      PathRow other = rows[i];
      rows[i].steps.insert(rows[i].steps.begin(), "x");
      other.steps.insert(other.steps.begin(), "y");
      rows.push_back(other);
    }
    const MarkovOptions options{.order = 1 + static_cast<int>(seed % 4), .nulls = seed % 3 != 0};
    const Paths paths = paths_of(rows, {"x", "y", "z"});
    const MarkovResult result = markov(paths, options);
    const auto place = [&](const char* id) { return *paths.players->find(std::string_view(id)); };
    double conversions = 0.0, value = 0.0;
    for (const PathRow& row : rows) {
      conversions += row.conversions;
      value += row.value;
    }
    const NodeId x = place("x"), y = place("y"), z = place("z");
    bool right = std::abs(sum(result.conversions) - conversions) <= 1e-12 * conversions &&
                 std::abs(sum(result.value) - value) <= 1e-12 * value &&
                 result.conversions[z] == 0.0 && result.value[z] == 0.0;
    for (const auto* column : {&result.removal_effect, &result.removal_effect_value}) {
      right = right && std::abs((*column)[x] - (*column)[y]) <= 1e-12 && (*column)[z] == 0.0;
      for (const double effect : *column) right = right && effect >= 0.0 && effect <= 1.0;
    }
    for (const auto* column : {&result.conversions, &result.value})
      for (const double credit : *column) right = right && credit >= 0.0;
    wrong += !right;
  }
  CHECK(wrong == 0);
}

TEST_CASE("markov: other names for players change no effect") {
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    auto rows = testing::random_rows(seed, 20, 8, 6);
    const MarkovOptions options{.order = 1 + static_cast<int>(seed % 4)};
    const Paths paths = paths_of(rows);
    const MarkovResult before = markov(paths, options);
    for (PathRow& row : rows)
      for (std::string& step : row.steps)
        step = std::string(1, static_cast<char>('z' - step[0] + 'a'));
    const Paths renamed = paths_of(rows);
    const MarkovResult after = markov(renamed, options);
    const std::size_t n = before.removal_effect.size();
    for (std::size_t i = 0; i < n; ++i)  // the names are in the opposite order now
      CHECK(after.removal_effect[n - 1 - i] ==
            Approx(before.removal_effect[i]).epsilon(1e-12).margin(1e-14));
  }
}

/// 300 players, so that players go in several blocks and chains of order 1 are not eliminated.
Paths many_players() {
  Random random(4, 4);
  std::vector<PathRow> rows(3'000);
  for (PathRow& row : rows) {
    row.steps.resize(1 + random.below(6));
    for (std::string& step : row.steps)
      step = std::to_string(100 + random.below(1 + random.below(300)));
    row.conversions = static_cast<double>(random.below(2));
    row.value = row.conversions * random.uniform();
    row.nulls = static_cast<double>(random.below(4));
  }
  return paths_of(rows);
}

TEST_CASE("markov: 1 and 8 threads give the same bits, and many players what elimination gives") {
  const Paths paths = many_players();
  for (const int order : {1, 2}) {
    const auto with = [&](std::size_t threads) {
      const ThreadLimit limit(threads);
      return markov(paths, {.order = order});
    };
    const MarkovResult one = with(1), eight = with(8);
    CHECK(one.removal_effect == eight.removal_effect);
    CHECK(one.value == eight.value);
    CHECK((one.facts() == eight.facts()));
    CHECK(one.tables.front().table.equals(eight.tables.front().table));
    CHECK(one.residual <= 1e-12);
  }
  std::vector<PathRow> rows;
  for (std::size_t i = 0; i < paths.num_paths(); ++i) {
    rows.push_back({{}, paths.conversions[i], paths.value[i], paths.nulls[i]});
    for (const NodeId player : paths.path(i))
      rows.back().steps.push_back(paths.players->name(player));
  }
  const Oracle oracle(rows, 1, true);
  const MarkovResult result = markov(paths);
  const auto all = oracle.dense("");
  for (const NodeId player : {0u, 7u, 250u})
    CHECK(result.removal_effect[player] ==
          Approx(1.0 - oracle.dense(paths.players->name(player)).conversions / all.conversions)
              .margin(1e-11));
}

TEST_CASE("markov: nothing, nothing converted, empty paths and a single step") {
  for (int order = 1; order <= 4; ++order) {
    const MarkovResult nothing = markov(paths_of({}), {.order = order});
    CHECK(nothing.conversions.empty());
    CHECK(nothing.p_conversion == 0.0);
    const MarkovResult failed = markov(paths_of({{{"a", "b"}, 0.0, 0.0, 3.0}}), {.order = order});
    CHECK(failed.conversions == std::vector<double>{0.0, 0.0});
    CHECK(failed.removal_effect == std::vector<double>{0.0, 0.0});
    CHECK(failed.removal_effect_value == std::vector<double>{0.0, 0.0});
    CHECK(failed.p_conversion == 0.0);
    const MarkovResult empty =
        markov(paths_of({{{}, 5.0, 5.0, 5.0}, {{"a"}, 2.0, 0.0, 2.0}}, {"b"}), {.order = order});
    CHECK(empty.conversions == std::vector<double>{2.0, 0.0});
    CHECK(empty.value == std::vector<double>{0.0, 0.0});  // no conversion brought any
    CHECK(empty.removal_effect == std::vector<double>{1.0, 0.0});
    CHECK(empty.p_conversion == 0.5);
  }
}

TEST_CASE("markov: paths of 100,000 steps, of one player, of two in turn, and of many") {
  constexpr int kSteps = testing::kSlowBuild ? 10'000 : 100'000;
  Random random(9, 9);
  for (int kind = 0; kind < 3; ++kind)
    for (int order = 1; order <= 3; ++order) {
      PathRow row;
      for (int i = 0; i < kSteps; ++i) {
        const auto player = kind == 2 ? random.below(20) : static_cast<std::uint64_t>(kind * i % 2);
        row.steps.push_back(std::string(1, static_cast<char>('a' + player)));
      }
      CAPTURE(kind, order);
      const MarkovResult result = markov(paths_of({row}), {.order = order, .nulls = false});
      CHECK(result.residual <= 1e-12);
      for (const double effect : result.removal_effect) {
        CHECK((effect > 0.99 && effect <= 1.0));
        if (kind < 2) CHECK(effect == Approx(1.0).epsilon(1e-9));
      }
      CHECK(sum(result.conversions) == Approx(1.0).epsilon(1e-12));
    }
}

namespace {

/// One path along `players` players and back, `rounds` times, which then converts.
Paths to_and_fro(NodeId players, int rounds) {
  Paths paths;
  std::vector<std::int64_t> ids(players);
  std::iota(ids.begin(), ids.end(), 0);
  paths.players = std::make_shared<const IdIndex>(IdIndex::from_integers(ids));
  paths.steps = {0};
  for (int round = 0; round < rounds; ++round) {
    for (NodeId p = 1; p < players; ++p) paths.steps.push_back(p);
    for (NodeId p = players - 1; p-- > 0;) paths.steps.push_back(p);
  }
  paths.first_step.push_back(paths.steps.size());
  paths.conversions = {1.0};
  paths.value = {5.0};
  paths.nulls = {0.0};
  return paths;
}

}  // namespace

TEST_CASE("markov: a walk to and fro, which is the gambler's ruin") {
  constexpr NodeId kPlayers = testing::kSlowBuild ? 300 : 800;
  constexpr int kRounds = 60;
  const MarkovResult result = markov(to_and_fro(kPlayers, kRounds), {.order = 1});
  CHECK(result.residual <= 1e-12);
  // From player 1 the walk meets player c before 0 with chance 1 / c (Feller 1968, XIV.2); at 0 it
  // goes on with chance `stays`, else it converts.
  const double stays = kRounds / (kRounds + 1.0);
  for (NodeId c = 1; c < kPlayers; c += 37) {
    const double reach = 1.0 / c;
    CAPTURE(c);
    CHECK(result.removal_effect[c] ==
          Approx(stays * reach / (1.0 - stays * (1.0 - reach))).epsilon(1e-9));
  }
  CHECK(result.removal_effect[0] == Approx(1.0).epsilon(1e-12));
}

TEST_CASE("markov: players whom long walks seldom meet, as a dense solve has them") {
  std::vector<PathRow> rows = {{{}, 1.0, 7.0, 0.0}, {{"d", "b", "a"}, 2.0, 3.0, 1.0}};
  for (int round = 0; round < 1'500; ++round)
    for (const char* player : {"a", "b"}) rows[0].steps.emplace_back(player);
  rows[0].steps.emplace_back("c");
  rows.push_back({{"b", "c"}, 1.0, 1.0, 5.0});
  for (int order = 2; order <= 4; ++order) {
    const Paths paths = paths_of(rows);
    const MarkovResult result = markov(paths, {.order = order});
    CHECK(result.iterations > 2'000);  // sweeps did not settle
    CHECK(result.residual <= 1e-12);
    const Oracle oracle(rows, static_cast<std::size_t>(order), true);
    const auto all = oracle.dense("");
    for (NodeId player = 0; player < paths.num_players(); ++player) {
      CAPTURE(order, player);
      const auto without = oracle.dense(paths.players->name(player));
      CHECK(std::abs(result.removal_effect[player] -
                     (1.0 - without.conversions / all.conversions)) < 1e-9);
      CHECK(std::abs(result.removal_effect_value[player] - (1.0 - without.value / all.value)) <
            1e-9);
    }
  }
}

TEST_CASE("markov: walks that come to no end are refused by name") {
  const std::string error = testing::error_of([] { markov(to_and_fro(3'500, 14), {}); });
  CHECK_THAT(error, Catch::StartsWith("BadInput paths: walks through the 3500 states of a chain of "
                                      "order 1 are too long to settle"));
}

TEST_CASE("markov: the transitions of a small file") {
  const MarkovResult result =
      markov(paths_of({{{"a", "b"}, 1.0, 4.0, 1.0}, {{"b"}, 0.0, 0.0, 2.0}}), {.order = 1});
  REQUIRE(result.tables.size() == 1);
  CHECK(result.tables.front().name == "transitions");
  const Table& table = result.tables.front().table;
  CHECK(table.texts("from") == std::vector<std::string>{"(start)", "(start)", "a", "b", "b"});
  CHECK(table.texts("to") == std::vector<std::string>{"a", "b", "b", "(conversion)", "(null)"});
  CHECK(table.doubles("weight") == std::vector<double>{2.0, 2.0, 2.0, 1.0, 3.0});
  CHECK(table.doubles("probability") == std::vector<double>{0.5, 0.5, 1.0, 0.25, 0.75});
  const auto facts = result.facts();
  CHECK(facts.at(0) == std::pair<std::string, std::string>("order", "1"));
  CHECK(facts.at(1) == std::pair<std::string, std::string>("states", "2"));
  CHECK(facts.at(2) == std::pair<std::string, std::string>("p_conversion", "0.25"));
}

TEST_CASE("markov: order 0 is the one that foretells held-out journeys best") {
  const Paths paths = paths_of(testing::random_rows(1, 200, 9, 4));
  const MarkovResult chosen = markov(paths, {.order = 0});
  const int best = choose_markov_order(paths).best;
  CHECK(chosen.order == best);
  CHECK(chosen.removal_effect == markov(paths, {.order = best}).removal_effect);
  REQUIRE(chosen.tables.size() == 2);
  CHECK(chosen.tables.front().name == "orders");
  CHECK(chosen.tables.front().table.integers("order") == std::vector<std::int64_t>{1, 2, 3, 4});
  CHECK(chosen.tables.front().table.num_rows() == 4);
  CHECK(chosen.facts().front().second == std::to_string(best));
}

}  // namespace
}  // namespace grapevine
