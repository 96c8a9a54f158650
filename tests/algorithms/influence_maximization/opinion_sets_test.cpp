#include "algorithms/influence_maximization/opinion_sets.hpp"

#include <catch2/catch.hpp>
#include <cmath>

#include "engine/parallel/blocks.hpp"
#include "tests/support/exact_opinions.hpp"

namespace grapevine {
namespace {

constexpr std::uint64_t kLists = 1 << 16;

TieChances signed_chances(const Graph& graph) {
  return {graph, {.kind = ChanceRule::Kind::Column, .negative_ties = NegativeTies::Carry}, 0};
}

/// What of value a group wins less what it sets against, told from lists.
double net_of(const OpinionSets& sets, const std::vector<NodeId>& group, double total) {
  std::int64_t net = 0;
  for (std::size_t s = 0; s < sets.count(); ++s)
    for (const Speaker& speaker : sets.list(s))
      if (std::ranges::find(group, speaker.person) != group.end()) {
        net += speaker.opinion;
        break;
      }
  return total * static_cast<double>(net) / static_cast<double>(sets.count());
}

TEST_CASE("opinion sets: the first of any group in a list decides as the cascades do, enumerated") {
  for (std::uint64_t seed = 0; seed < 10; ++seed) {
    const Graph graph = testing::signed_graph(6, 12, seed);
    const TieChances chances = signed_chances(graph);
    std::vector<double> values(6, 1.0);
    if (seed % 2 == 1) values = {1.0, 0.0, 2.0, 3.0, 0.5, 1.0};
    std::vector<bool> detractors;
    if (seed % 3 == 1) detractors = {false, true, false, true, false, false};
    const OpinionSampler sampler(chances, detractors, values, seed);
    OpinionSets sets;
    sampler.add(sets, kLists, 1);
    CHECK(sets.count() == kLists);
    for (const std::vector<NodeId>& group :
         {std::vector<NodeId>{0}, {1}, {3}, {0, 1}, {2, 4}, {0, 3, 5}}) {
      const double exact = testing::exact_net_spread(chances, detractors, group, values);
      const double told = net_of(sets, group, sampler.total_value());
      CAPTURE(seed, group, exact, told);
      CHECK(std::abs(told - exact) <=
            5.0 * sampler.total_value() / std::sqrt(static_cast<double>(kLists)));
    }
  }
}

TEST_CASE("opinion sets: what is looked at says the same of two groups, and of each in a group") {
  const Graph graph = testing::signed_graph(6, 12, 4);
  const TieChances chances = signed_chances(graph);
  const std::vector<double> values(6, 1.0);
  const std::vector<bool> nobody;
  const OpinionSampler sampler(chances, nobody, {}, 9);
  const std::vector<NodeId> first = {0, 1}, second = {2};
  OpinionCounts counts;
  sampler.look(counts, first, second, kLists, 2);
  CHECK(counts.sets == kLists);
  double net_first = 0.0, net_second = 0.0;
  for (int i = 0; i < 3; ++i)
    for (int j = 0; j < 3; ++j) {
      const auto times = static_cast<double>(counts.times[i][j]);
      net_first += (i - 1) * times / kLists * 6.0;
      net_second += (j - 1) * times / kLists * 6.0;
    }
  const double error = 5.0 * 6.0 / std::sqrt(static_cast<double>(kLists));
  CHECK(std::abs(net_first - testing::exact_net_spread(chances, {}, first, values)) <= error);
  CHECK(std::abs(net_second - testing::exact_net_spread(chances, {}, second, values)) <= error);
  std::int64_t given = 0;
  for (const auto& one : sampler.given_by(first, kLists, 3)) {
    CHECK(static_cast<std::uint64_t>(std::abs(one.net)) <= one.times);
    given += one.net;
  }
  CHECK(std::abs(static_cast<double>(given) / kLists * 6.0 -
                 testing::exact_net_spread(chances, {}, first, values)) <= error);
}

TEST_CASE("opinion sets: where the own word is silent a target is not in its own list") {
  EdgeList edges = testing::edge_list({{0, 1}, {1, 0}});
  edges.columns.sign = {-1, 1};
  const Graph graph = Graph::build(2, std::move(edges));
  const TieChances sure(
      graph,
      {.kind = ChanceRule::Kind::Uniform, .chance = 1.0, .negative_ties = NegativeTies::Carry}, 0);
  const std::vector<bool> nobody;
  const OpinionSampler sampler(sure, nobody, {}, 1, OwnWord::Silent);
  OpinionSets sets;
  sampler.add(sets, 1'024, 0);
  int against = 0;
  for (std::size_t s = 0; s < sets.count(); ++s) {
    REQUIRE(sets.list(s).size() == 1);
    const Speaker speaker = sets.list(s)[0];
    CHECK(speaker.opinion == (speaker.person == 0 ? -1 : 1));  // 0 sets 1 against, 1 wins 0
    against += speaker.opinion < 0;
  }
  CHECK(against == Approx(512).margin(5 * 16));
}

TEST_CASE("opinion sets: long lists are cut, and threads change no bit") {
  constexpr NodeId kPeople = 100'000;
  testing::Ties ties;
  for (NodeId v = 0; v + 1 < kPeople; ++v) ties.emplace_back(v, v + 1);
  const Graph path = testing::graph_of(kPeople, ties);
  const TieChances sure(path, {.kind = ChanceRule::Kind::Uniform, .chance = 1.0}, 0);
  const std::vector<bool> nobody;
  const OpinionSampler sampler(sure, nobody, {}, 0);
  const auto run = [&](std::size_t threads) {
    const ThreadLimit limit(threads);
    OpinionSets sets;
    sampler.add(sets, 512, 0);
    return sets;
  };
  const OpinionSets one = run(1), eight = run(8);
  std::size_t longest = 0;
  for (std::size_t s = 0; s < one.count(); ++s) longest = std::max(longest, one.list(s).size());
  CHECK(longest == OpinionSampler::kLongest);
  CHECK(one.offsets == eight.offsets);
  CHECK(std::ranges::equal(one.speakers, eight.speakers, {}, &Speaker::person, &Speaker::person));
}

}  // namespace
}  // namespace grapevine
