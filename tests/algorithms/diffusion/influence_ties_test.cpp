#include "algorithms/diffusion/influence_ties.hpp"

#include <catch2/catch.hpp>

#include "tests/support/graphs.hpp"
#include "tests/support/study_builder.hpp"

namespace grapevine {
namespace {

using testing::StudyBuilder;

/// "a>b" for each tie, in the order of the rows, with its weight.
std::vector<std::string> arrows(const Graph& graph) {
  std::vector<std::string> all;
  for (NodeId u = 0; u < graph.num_nodes(); ++u) {
    EdgeId e = graph.first_out_edge(u);
    for (const NodeId v : graph.out_neighbors(u))
      all.push_back(graph.name(u) + ">" + graph.name(v) + " " +
                    std::to_string(static_cast<int>(graph.weight(e++))));
  }
  return all;
}

TEST_CASE("influence_ties: they run from who influences, whatever the file's direction") {
  StudyBuilder rows;
  rows.tie({.src = "a", .dst = "b", .weight = 2.0}).tie({.src = "c", .dst = "b", .weight = 3.0});
  Network network = rows.build();
  network.influence = Influence::SourceToTarget;
  CHECK(arrows(influence_ties(network)) == std::vector<std::string>{"a>b 2", "c>b 3"});
  network.influence = Influence::TargetToSource;
  CHECK(arrows(influence_ties(network)) == std::vector<std::string>{"b>a 2", "b>c 3"});
  network.influence = Influence::Both;
  CHECK(arrows(influence_ties(network)) ==
        std::vector<std::string>{"a>b 2", "b>a 2", "b>c 3", "c>b 3"});
}

TEST_CASE("influence_ties: those of other contexts, not begun or ended are left out") {
  EdgeList edges = testing::edge_list({{0, 1}, {1, 2}, {2, 3}, {3, 4}, {4, 0}});
  const auto day = [](int d) { return Time{std::chrono::days{d}}; };
  edges.columns.context = {0, 1, kEveryContext, 0, 0};
  edges.columns.time = {day(1), day(1), kUndated, day(9), day(1)};
  edges.columns.end = {kUndated, kUndated, kUndated, kUndated, day(4)};
  Network network;
  network.end = day(5);
  const Graph graph = Graph::build(5, std::move(edges));
  const GraphView view(graph, ties_known_at_end(network, 0));
  std::vector<bool> has;
  for (EdgeId e = 0; e < 5; ++e) has.push_back(view.has(e));
  CHECK(has == std::vector<bool>{true, false, true, false, false});
}

}  // namespace
}  // namespace grapevine
