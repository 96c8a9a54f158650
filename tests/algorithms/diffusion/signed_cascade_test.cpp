#include "algorithms/diffusion/signed_cascade.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>

#include "engine/parallel/blocks.hpp"
#include "tests/support/exact_opinions.hpp"

namespace grapevine {
namespace {

constexpr std::uint64_t kRuns = 40'000;

TieChances signed_chances(const Graph& graph) {
  return {graph, {.kind = ChanceRule::Kind::Column, .negative_ties = NegativeTies::Carry}, 0};
}

/// A share of runs is as near the chance as five standard errors.
void check_share(std::uint64_t times, double chance) {
  const double share = static_cast<double>(times) / kRuns;
  CHECK(std::abs(share - chance) <=
        5.0 * std::sqrt(std::max(0.0, chance * (1.0 - chance)) / kRuns) + 1e-6);
}

TEST_CASE("simulate_signed_spread: on graphs of 12 ties it equals the enumeration of all worlds") {
  for (std::uint64_t seed = 0; seed < 12; ++seed) {
    const Graph graph = testing::signed_graph(6, 12, seed);
    const TieChances chances = signed_chances(graph);
    std::vector<bool> detractors;
    if (seed % 2 == 1) detractors = {false, true, false, false, true, false};
    const std::vector<NodeId> seeds = {0, 1};
    const auto exact = testing::exact_opinions(chances, detractors, seeds);
    const auto simulated = simulate_signed_spread(chances, detractors, seeds, kRuns, seed);
    double net = 0.0;
    for (NodeId v = 0; v < 6; ++v) {
      CAPTURE(seed, v, exact.for_it[v], exact.against[v]);
      check_share(simulated.times_for[v], exact.for_it[v]);
      check_share(simulated.times_against[v], exact.against[v]);
      net += exact.for_it[v] - exact.against[v];
    }
    CHECK(std::abs(simulated.people.mean - net) <= 5.0 * simulated.people.standard_error + 1e-6);
    CHECK(simulated.people.mean ==
          Approx(simulated.people_for.mean - simulated.people_against.mean));
  }
}

TEST_CASE("simulate_signed_spread: the enemy of an enemy is a friend, by hand") {
  EdgeList edges = testing::edge_list({{0, 1}, {1, 2}, {2, 3}});
  edges.columns.sign = {-1, -1, 1};
  const Graph graph = Graph::build(4, std::move(edges));
  const TieChances sure(
      graph,
      {.kind = ChanceRule::Kind::Uniform, .chance = 1.0, .negative_ties = NegativeTies::Carry}, 0);
  const std::vector<NodeId> seeds = {0};
  const auto all = simulate_signed_spread(sure, {}, seeds, 100, 1);
  CHECK(all.times_for == std::vector<std::uint64_t>{100, 0, 100, 100});
  CHECK(all.times_against == std::vector<std::uint64_t>{0, 100, 0, 0});
  CHECK(all.people.mean == 2.0);
  CHECK(all.people.standard_error == 0.0);
  // A detractor in the way speaks against, whoever reaches them.
  const auto against = simulate_signed_spread(sure, {false, false, true, false}, seeds, 100, 1);
  CHECK(against.times_against == std::vector<std::uint64_t>{0, 100, 100, 100});
}

TEST_CASE("simulate_signed_spread: of two who arrive at once each decides half the time") {
  EdgeList edges = testing::edge_list({{0, 2}, {1, 2}});
  edges.columns.sign = {1, -1};
  const Graph graph = Graph::build(3, std::move(edges));
  const TieChances sure(
      graph,
      {.kind = ChanceRule::Kind::Uniform, .chance = 1.0, .negative_ties = NegativeTies::Carry}, 0);
  const std::vector<NodeId> seeds = {1, 0};
  check_share(simulate_signed_spread(sure, {}, seeds, kRuns, 3).times_for[2], 0.5);
}

TEST_CASE("simulate_signed_spread: without signs it reaches whom plain cascades do") {
  const Graph graph = testing::random_graph(500, 2'000, 3);
  const TieChances chances(graph, {}, 0);
  const std::vector<NodeId> seeds = {1, 2, 3};
  const auto plain = simulate_spread(chances, CascadeModel::IndependentCascade, seeds, 4'000, 1);
  const auto both = simulate_signed_spread(chances, {}, seeds, 4'000, 1);
  CHECK(both.people_against.mean == 0.0);
  CHECK(std::abs(both.people.mean - plain.people.mean) <=
        4.0 * std::hypot(both.people.standard_error, plain.people.standard_error));
}

TEST_CASE("simulate_signed_spread: nobody, no ties, a path of a million, threads") {
  CHECK(simulate_signed_spread(TieChances(Graph(), {}, 0), {}, {}, 10, 0).people.mean == 0.0);
  const Graph apart = testing::graph_of(3, {});
  const std::vector<NodeId> first = {0};
  CHECK(simulate_signed_spread(TieChances(apart, {}, 0), {}, first, 10, 0).people.mean == 1.0);
  constexpr NodeId kPeople = 1'000'000;
  EdgeList path;
  for (NodeId v = 0; v + 1 < kPeople; ++v) {
    path.source.push_back(v);
    path.target.push_back(v + 1);
    path.columns.sign.push_back(-1);
  }
  const Graph line = Graph::build(kPeople, std::move(path));
  const TieChances sure(
      line,
      {.kind = ChanceRule::Kind::Uniform, .chance = 1.0, .negative_ties = NegativeTies::Carry}, 0);
  CHECK(simulate_signed_spread(sure, {}, first, 2, 0).people.mean == 0.0);
  const Graph small = testing::signed_graph(400, 3'000, 5);
  const TieChances chances = signed_chances(small);
  const auto run = [&](std::size_t threads) {
    const ThreadLimit limit(threads);
    return simulate_signed_spread(chances, {}, first, 1'000, 7);
  };
  const auto one = run(1), eight = run(8);
  CHECK(one.times_for == eight.times_for);
  CHECK(one.times_against == eight.times_against);
  CHECK(one.people.mean == eight.people.mean);
  CHECK(one.people.standard_error == eight.people.standard_error);
}

}  // namespace
}  // namespace grapevine
