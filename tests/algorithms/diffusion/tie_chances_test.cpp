#include "algorithms/diffusion/tie_chances.hpp"

#include <catch2/catch.hpp>
#include <set>

#include "tests/support/errors.hpp"
#include "tests/support/influence_graphs.hpp"

namespace grapevine {
namespace {

using Form = TieChances::Form;
using testing::error_of;
using testing::graph_of;

TieChances chances_of(const GraphView& view, const std::string& rule, std::uint64_t seed = 0) {
  return {view, read_chance_rule(rule, "--weights"), seed};
}

/// The chance of every tie in the order of EdgeId, whatever the form.
std::vector<double> out_chances(const TieChances& chances) {
  std::vector<double> all;
  for (NodeId u = 0; u < chances.graph().num_nodes(); ++u)
    for (std::size_t i = 0; i < chances.graph().out_degree(u); ++i) all.push_back(chances.of(u, i));
  return all;
}

TEST_CASE("tie_chances: what rules are, and what is none") {
  CHECK(read_chance_rule("weighted_cascade", "w").kind == ChanceRule::Kind::WeightedCascade);
  CHECK(read_chance_rule("trivalency", "w").kind == ChanceRule::Kind::Trivalency);
  CHECK(read_chance_rule("uniform=0.25", "w").chance == 0.25);
  CHECK(read_chance_rule("column=p", "w").column == "p");
  for (const char* wrong : {"", "uniform", "uniform=", "column=", "weighted_cascade=1", "random"})
    CHECK_THAT(error_of([&] { read_chance_rule(wrong, "--weights"); }),
               Catch::StartsWith("InvalidOption --weights: ") && Catch::Contains("; give "));
  for (const char* wrong : {"uniform=1.5", "uniform=-0.1", "uniform=nan", "uniform=inf"})
    CHECK_THAT(error_of([&] { read_chance_rule(wrong, "--weights"); }),
               Catch::Contains("outside of [0, 1]"));
}

TEST_CASE("tie_chances: weighted cascade gives everybody ties that sum to 1") {
  const Graph plain = graph_of(4, {{0, 1}, {2, 1}, {2, 1}, {1, 3}});
  const TieChances chances = chances_of(plain, "weighted_cascade");
  CHECK(chances.form() == Form::ByTarget);
  CHECK(chances.into(1) == 1.0F / 3);
  CHECK(chances.into(3) == 1.0F);
  EdgeList edges = testing::edge_list({{0, 1}, {2, 1}, {3, 1}, {0, 2}});
  edges.columns.weight = {5e299, 5e299, 1e300, 0.0};
  const Graph weighted = Graph::build(4, std::move(edges));
  CHECK(out_chances(chances_of(weighted, "weighted_cascade")) ==
        std::vector<double>{0.25, 0.0, 0.25, 0.5});
}

TEST_CASE("tie_chances: the incoming rows say what the outgoing ones say") {
  const Graph plain = testing::random_graph(60, 400, 5),
              weighted = testing::graph_of_chances(60, 400, 6);
  for (const auto& [graph, rule] : {std::pair{&plain, "trivalency"},
                                    {&weighted, "trivalency"},
                                    {&weighted, "column=weight"},
                                    {&weighted, "weighted_cascade"}}) {
    const TieChances chances = chances_of(*graph, rule, 11);
    REQUIRE(chances.form() == Form::ByTie);
    std::multiset<std::tuple<NodeId, NodeId, float>> out, in;
    for (NodeId v = 0; v < 60; ++v) {
      for (std::size_t i = 0; i < graph->out_degree(v); ++i)
        out.emplace(v, graph->out_neighbors(v)[i], chances.out(v)[i]);
      for (std::size_t i = 0; i < graph->in_degree(v); ++i)
        in.emplace(graph->in_neighbors(v)[i], v, chances.in(v)[i]);
    }
    CHECK(out == in);
  }
}

TEST_CASE("tie_chances: trivalency draws each of its three chances equally often") {
  const auto drawn = out_chances(chances_of(testing::random_graph(3'000, 30'000, 5), "trivalency"));
  for (const float chance : {0.1F, 0.01F, 0.001F})
    CHECK(std::ranges::count(drawn, static_cast<double>(chance)) ==
          Approx(10'000).margin(5 * std::sqrt(30'000 * 2.0 / 9)));
  const Graph graph = testing::random_graph(50, 300, 5);
  CHECK(out_chances(chances_of(graph, "trivalency", 1)) ==
        out_chances(chances_of(graph, "trivalency", 1)));
  CHECK(out_chances(chances_of(graph, "trivalency", 1)) !=
        out_chances(chances_of(graph, "trivalency", 2)));
}

TEST_CASE("tie_chances: negative ties and those outside of a view let nothing pass") {
  EdgeList edges = testing::edge_list({{0, 1}, {2, 1}, {3, 1}, {4, 1}});
  edges.columns.weight = {0.5, 0.25, 0.125, 0.125};
  edges.columns.sign = {1, -1, 1, 1};
  edges.columns.context = {0, 0, 0, 1};
  const Graph graph = Graph::build(5, std::move(edges));
  const GraphView view(graph, {.context = 0});
  const auto all = [](const TieChances& chances) { return out_chances(chances); };
  CHECK(all(chances_of(view, "column=w")) == std::vector<double>{0.5, 0.0, 0.125, 0.0});
  CHECK(all(chances_of(view, "uniform=0.5")) == std::vector<double>{0.5, 0.0, 0.5, 0.0});
  CHECK(all(chances_of(view, "weighted_cascade"))[0] == Approx(0.8).epsilon(1e-7));
  const Graph plain = graph_of(2, {{0, 1}});
  CHECK(all(chances_of(GraphView(plain, {.sign = -1}), "uniform=1")) == std::vector<double>{0.0});
}

TEST_CASE("tie_chances: given ones stand at both ends of their ties") {
  const Graph plain = testing::random_graph(60, 300, 5),
              columns = testing::graph_of_chances(60, 300, 6),
              both_ways =
                  testing::graph_of(30, testing::random_ties(30, 90, 7), {.directed = false});
  for (const Graph* graph : {&plain, &columns, &both_ways}) {
    std::vector<double> given;
    for (EdgeId e = 0; e < graph->num_edges(); ++e)
      given.push_back(static_cast<double>(e) / 1'024.0);
    const TieChances chances(*graph, given);
    CHECK(out_chances(chances) == given);
    std::multiset<std::tuple<NodeId, NodeId, float>> out, in;
    for (NodeId v = 0; v < graph->num_nodes(); ++v) {
      for (std::size_t i = 0; i < graph->out_degree(v); ++i)
        out.emplace(v, graph->out_neighbors(v)[i], chances.out(v)[i]);
      for (std::size_t i = 0; i < graph->in_degree(v); ++i)
        in.emplace(graph->in_neighbors(v)[i], v, chances.in(v)[i]);
    }
    CHECK(out == in);
  }
}

TEST_CASE("tie_chances: weights that are no chances, and sums above 1, are refused by name") {
  EdgeList edges = testing::edge_list({{0, 1}, {2, 1}});
  edges.columns.weight = {0.5, 1.5};
  const Graph graph = Graph::build(3, std::move(edges));
  CHECK_THAT(error_of([&] { chances_of(graph, "column=w"); }),
             Catch::StartsWith("BadInput the tie '2' to '1': its weight 1.5 is no chance; "));
  const Graph plain = graph_of(3, {{0, 1}, {2, 1}});
  CHECK_THAT(error_of([&] { chances_of(plain, "column=w"); }),
             Catch::Contains("there is no column of weights for column=w; "));
  CHECK_THAT(error_of([&] { chances_of(plain, "uniform=0.6").require_shares(); }),
             Catch::StartsWith("BadInput person '1': the chances of ties into them sum to 1.2"));
  CHECK(error_of([&] { chances_of(plain, "uniform=0.5").require_shares(); }).empty());
  CHECK(error_of([&] { chances_of(graph, "weighted_cascade").require_shares(); }).empty());
}

TEST_CASE("tie_chances: no people, no ties") {
  for (const char* rule : {"weighted_cascade", "uniform=0.5", "trivalency", "column=w"}) {
    CHECK(chances_of(Graph(), rule).largest() == 0.0);
    CHECK(chances_of(graph_of(3, {}), rule).largest() == 0.0);
  }
}

TEST_CASE("tie_chances: negative ties have a chance, and a share, only where they carry") {
  EdgeList edges = testing::edge_list({{0, 2}, {1, 2}, {0, 1}});
  edges.columns.weight = {0.5, 0.25, 1.0};
  edges.columns.sign = {1, -1, -1};
  const Graph graph = Graph::build(3, std::move(edges));
  const auto of = [&](const char* text, NegativeTies negative) {
    ChanceRule rule = read_chance_rule(text, "w");
    rule.negative_ties = negative;
    return out_chances({graph, rule, 0});
  };
  // In the order 0 -> 1, 0 -> 2, 1 -> 2.
  CHECK(of("column=w", NegativeTies::Block) == std::vector<double>{0.0, 0.5, 0.0});
  CHECK(of("column=w", NegativeTies::Carry) == std::vector<double>{1.0, 0.5, 0.25});
  CHECK(of("weighted_cascade", NegativeTies::Block) == std::vector<double>{0.0, 1.0, 0.0});
  CHECK(of("weighted_cascade", NegativeTies::Carry) ==
        std::vector<double>{1.0, static_cast<double>(2.0F / 3), static_cast<double>(1.0F / 3)});
  CHECK(of("uniform=0.5", NegativeTies::Carry) == std::vector<double>{0.5, 0.5, 0.5});
  const std::vector<double> given = {0.5, 0.25, 0.75};
  CHECK(out_chances({graph, given, NegativeTies::Carry}) == given);
  CHECK(out_chances({graph, given}) == std::vector<double>{0.0, 0.25, 0.0});
}

}  // namespace
}  // namespace grapevine
