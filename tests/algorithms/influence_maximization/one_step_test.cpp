#include "algorithms/influence_maximization/one_step.hpp"

#include <catch2/catch.hpp>
#include <tuple>

#include "tests/support/influence_graphs.hpp"

namespace grapevine {
namespace {

using Model = CascadeModel;

TieChances chances_of(const GraphView& view, const std::string& rule) {
  return {view, read_chance_rule(rule, "weights"), 3};
}

Graph without_parallel_ties(const Graph& graph) {
  EdgeList edges;
  for (NodeId u = 0; u < graph.num_nodes(); ++u)
    for (std::size_t i = 0; i < graph.out_degree(u); ++i) {
      edges.source.push_back(u);
      edges.target.push_back(graph.out_neighbors(u)[i]);
      edges.columns.weight.push_back(graph.weight(graph.first_out_edge(u) + i));
    }
  return Graph::build(graph.num_nodes(), std::move(edges), {.parallel_edges = ParallelEdges::Drop});
}

/// Expected number of the group and of those whom their ties reach at once.
double one_step_reach(const TieChances& chances, Model model, const std::vector<NodeId>& group) {
  const Graph& graph = chances.graph();
  std::vector<double> missed(graph.num_nodes(), 1.0);
  for (const NodeId u : group)
    for (std::size_t i = 0; i < graph.out_degree(u); ++i) {
      double& left = missed[graph.out_neighbors(u)[i]];
      left = model == Model::IndependentCascade ? left * (1.0 - chances.of(u, i))
                                                : left - chances.of(u, i);
    }
  for (const NodeId u : group) missed[u] = 0.0;
  double reached = 0.0;
  for (const double one : missed) reached += 1.0 - one;
  return reached;
}

TEST_CASE("one_step: each is the one who adds most to what the chosen reach at once") {
  for (std::uint64_t seed = 0; seed < 10; ++seed)
    for (const Model model : {Model::IndependentCascade, Model::LinearThreshold}) {
      const Graph graph = without_parallel_ties(testing::graph_of_chances(40, 160, seed));
      const TieChances chances = chances_of(graph, "column=w");
      std::vector<NodeId> group;
      for (const NodeId chosen : choose_by_one_step(chances, model, {.most = 6}, {})) {
        double best = 0.0;
        for (NodeId v = 0; v < 40; ++v) {
          auto with = group;
          if (std::ranges::find(group, v) == group.end()) with.push_back(v);
          best = std::max(best, one_step_reach(chances, model, with));
        }
        group.push_back(chosen);
        CAPTURE(seed, group);
        CHECK(one_step_reach(chances, model, group) == Approx(best).epsilon(1e-12));
      }
      CHECK(group.size() == 6);
    }
}

TEST_CASE("one_step: whoever is first again once thousands add nothing more is found") {
  // 1,100 people reach 1,350, who is worth ten; 1,300 reaches 1,351, who is worth five.
  testing::Ties ties;
  for (NodeId v = 0; v < 1'100; ++v) ties.emplace_back(v, 1'350);
  ties.emplace_back(1'300, 1'351);
  const Graph graph = testing::graph_of(1'400, ties);
  std::vector<double> values(1'400);
  values[1'350] = 10.0;
  values[1'351] = 5.0;
  CHECK(choose_by_one_step(chances_of(graph, "uniform=1"), Model::IndependentCascade, {.most = 4},
                           values) == std::vector<NodeId>{0, 1'300, 1, 2});
}

TEST_CASE(
    "one_step: of thousands those that plain greedy takes, with costs, exclusions, a budget") {
  constexpr NodeId kPeople = 2'500;
  for (std::uint64_t seed = 0; seed < 4; ++seed) {
    const Graph graph = testing::random_graph(kPeople, 6'000, seed);
    const TieChances chances = chances_of(graph, "uniform=0.5");
    Random random(seed, 4);
    std::vector<double> costs;
    SeedLimits limits{.most = 60, .excluded = std::vector<bool>(kPeople)};
    for (NodeId v = 0; v < kPeople; ++v) {
      costs.push_back(1.0 + static_cast<double>(random.below(3)));
      limits.excluded[v] = v % 9 == 0;
    }
    if (seed % 2 == 1) {
      limits.costs = costs;
      limits.budget = 80.0;
    }
    // What each reaches at once, by the definition; every gain is a multiple of a power of 1/2.
    std::vector<double> missed(kPeople, 1.0);
    std::vector<NodeId> chosen;
    std::vector<bool> is_chosen(kPeople);
    double left = limits.budget.value_or(0.0);
    const auto rate = [&](NodeId v) {
      double gain = missed[v];
      for (const NodeId w : graph.out_neighbors(v)) gain += w == v ? 0.0 : missed[w] * 0.5;
      return gain / limits.cost(v);
    };
    while (chosen.size() < limits.most) {
      NodeId best = kNoNode;
      double most = -1.0;
      for (NodeId v = 0; v < kPeople; ++v) {
        if (is_chosen[v] || !limits.may_choose(v) || (limits.budget && costs[v] > left)) continue;
        if (const double one = rate(v); one > most) std::tie(best, most) = std::tuple(v, one);
      }
      if (best == kNoNode) break;
      is_chosen[best] = true;
      chosen.push_back(best);
      left -= limits.budget ? costs[best] : 0.0;
      missed[best] = 0.0;
      for (const NodeId w : graph.out_neighbors(best)) missed[w] *= w == best ? 1.0 : 0.5;
    }
    CAPTURE(seed);
    CHECK(choose_by_one_step(chances, Model::IndependentCascade, limits, {}) == chosen);
  }
}

TEST_CASE("one_step: values, costs, exclusions and budgets count") {
  const Graph graph = testing::graph_of(5, {{0, 1}, {0, 2}, {3, 4}});
  const TieChances chances = chances_of(graph, "uniform=1");
  const auto choose = [&](const SeedLimits& limits, std::span<const double> values = {}) {
    return choose_by_one_step(chances, Model::IndependentCascade, limits, values);
  };
  CHECK(choose({.most = 2}) == std::vector<NodeId>{0, 3});
  CHECK(choose({.most = 1, .excluded = {true, false, false, false, false}}) ==
        std::vector<NodeId>{3});
  const std::vector<double> values = {1.0, 1.0, 1.0, 1.0, 9.0}, costs = {4.0, 5.0, 5.0, 1.0, 5.0};
  CHECK(choose({.most = 1}, values) == std::vector<NodeId>{3});
  CHECK(choose({.most = 5, .budget = 4.5, .costs = costs}) == std::vector<NodeId>{3});
}

TEST_CASE("one_step: those with the most ties, lower numbers first, as far as the budget goes") {
  const Graph graph = testing::graph_of(4, {{0, 1}, {2, 1}, {3, 1}, {3, 2}});
  CHECK(choose_by_degree(graph, {.most = 3}) == std::vector<NodeId>{3, 0, 2});
  const std::vector<double> costs = {5.0, 1.0, 2.0, 3.0};
  CHECK(choose_by_degree(graph, {.most = 4, .budget = 6.0, .costs = costs}) ==
        std::vector<NodeId>{3, 2, 1});
  CHECK(choose_by_degree(Graph(), {.most = 3}).empty());
}

}  // namespace
}  // namespace grapevine
