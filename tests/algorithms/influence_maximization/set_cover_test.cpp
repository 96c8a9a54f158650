#include "algorithms/influence_maximization/set_cover.hpp"

#include <bit>
#include <catch2/catch.hpp>
#include <numeric>

#include "tests/support/graphs.hpp"

namespace grapevine {
namespace {

ReverseSets sets_of(const std::vector<std::vector<NodeId>>& all) {
  ReverseSets sets;
  for (const auto& set : all) {
    if (sets.count % ReverseSets::kSetsPerBlock == 0) sets.blocks.emplace_back();
    auto& block = sets.blocks.back();
    block.members.insert(block.members.end(), set.begin(), set.end());
    block.ends.push_back(static_cast<std::uint32_t>(block.members.size()));
    sets.members += set.size();
    ++sets.count;
  }
  return sets;
}

std::vector<std::vector<NodeId>> random_sets(NodeId people, std::size_t count, Random& random) {
  std::vector<std::vector<NodeId>> all(count);
  for (auto& set : all)
    for (NodeId v = 0; v < people; ++v)
      if (random.below(people) < 3) set.push_back(v);
  return all;
}

std::uint64_t met_by(const std::vector<std::vector<NodeId>>& all, std::uint64_t group) {
  return static_cast<std::uint64_t>(std::ranges::count_if(all, [&](const auto& set) {
    return std::ranges::any_of(set, [&](NodeId v) { return (group >> v & 1) != 0; });
  }));
}

/// The most sets that any group within the limits meets.
std::uint64_t best_of_all(const std::vector<std::vector<NodeId>>& all, NodeId people,
                          const SeedLimits& limits) {
  std::uint64_t best = 0;
  for (std::uint64_t group = 0; group < std::uint64_t{1} << people; ++group) {
    double cost = 0.0;
    bool allowed = true;
    for (NodeId v = 0; v < people; ++v)
      if ((group >> v & 1) != 0) {
        cost += limits.cost(v);
        allowed = allowed && limits.may_choose(v);
      }
    if (static_cast<std::size_t>(std::popcount(group)) > limits.most) continue;
    if (allowed && cost <= limits.budget.value_or(cost)) best = std::max(best, met_by(all, group));
  }
  return best;
}

std::uint64_t bits_of(const std::vector<NodeId>& chosen) {
  std::uint64_t bits = 0;
  for (const NodeId v : chosen) bits |= std::uint64_t{1} << v;
  return bits;
}

TEST_CASE("set_cover: the one in most sets first, then what is left, by hand") {
  const auto sets = sets_of({{0, 1}, {0, 2}, {0}, {1}, {2, 3}, {3}});
  const Graph graph = testing::graph_of(5, {});
  const Cover cover = greedy_cover(sets, graph, {.most = 2});
  CHECK(cover.chosen == std::vector<NodeId>{0, 3});
  CHECK(cover.gains == std::vector<std::uint64_t>{3, 2});
  CHECK(cover.covered == 5);
  // 0 and the two sets of 1, 2 or 3 each: no two people meet more than 3 + 2.
  CHECK(cover.most == 5);
}

TEST_CASE("set_cover: whoever is first again once thousands add nothing more is found") {
  // 1,100 people meet the same ten sets; behind them are 1,200 who meet five, and 1,300 who is in
  // two: both add more than who is left of the many.
  std::vector<NodeId> many(1'100);
  std::iota(many.begin(), many.end(), NodeId{0});
  std::vector<std::vector<NodeId>> all(10, many);
  all.insert(all.end(), 5, {1'200});
  all.insert(all.end(), 2, {1'300});
  const Cover cover = greedy_cover(sets_of(all), testing::graph_of(1'400, {}), {.most = 3});
  CHECK(cover.chosen == std::vector<NodeId>{0, 1'200, 1'300});
  CHECK(cover.gains == std::vector<std::uint64_t>{10, 5, 2});
}

/// Whom greedy takes that looks at everybody each time, the lower number where equal.
std::vector<NodeId> plain_greedy(const std::vector<std::vector<NodeId>>& all, NodeId people,
                                 const SeedLimits& limits, std::size_t most) {
  std::vector<NodeId> chosen;
  std::vector<bool> met(all.size());
  while (chosen.size() < most) {
    std::vector<std::uint32_t> gain(people);
    for (std::size_t s = 0; s < all.size(); ++s)
      if (!met[s])
        for (const NodeId v : all[s]) gain[v] += limits.may_choose(v) ? 1 : 0;
    const auto best = static_cast<NodeId>(std::ranges::max_element(gain) - gain.begin());
    if (gain[best] == 0) break;
    chosen.push_back(best);
    for (std::size_t s = 0; s < all.size(); ++s)
      if (std::ranges::find(all[s], best) != all[s].end()) met[s] = true;
  }
  return chosen;
}

TEST_CASE("set_cover: of thousands with few different gains those that plain greedy takes") {
  constexpr NodeId kPeople = 3'000;
  for (std::uint64_t seed = 0; seed < 4; ++seed) {
    Random random(seed, 3);
    std::vector<std::vector<NodeId>> all(1'500 + 500 * seed);
    for (auto& set : all)
      for (int i = 0; i < 6; ++i) {
        const auto v = static_cast<NodeId>(random.below(kPeople));
        if (std::ranges::find(set, v) == set.end()) set.push_back(v);
      }
    SeedLimits limits{.most = 250, .excluded = std::vector<bool>(kPeople)};
    for (NodeId v = 0; v < kPeople; v += 7) limits.excluded[v] = true;
    if (seed % 2 == 1) limits.budget = 180.0;  // of people who cost 1 each
    CAPTURE(seed);
    CHECK(greedy_cover(sets_of(all), testing::graph_of(kPeople, {}), limits).chosen ==
          plain_greedy(all, kPeople, limits, seed % 2 == 1 ? 180 : 250));
  }
}

TEST_CASE("set_cover: where nobody adds a set, those with the most ties are taken") {
  const auto sets = sets_of({{0, 1}, {0}});
  const Graph graph = testing::graph_of(4, {{2, 0}, {3, 0}, {3, 1}});
  const Cover cover = greedy_cover(sets, graph, {.most = 4});
  CHECK(cover.chosen == std::vector<NodeId>{0, 3, 2, 1});
  CHECK(cover.gains == std::vector<std::uint64_t>{2, 0, 0, 0});
}

TEST_CASE("set_cover: sets of the sure are counted, and the sure are chosen first") {
  ReverseSets sets = sets_of({{}, {}, {1}, {2}, {2}});
  sets.left_out = 2;
  const NodeId sure[] = {0};
  const Cover cover = greedy_cover(sets, testing::graph_of(3, {}), {.most = 2}, sure);
  CHECK(cover.chosen == std::vector<NodeId>{0, 2});
  CHECK(cover.covered == 4);
  CHECK(cover.most == 5);  // by 1 and 2, as sets left out count for everybody
}

TEST_CASE("set_cover: within 1 - 1/e of the best group, and the bound is one, by brute force") {
  for (std::uint64_t seed = 0; seed < 60; ++seed) {
    Random random(seed, 1);
    const auto people = static_cast<NodeId>(3 + random.below(9));
    const auto all = random_sets(people, 1 + random.below(600), random);
    SeedLimits limits{.most = 1 + random.below(4)};
    if (seed % 3 == 1) {
      limits.excluded.resize(people);
      limits.excluded[random.below(people)] = true;
    }
    const Cover cover = greedy_cover(sets_of(all), testing::graph_of(people, {}), limits);
    const std::uint64_t best = best_of_all(all, people, limits);
    CAPTURE(seed, people, limits.most, best);
    CHECK(cover.covered == met_by(all, bits_of(cover.chosen)));
    CHECK(std::accumulate(cover.gains.begin(), cover.gains.end(), std::uint64_t{0}) ==
          cover.covered);
    CHECK(cover.chosen.size() <= limits.most);
    CHECK(static_cast<double>(cover.covered) >= (1.0 - std::exp(-1.0)) * static_cast<double>(best));
    CHECK(cover.most >= best);
    for (const NodeId v : cover.chosen) CHECK(limits.may_choose(v));
  }
}

TEST_CASE("set_cover: a budget is kept, and the bound is one of the best that it buys") {
  for (std::uint64_t seed = 0; seed < 60; ++seed) {
    Random random(seed, 2);
    const auto people = static_cast<NodeId>(3 + random.below(8));
    const auto all = random_sets(people, 1 + random.below(300), random);
    std::vector<double> costs(people);
    for (double& cost : costs) cost = 0.5 + 4.0 * random.uniform();
    const SeedLimits limits{.most = people, .budget = 5.0 + 3.0 * random.uniform(), .costs = costs};
    const Cover cover = greedy_cover(sets_of(all), testing::graph_of(people, {}), limits);
    double spent = 0.0;
    for (const NodeId v : cover.chosen) spent += costs[v];
    const std::uint64_t best = best_of_all(all, people, limits);
    CAPTURE(seed, people, spent, best, cover.covered);
    CHECK(spent <= *limits.budget);
    CHECK(cover.most >= best);
    // Half of 1 - 1/e (Khuller, Moss, Naor 1999, The Budgeted Maximum Coverage Problem).
    CHECK(static_cast<double>(cover.covered) >=
          0.5 * (1.0 - std::exp(-1.0)) * static_cast<double>(best));
  }
}

}  // namespace
}  // namespace grapevine
