#pragma once
#include <algorithm>
#include <sstream>
#include <string>

#include "engine/graph/graph.hpp"
#include "loaders/columnar/file_bytes.hpp"
#include "tests/support/data.hpp"
#include "tests/support/graphs.hpp"

namespace grapevine::testing {

/// A small graph whose ties have random chances as weights, which sum to 1 at most into everybody.
inline Graph graph_of_chances(NodeId n, EdgeId m, std::uint64_t seed) {
  EdgeList edges = edge_list(random_ties(n, m, seed));
  Random random(seed, 9);
  std::vector<double> left(n, 1.0);
  for (const NodeId v : edges.target) {
    const double chance = random.below(5) == 0 ? left[v] : left[v] * random.uniform();
    edges.columns.weight.push_back(chance);
    left[v] = std::max(0.0, left[v] - chance - 1e-12);
  }
  return Graph::build(n, std::move(edges));
}

/// A graph of the public set `im`, with its ids 0 .. n-1: a line of nodes and arcs, then the arcs.
inline Graph influence_graph(const std::string& name) {
  std::istringstream text(read_file_bytes(shared_data("im/" + name + ".el.gz")));
  NodeId nodes = 0, source = 0, target = 0;
  EdgeId arcs = 0;
  text >> nodes >> arcs;
  Ties ties;
  while (text >> source >> target) ties.emplace_back(source, target);
  return graph_of(nodes, ties);
}

}  // namespace grapevine::testing
