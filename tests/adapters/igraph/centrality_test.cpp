#include "adapters/igraph/centrality.hpp"

#include <catch2/catch.hpp>

#include "algorithms/centrality/eigenvector.hpp"
#include "algorithms/centrality/hits.hpp"
#include "loaders/edge_list/edge_list.hpp"
#include "tests/support/data.hpp"
#include "tests/support/dense_walk.hpp"
#include "tests/support/graphs.hpp"

namespace grapevine {
namespace {

using testing::l1_distance;

/// ARPACK's own tolerance is the machine's; its vectors agree to some more.
constexpr double kAgree = 1e-8;

/// A graph in which everybody can reach everybody, so that one eigenvector is the largest: a ring,
/// and ties at random.
Graph connected(std::uint64_t seed, bool weighted) {
  Random random(seed, 1);
  const auto n = static_cast<NodeId>(5 + random.below(60));
  testing::Ties ties = testing::random_ties(n, 3 * n + random.below(100), seed);
  for (NodeId v = 0; v < n; ++v) ties.emplace_back(v, (v + 1) % n);
  EdgeList edges = testing::edge_list(ties);
  for (std::size_t i = 0; weighted && i < edges.size(); ++i)
    edges.columns.weight.push_back(0.1 + random.uniform());
  return Graph::build(n, std::move(edges));
}

void check_hits(const Graph& graph) {
  const auto ours = hits(graph, {.tolerance = 1e-13, .max_iterations = 100'000});
  const auto theirs = igraph_hits(graph);
  REQUIRE(ours.converged);
  CHECK(l1_distance(ours.authority, theirs.authority) <= kAgree);
  CHECK(l1_distance(ours.hub, theirs.hub) <= kAgree);
}

void check_eigenvector(const Graph& graph) {
  const auto ours = eigenvector(graph, {.tolerance = 1e-13, .max_iterations = 100'000});
  const auto theirs = igraph_eigenvector(graph);
  REQUIRE(ours.converged);
  CHECK(l1_distance(ours.centrality, theirs.centrality) <= kAgree);
  CHECK(ours.radius == Approx(theirs.radius).epsilon(1e-10));
}

TEST_CASE("hits and eigenvector equal igraph's on 100 random graphs, with and without weights") {
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    CAPTURE(seed);
    const Graph graph = connected(seed, seed % 2 == 1);
    check_hits(graph);
    check_eigenvector(graph);
  }
}

TEST_CASE("hits and eigenvector equal igraph's on public graphs") {
  const std::string facebook = "facebook_combined/facebook_combined.txt.gz";
  for (const std::string& file : {facebook, std::string("wiki_vote/wiki-Vote.txt.gz"),
                                  std::string("email_eu_core/email-Eu-core.txt.gz")}) {
    if (!testing::have_shared_data(file)) return;
    CAPTURE(file);
    check_hits(read_edge_list(testing::shared_data(file)));
    if (file != facebook) check_eigenvector(read_edge_list(testing::shared_data(file)));
  }
  // Read as it stands, nothing in it goes round.
  check_eigenvector(read_edge_list(testing::shared_data(facebook), {.graph = {.directed = false}}));
}

}  // namespace
}  // namespace grapevine
