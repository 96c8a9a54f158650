#include "algorithms/influence_maximization/reverse_sets.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <set>

#include "engine/parallel/blocks.hpp"
#include "tests/support/influence_graphs.hpp"
#include "tests/support/live_worlds.hpp"

namespace grapevine {
namespace {

using Model = CascadeModel;

TieChances chances_of(const GraphView& view, const std::string& rule) {
  return {view, read_chance_rule(rule, "weights"), 3};
}

std::vector<double> chance_list(const TieChances& chances) {
  std::vector<double> all;
  for (NodeId u = 0; u < chances.graph().num_nodes(); ++u)
    for (std::size_t i = 0; i < chances.graph().out_degree(u); ++i) all.push_back(chances.of(u, i));
  return all;
}

/// Share of everybody's value that the group reaches, by enumeration.
double exact_share(const TieChances& chances, Model model, std::span<const NodeId> group,
                   std::span<const double> values) {
  const auto activation = testing::exact_activation(chances.graph(), chance_list(chances),
                                                    model == Model::LinearThreshold, group);
  double reached = 0.0, all = 0.0;
  for (std::size_t v = 0; v < activation.size(); ++v) {
    reached += activation[v] * (values.empty() ? 1.0 : values[v]);
    all += values.empty() ? 1.0 : values[v];
  }
  return reached / all;
}

bool agrees(std::uint64_t times, std::uint64_t of, double share) {
  const auto n = static_cast<double>(of);
  return std::abs(static_cast<double>(times) / n - share) <=
         5.0 * std::sqrt(std::max(0.0, share * (1.0 - share)) / n) + 1e-6;
}

std::uint64_t sets_with(const ReverseSets& sets, std::span<const NodeId> group) {
  std::uint64_t met = 0;
  for (std::uint64_t s = 0; s < sets.count; ++s) {
    const auto set = sets.set(s);
    met += std::ranges::find_first_of(set, group) != set.end();
  }
  return met;
}

/// Each person, and a pair, meet as many sets as their exact spread says, kept or only looked at.
void check_law(const Graph& graph, const std::string& rule, Model model,
               std::span<const double> values) {
  const TieChances chances = chances_of(graph, rule);
  const ReverseSampler sampler(chances, model, values, 7);
  ReverseSets sets;
  sampler.add(sets, 20'000, 1);
  std::vector<std::vector<NodeId>> groups;
  for (NodeId v = 0; v < graph.num_nodes(); ++v) groups.push_back({v});
  groups.push_back({0, static_cast<NodeId>(graph.num_nodes() - 1)});
  for (const auto& group : groups) {
    const double share = exact_share(chances, model, group, values);
    Meetings meetings;
    const std::vector<std::vector<NodeId>> pair = {group, {0}};
    sampler.look(meetings, pair, 20'000, 2);
    CAPTURE(rule, group, share, meetings.of(0));
    CHECK(agrees(sets_with(sets, group), sets.count, share));
    CHECK(agrees(meetings.of(0), meetings.sets, share));
    CHECK(meetings.of(0) + meetings.of_first_alone(1, 0) ==
          meetings.of(1) + meetings.of_first_alone(0, 1));
  }
}

TEST_CASE("reverse_sets: people meet the share of sets that enumeration says they reach") {
  const std::vector<double> values = {0.5, 0.0, 3.0, 1.0, 2.0, 0.25};
  for (std::uint64_t seed = 0; seed < 3; ++seed) {
    const Graph plain = testing::random_graph(6, 9, seed),
                weighted = testing::graph_of_chances(6, 9, seed);
    CAPTURE(seed);
    for (const char* rule : {"weighted_cascade", "uniform=0.15", "uniform=0.6", "trivalency"})
      check_law(plain, rule, Model::IndependentCascade, {});
    for (const char* rule : {"weighted_cascade", "uniform=0.1", "trivalency"})
      check_law(plain, rule, Model::LinearThreshold, values);
    check_law(weighted, "column=w", Model::IndependentCascade, values);
    check_law(weighted, "column=w", Model::LinearThreshold, {});
  }
}

TEST_CASE("reverse_sets: a set has each member once, and the drawn person first") {
  const Graph graph = testing::random_graph(300, 3'000, 4);
  const TieChances chances = chances_of(graph, "uniform=0.2");
  ReverseSets sets;
  ReverseSampler(chances, Model::IndependentCascade, {}, 1).add(sets, 1'000, 1);
  CHECK(sets.count == 1'024);
  std::uint64_t members = 0;
  for (std::uint64_t s = 0; s < sets.count; ++s) {
    const auto set = sets.set(s);
    REQUIRE_FALSE(set.empty());
    CHECK(std::set<NodeId>(set.begin(), set.end()).size() == set.size());
    members += set.size();
  }
  CHECK(members == sets.members);
}

TEST_CASE("reverse_sets: sets with a sure person, and large ones, are left out and counted") {
  const Graph graph = testing::cycle(20);
  const TieChances chances = chances_of(graph, "uniform=1");
  const ReverseSampler sampler(chances, Model::IndependentCascade, {}, 1);
  const NodeId sure[] = {5};
  ReverseSets all_met, large;
  sampler.add(all_met, 256, 1, {.sure = sure});
  CHECK(all_met.left_out == 256);
  CHECK(all_met.members == 0);
  sampler.add(large, 256, 1, {.largest = 19});
  CHECK(large.left_out == 256);
  ReverseSets kept;
  sampler.add(kept, 256, 1, {.largest = 20});
  CHECK(kept.left_out == 0);
  CHECK(kept.members == 256 * 20);
  ReverseSets cut;
  sampler.add(cut, 256, 1, {.largest = 9, .cut = true});
  CHECK(cut.left_out == 0);
  CHECK(cut.members == 256 * 10);
}

TEST_CASE("reverse_sets: neither threads nor how they were added change a bit") {
  const Graph graph = testing::random_graph(2'000, 12'000, 9);
  const TieChances chances = chances_of(graph, "weighted_cascade");
  const ReverseSampler sampler(chances, Model::IndependentCascade, {}, 3);
  const auto members_with = [&](std::size_t threads, bool twice) {
    const ThreadLimit limit(threads);
    ReverseSets sets;
    sampler.add(sets, twice ? 2'560 : 5'120, 1);
    if (twice) sampler.add(sets, 2'560, 1);
    std::vector<NodeId> all;
    for (const auto& block : sets.blocks)
      all.insert(all.end(), block.members.begin(), block.members.end());
    return all;
  };
  const auto one = members_with(1, false);
  CHECK(one == members_with(8, false));
  CHECK(one == members_with(8, true));
}

TEST_CASE("reverse_sets: what each of some people adds to those before them, by enumeration") {
  for (const Model model : {Model::IndependentCascade, Model::LinearThreshold})
    for (std::uint64_t seed = 0; seed < 4; ++seed) {
      const Graph graph = testing::graph_of_chances(7, 10, seed);
      const TieChances chances = chances_of(graph, "column=w");
      const std::vector<double> values = {1.0, 0.0, 2.0, 5.0, 0.5, 3.0, 1.0};
      const ReverseSampler sampler(chances, model, values, 7);
      const std::vector<NodeId> people = {3, 0, 6};
      constexpr std::uint64_t kSets = 1 << 15;
      const auto met = sampler.first_met(people, kSets, 5);
      for (std::size_t i = 0; i < people.size(); ++i) {
        const std::span group(people);
        const double share = exact_share(chances, model, group.first(i + 1), values) -
                             (i == 0 ? 0.0 : exact_share(chances, model, group.first(i), values));
        CAPTURE(seed, i, share);
        CHECK(agrees(met[i], kSets, share));
      }
    }
}

TEST_CASE("reverse_sets: an empty group is met by no set, and asks for none to be followed") {
  const Graph graph = testing::random_graph(200, 1'000, 2);
  const TieChances chances = chances_of(graph, "weighted_cascade");
  const ReverseSampler sampler(chances, Model::IndependentCascade, {}, 7);
  const std::vector<std::vector<NodeId>> two = {{}, {1, 2, 3}}, one = {{1, 2, 3}};
  Meetings with_empty, alone;
  sampler.look(with_empty, two, 4'096, 0);
  sampler.look(alone, one, 4'096, 0);
  CHECK(with_empty.of(0) == 0);
  CHECK(with_empty.of(1) == alone.of(0));
  CHECK(with_empty.members == alone.members);
}

}  // namespace
}  // namespace grapevine
