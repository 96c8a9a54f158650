#include "adapters/igraph/pagerank.hpp"

#include <catch2/catch.hpp>

#include "algorithms/centrality/pagerank.hpp"
#include "algorithms/propagation/personalized_pagerank.hpp"
#include "loaders/edge_list/edge_list.hpp"
#include "tests/support/batches.hpp"
#include "tests/support/data.hpp"
#include "tests/support/dense_walk.hpp"
#include "tests/support/errors.hpp"
#include "tests/support/graphs.hpp"

namespace grapevine {
namespace {

using testing::l1_distance;

constexpr double kAgree = 1e-9;

/// Every tenth node from the first, weighted 1, 2, 3, ...: as options and as restart weights.
struct Seeds {
  NamedNumbers named;
  std::vector<double> restart;
};

Seeds some_seeds(const Graph& graph) {
  Seeds seeds{.restart = std::vector<double>(graph.num_nodes())};
  for (NodeId v = 0; v < graph.num_nodes(); v += 10) {
    const double weight = 1.0 + v / 10;
    seeds.named.emplace_back(graph.name(v), weight);
    seeds.restart[v] = weight;
  }
  return seeds;
}

double pagerank_difference(const Graph& graph, double damping) {
  const auto ours =
      pagerank(graph, {.damping = damping, .tolerance = 1e-12, .max_iterations = 10'000});
  REQUIRE(ours.converged);
  return l1_distance(ours.rank, igraph_pagerank(graph, damping));
}

double personalized_difference(const Graph& graph, double damping) {
  const Seeds seeds = some_seeds(graph);
  const auto ours = personalized_pagerank(
      graph,
      {.damping = damping, .tolerance = 1e-12, .max_iterations = 10'000, .seeds = seeds.named});
  REQUIRE(ours.converged);
  return l1_distance(ours.score, igraph_pagerank(graph, damping, seeds.restart));
}

void check_agreement(const Graph& graph, double damping) {
  const double general = pagerank_difference(graph, damping);
  const double personalized = personalized_difference(graph, damping);
  CAPTURE(general, personalized);
  CHECK(general <= kAgree);
  CHECK(personalized <= kAgree);
}

TEST_CASE("pagerank and personalized_pagerank equal igraph's PRPACK on public graphs") {
  const std::string facebook = "facebook_combined/facebook_combined.txt.gz";
  for (const std::string& file : {facebook, std::string("wiki_vote/wiki-Vote.txt.gz"),
                                  std::string("email_eu_core/email-Eu-core.txt.gz")}) {
    if (!testing::have_shared_data(file)) return;
    CAPTURE(file);
    check_agreement(read_edge_list(testing::shared_data(file)), 0.85);
  }
  const auto undirected =
      read_edge_list(testing::shared_data(facebook), {.graph = {.directed = false}});
  CHECK(undirected.num_edges() == 2 * 88'234);
  check_agreement(undirected, 0.85);
}

TEST_CASE("pagerank and personalized_pagerank equal igraph's PRPACK on 200 random graphs") {
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    Random random(seed, 1);
    const auto n = static_cast<NodeId>(1 + random.below(40));
    EdgeList edges = testing::edge_list(testing::random_ties(n, random.below(120), seed));
    if (seed % 2 == 1)  // a fifth of the weights is 0
      for (std::size_t i = 0; i < edges.size(); ++i)
        edges.columns.weight.push_back(random.below(5) == 0 ? 0.0 : 0.1 + 5.0 * random.uniform());
    CAPTURE(seed);
    check_agreement(Graph::build(n, std::move(edges)), 0.5 + 0.45 * random.uniform());
  }
}

/// The worst L1 distance of 70 walks of one batch to PRPACK, which solves one at a time.
double batch_difference(const Graph& graph, Precision precision) {
  const auto starts = testing::random_starts(graph.num_nodes(), 70, 0, 5);
  const bool single = precision == Precision::Single;
  const auto batch =
      testing::batch_of(graph, starts,
                        {.walk = {.tolerance = single ? 1e-7 : 1e-12, .max_iterations = 10'000},
                         .precision = precision});
  double worst = 0.0;
  for (std::size_t i = 0; i < starts.size(); ++i) {
    const auto restart = testing::restart_of(starts[i], graph.num_nodes());
    worst = std::max(worst, l1_distance(batch.rank[i], igraph_pagerank(graph, 0.85, restart)));
  }
  return worst;
}

TEST_CASE("batched_walks: 70 walks equal PRPACK on public graphs, in single precision to 1e-6") {
  for (const std::string file :
       {"facebook_combined/facebook_combined.txt.gz", "wiki_vote/wiki-Vote.txt.gz",
        "email_eu_core/email-Eu-core.txt.gz"}) {
    if (!testing::have_shared_data(file)) return;
    const Graph graph = read_edge_list(testing::shared_data(file));
    CAPTURE(file);
    CHECK(batch_difference(graph, Precision::Double) <= 1e-9);
    CHECK(batch_difference(graph, Precision::Single) <= 1e-6);
  }
}

TEST_CASE("igraph_pagerank: bad input is an Error, the empty graph has no ranks") {
  const Graph pair = testing::graph_of(2, {{0, 1}});
  CHECK(testing::error_of([&] { igraph_pagerank(pair, 1.0); }) ==
        "InvalidOption damping: is 1; give a number in [0, 1)");
  const std::vector<double> nothing = {0.0, 0.0}, negative = {2.0, -1.0};
  CHECK(testing::error_of([&] {
          igraph_pagerank(pair, 0.5, nothing);
        }).starts_with("BadInput igraph: "));
  CHECK(testing::error_of([&] {
          igraph_pagerank(pair, 0.5, negative);
        }).starts_with("BadInput igraph: "));
  CHECK(igraph_pagerank(Graph(), 0.85).empty());
  const auto rank = igraph_pagerank(pair, 0.5);
  CHECK(rank[1] == Approx(0.6));  // by hand: r0 = 1/4 + r1/4
}

}  // namespace
}  // namespace grapevine
