#include "algorithms/propagation/personalized_pagerank.hpp"

#include <catch2/catch.hpp>
#include <numeric>

#include "algorithms/centrality/pagerank.hpp"
#include "engine/parallel/blocks.hpp"
#include "tests/support/dense_walk.hpp"
#include "tests/support/errors.hpp"
#include "tests/support/graphs.hpp"

namespace grapevine {
namespace {

using testing::error_of;
using testing::graph_of;
using testing::l1_distance;

PersonalizedPageRankOptions from(NamedNumbers seeds, Sinks sinks = Sinks::Seeds) {
  return {.tolerance = 1e-14, .max_iterations = 10'000, .sinks = sinks, .seeds = std::move(seeds)};
}

double sum(std::span<const double> values) {
  return std::accumulate(values.begin(), values.end(), 0.0);
}

TEST_CASE("personalized_pagerank: a chain from its first person, by hand") {
  auto options = from({{"0", 5.0}}, Sinks::Absorb);  // the scale of seeds does not matter
  options.damping = 0.5;
  const auto score = personalized_pagerank(graph_of(4, {{0, 1}, {1, 2}}), options).score;
  CHECK(l1_distance(score, {0.5, 0.25, 0.125, 0.0}) <= 1e-13);
}

TEST_CASE("personalized_pagerank: what no seed reaches scores 0, and the rest sums to 1") {
  const Graph graph = graph_of(5, {{0, 1}, {1, 0}, {3, 4}, {4, 0}});
  const auto result = personalized_pagerank(graph, from({{"0", 1.0}}));
  CHECK(result.converged);
  CHECK(std::abs(sum(result.score) - 1.0) <= 1e-12);
  for (const NodeId v : {2U, 3U, 4U}) CHECK(result.score[v] == 0.0);
}

TEST_CASE("personalized_pagerank: without seeds it is pagerank") {
  const Graph graph = testing::random_graph(300, 700, 21);
  const auto expected = pagerank(graph, {.tolerance = 1e-14, .max_iterations = 10'000}).rank;
  CHECK(l1_distance(personalized_pagerank(graph, from({})).score, expected) <= 1e-12);
}

TEST_CASE("personalized_pagerank: sums to 1, to less where sinks absorb") {
  const Graph graph = testing::random_graph(300, 600, 22);
  const NamedNumbers seeds = {{"1", 1.0}, {"7", 2.0}, {"200", 0.5}};
  CHECK(std::abs(sum(personalized_pagerank(graph, from(seeds)).score) - 1.0) <= 1e-12);
  CHECK(std::abs(sum(personalized_pagerank(graph, from(seeds, Sinks::All)).score) - 1.0) <= 1e-12);
  CHECK(sum(personalized_pagerank(graph, from(seeds, Sinks::Absorb)).score) < 0.99);
}

TEST_CASE("personalized_pagerank: equals a dense solve, for each choice on sinks") {
  for (std::uint64_t seed = 0; seed < 40; ++seed) {
    const NodeId n = 4 + static_cast<NodeId>(seed % 20);
    const Graph graph = testing::random_graph(n, 2 * n, seed);
    std::vector<double> restart(n);
    restart[0] = 0.25;
    restart[3] = 0.75;
    CAPTURE(seed);
    for (const Sinks sinks : {Sinks::Seeds, Sinks::All, Sinks::Absorb})
      CHECK(l1_distance(personalized_pagerank(graph, from({{"0", 1.0}, {"3", 3.0}}, sinks)).score,
                        testing::dense_walk(graph, restart, 0.85, sinks)) <= 1e-12);
  }
}

TEST_CASE("personalized_pagerank: relabelling, doubled rows and a seed named twice") {
  const NodeId n = 300;
  const testing::Ties ties = testing::random_ties(n, 1200, 23);
  const auto label = [&](NodeId v) { return (v * 7 + 3) % n; };
  testing::Ties relabelled, twice;
  EdgeList weighted = testing::edge_list(ties);
  for (std::size_t i = 0; i < ties.size(); ++i) {
    relabelled.emplace_back(label(ties[i].first), label(ties[i].second));
    for (std::size_t copies = 0; copies <= i % 2; ++copies) twice.push_back(ties[i]);
    weighted.columns.weight.push_back(i % 2 == 0 ? 1.0 : 2.0);
  }
  const auto score = personalized_pagerank(graph_of(n, ties), from({{"5", 1.0}, {"6", 2.0}})).score;
  const auto moved = personalized_pagerank(
                         graph_of(n, relabelled),
                         from({{std::to_string(label(5)), 1.0}, {std::to_string(label(6)), 2.0}}))
                         .score;
  for (NodeId v = 0; v < n; ++v) CHECK(std::abs(score[v] - moved[label(v)]) <= 1e-12);
  const auto seeds = from({{"5", 1.0}, {"6", 1.0}, {"6", 1.0}});
  CHECK(l1_distance(personalized_pagerank(graph_of(n, ties), seeds).score, score) <= 1e-12);
  CHECK(l1_distance(personalized_pagerank(graph_of(n, twice), seeds).score,
                    personalized_pagerank(Graph::build(n, std::move(weighted)), seeds).score) <=
        1e-12);
}

TEST_CASE("personalized_pagerank: 1 and 8 threads give equal bits, tolerance 0 runs all passes") {
  const Graph graph = testing::random_graph(20'000, 80'000, 24);
  PersonalizedPageRankResult result[2];
  for (const std::size_t threads : {1U, 8U}) {
    const ThreadLimit limit(threads);
    result[threads / 8] = personalized_pagerank(
        graph, {.tolerance = 0.0, .max_iterations = 9, .seeds = {{"3", 1.0}, {"77", 1.0}}});
  }
  CHECK((result[0].score == result[1].score));
  CHECK(result[0].iterations == 9);
  CHECK_FALSE(result[0].converged);
}

TEST_CASE("personalized_pagerank: a bad option is named") {
  const Graph graph = graph_of(2, {{0, 1}});
  const auto error = [&](const PersonalizedPageRankOptions& options) {
    return error_of([&] { personalized_pagerank(graph, options); });
  };
  CHECK(error({.damping = -0.1}).starts_with("InvalidOption damping"));
  CHECK(error({.tolerance = std::nan("")}).starts_with("InvalidOption tolerance"));
  CHECK(error({.context_factor = -1.0}).starts_with("InvalidOption context_factor"));
  CHECK(error({.other_context_factor = std::nan("")})
            .starts_with("InvalidOption other_context_factor"));
  CHECK(error({.seeds = {{"0", -1.0}}}).starts_with("InvalidOption seeds.0"));
  CHECK(error({.seeds = {{"9", 1.0}}}) ==
        "InvalidOption seeds: '9' is not in the graph; give ids that the input has");
  CHECK(error({.seeds = {{"0", 0.0}}}) ==
        "InvalidOption seeds: their weights sum to 0, or overflow; give one a weight > 0, and none "
        "above 1e300");
  CHECK(personalized_pagerank(Graph()).score.empty());
}

/// Ties 10 -> 20 and 10 -> 30; in "a" 20 bought twice and 30 once, in "b" 30 once, in "c" nobody.
Network small_study() {
  Network network;
  network.people = std::make_shared<IdIndex>(IdIndex::from_integers({10, 20, 30}));
  network.contexts = IdIndex::from_texts({"a", "b", "c"});
  EdgeList ties = testing::edge_list({{0, 1}, {0, 2}});
  ties.columns.context = {0, 1};
  network.ties = Graph::build(3, std::move(ties));
  for (const auto& [person, context] : {std::pair{1U, 0U}, {1U, 0U}, {2U, 0U}, {2U, 1U}})
    network.purchases.rows.push_back(
        {.person = person, .context = context, .time = {}, .margin = 1});
  return network;
}

TEST_CASE("propagation_scores: a walk per context from its purchasers to influencers, by hand") {
  const Network network = small_study();
  const Graph walk = referral_walk(network);
  const Journeys journeys;
  const ScoreColumns earlier;
  PersonalizedPageRankOptions options = from({}, Sinks::Absorb);
  options.damping = 0.5;
  const auto result = propagation_scores({network, walk, journeys, {}, earlier}, options);
  // Half restarts at purchasers by their purchases; half of that goes on to 10, their influencer.
  const std::vector<double> expected = {0.25, 1.0 / 3, 1.0 / 6, 0.25, 0.0, 0.5, 0.0, 0.0, 0.0};
  CHECK(l1_distance(result.score, expected) <= 1e-13);
  CHECK(result.converged);
}

TEST_CASE("propagation_scores: tells how the walk of each context that has seeds ended") {
  const Network network = small_study();
  const Graph walk = referral_walk(network);
  const Journeys journeys;
  const ScoreColumns earlier;
  auto options = from({});
  const auto result = propagation_scores({network, walk, journeys, {}, earlier}, options);
  REQUIRE(result.tables.size() == 1);
  CHECK(result.tables[0].name == "propagation_walks");
  const Table& walks = result.tables[0].table;
  CHECK(walks.texts("context_id") == std::vector<std::string>{"a", "b"});
  CHECK(walks.texts("converged") == std::vector<std::string>{"true", "true"});
  const auto iterations = walks.integers("iterations");
  CHECK(std::ranges::max(iterations) == result.iterations);
  CHECK(std::ranges::max(walks.doubles("residual")) == result.residual);
}

namespace {

/// Person 30 has two influencers, in contexts of their own.
Network with_two_influencers() {
  Network network = small_study();
  EdgeList ties = testing::edge_list({{0, 2}, {1, 2}});
  ties.columns.context = {0, 1};
  network.ties = Graph::build(3, std::move(ties));
  return network;
}

}  // namespace

TEST_CASE("propagation_scores: other contexts left out, by hand") {
  const Network network = with_two_influencers();
  const Graph walk = referral_walk(network);
  const Journeys journeys;
  const ScoreColumns earlier;
  PersonalizedPageRankOptions options = from({{"30", 1.0}}, Sinks::Absorb);
  options.damping = 0.5;
  options.other_context_factor = 0.0;
  const auto score = propagation_scores({network, walk, journeys, {}, earlier}, options).score;
  CHECK(l1_distance(score, {0.25, 0.0, 0.5,             // of "a"
                            0.0, 0.25, 0.5,             // of "b"
                            0.0, 0.0, 0.5}) <= 1e-13);  // of "c"
}

TEST_CASE("propagation_scores: context_factor turns the walk of its context only, by hand") {
  const Network network = with_two_influencers();
  const Graph walk = referral_walk(network);
  const Journeys journeys;
  const ScoreColumns earlier;
  PersonalizedPageRankOptions options = from({{"30", 1.0}}, Sinks::Absorb);
  options.damping = 0.5;
  options.context_factor = 10.0;
  const auto score = propagation_scores({network, walk, journeys, {}, earlier}, options).score;
  CHECK(l1_distance(score, {0.25 * 10 / 11, 0.25 * 1 / 11, 0.5,  // of "a"
                            0.25 * 1 / 11, 0.25 * 10 / 11, 0.5,  // of "b"
                            0.125, 0.125, 0.5}) <= 1e-13);       // of "c"
}

}  // namespace
}  // namespace grapevine
