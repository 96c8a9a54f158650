#include "algorithms/propagation/signed_walk.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <fstream>
#include <numeric>

#include "algorithms/propagation/personalized_pagerank.hpp"
#include "engine/parallel/blocks.hpp"
#include "tests/support/data.hpp"
#include "tests/support/dense_walk.hpp"
#include "tests/support/errors.hpp"
#include "tests/support/graphs.hpp"
#include "tests/support/mat_file.hpp"
#include "tests/support/study_builder.hpp"

namespace grapevine {
namespace {

using testing::error_of;
using testing::graph_of;
using testing::l1_distance;
using testing::StudyBuilder;

SignedWalkOptions exact(double beta, double gamma, NamedNumbers seeds, Sinks sinks = Sinks::Seeds) {
  return {.beta = beta,
          .gamma = gamma,
          .tolerance = 1e-15,
          .max_iterations = 20'000,
          .sinks = sinks,
          .seeds = std::move(seeds)};
}

std::vector<double> sums(const SignedWalkResult& result) {
  std::vector<double> sum = result.positive;
  for (std::size_t v = 0; v < sum.size(); ++v) sum[v] += result.negative[v];
  return sum;
}

Graph with_signs(NodeId n, const testing::Ties& ties, std::vector<std::int8_t> sign,
                 std::vector<double> weight = {}) {
  EdgeList edges = testing::edge_list(ties);
  edges.columns.sign = std::move(sign);
  edges.columns.weight = std::move(weight);
  return Graph::build(n, std::move(edges));
}

/// Ties and signs of a random graph, with weights for odd seeds.
struct Drawn {
  NodeId n;
  testing::Ties ties;
  std::vector<std::int8_t> sign;
  std::vector<double> weight;

  explicit Drawn(std::uint64_t seed, NodeId most = 20) {
    Random random(seed, 6);
    n = static_cast<NodeId>(4 + random.below(most));
    ties = testing::random_ties(n, random.below(4 * n), seed);
    for (std::size_t i = 0; i < ties.size(); ++i) {
      sign.push_back(random.below(3) == 0 ? -1 : 1);
      if (seed % 2 == 1) weight.push_back(static_cast<double>(random.below(4)));
    }
  }
  Graph graph() const { return with_signs(n, ties, sign, weight); }
  Graph unsigned_graph() const { return with_signs(n, ties, {}, weight); }
};

/// The walk on twice as many states, (v trusted) and (v distrusted), straight from the definition:
/// a tie of each sign leads from both states of its source to both of its target.
std::vector<double> dense_signed_walk(const Graph& graph, const std::vector<double>& restart,
                                      const SignedWalkOptions& options) {
  const std::size_t n = graph.num_nodes();
  std::vector<std::vector<double>> a(2 * n, std::vector<double>(2 * n));
  std::vector<double> b(2 * n);
  for (NodeId u = 0; u < n; ++u) {
    double total = 0.0;
    EdgeId e = graph.first_out_edge(u);
    for (NodeId i = 0; i < graph.out_degree(u); ++i) total += graph.weight(e + i);
    for (const NodeId v : graph.out_neighbors(u)) {
      const double share = total > 0.0 ? options.damping * graph.weight(e) / total : 0.0;
      const bool enemy = graph.sign(e++) < 0;
      a[enemy ? n + v : v][u] -= share;  // trusted: what it says holds
      const double turned = enemy ? options.beta : 1.0 - options.gamma;
      a[v][n + u] -= turned * share;
      a[n + v][n + u] -= (1.0 - turned) * share;
    }
    for (NodeId v = 0; total == 0.0 && v < n; ++v) {
      const double share = options.sinks == Sinks::Seeds ? restart[v]
                           : options.sinks == Sinks::All ? 1.0 / static_cast<double>(n)
                                                         : 0.0;
      a[v][u] -= options.damping * share;
      a[v][n + u] -= options.damping * share;
    }
    b[u] = (1.0 - options.damping) * restart[u];
  }
  for (std::size_t i = 0; i < 2 * n; ++i) a[i][i] += 1.0;
  return testing::solve(std::move(a), std::move(b));
}

TEST_CASE("signed_walk: an enemy, the enemy's enemy and the enemy's friend, by hand") {
  // 0 -(-)-> 1, and half of 1 goes on to its enemy 2, half to its friend 3.
  const Graph graph = with_signs(4, {{0, 1}, {1, 2}, {1, 3}}, {-1, -1, 1});
  auto options = exact(0.75, 0.625, {{"0", 1.0}}, Sinks::Absorb);
  options.damping = 0.5;
  const auto result = signed_walk(graph, options);
  CHECK(l1_distance(result.positive, {0.5, 0.0, 0.0625 * 0.75, 0.0625 * 0.375}) <= 1e-15);
  CHECK(l1_distance(result.negative, {0.0, 0.25, 0.0625 * 0.25, 0.0625 * 0.625}) <= 1e-15);
  CHECK(l1_distance(result.net, {0.5, -0.25, 0.0625 * 0.5, 0.0625 * -0.25}) <= 1e-15);
}

TEST_CASE("signed_walk: equals a dense solve on random signed graphs, for each choice on sinks") {
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    const Drawn drawn(seed);
    Random random(seed, 7);
    std::vector<double> restart(drawn.n);
    restart[0] = 0.25;
    restart[3] = 0.75;
    for (const Sinks sinks : {Sinks::Seeds, Sinks::All, Sinks::Absorb}) {
      auto options = exact(random.uniform(), random.uniform(), {{"0", 1.0}, {"3", 3.0}}, sinks);
      options.damping = 0.95 * random.uniform();
      const Graph graph = drawn.graph();
      const auto found = signed_walk(graph, options);
      std::vector<double> both = found.positive;
      both.insert(both.end(), found.negative.begin(), found.negative.end());
      CAPTURE(seed, static_cast<int>(sinks));
      CHECK(l1_distance(both, dense_signed_walk(graph, restart, options)) <= 1e-12);
      for (NodeId v = 0; v < drawn.n; ++v)
        CHECK(found.net[v] == found.positive[v] - found.negative[v]);
    }
  }
}

TEST_CASE("signed_walk: without negative ties it is personalised PageRank, whatever the chances") {
  const Graph graph = testing::random_graph(300, 700, 12);
  const NamedNumbers seeds = {{"1", 1.0}, {"7", 2.0}, {"200", 0.5}};
  const auto expected =
      personalized_pagerank(graph, {.tolerance = 1e-15, .max_iterations = 20'000, .seeds = seeds});
  for (const double chance : {0.0, 0.3, 1.0}) {
    const auto result = signed_walk(graph, exact(chance, 1.0 - chance, seeds));
    CHECK(l1_distance(result.net, expected.score) <= 1e-12);
    for (const double negative : result.negative) CHECK(negative == 0.0);
  }
}

TEST_CASE("signed_walk: trust and distrust together are the unsigned walk") {
  for (std::uint64_t seed = 0; seed < 60; ++seed) {
    const Drawn drawn(seed, 100);
    const NamedNumbers seeds = {{"0", 1.0}, {"2", 3.0}};
    for (const Sinks sinks : {Sinks::Seeds, Sinks::All, Sinks::Absorb}) {
      const auto expected = personalized_pagerank(
          drawn.unsigned_graph(),
          {.tolerance = 1e-15, .max_iterations = 20'000, .sinks = sinks, .seeds = seeds});
      CHECK(l1_distance(sums(signed_walk(drawn.graph(), exact(0.4, 0.7, seeds, sinks))),
                        expected.score) <= 1e-12);
    }
  }
}

TEST_CASE("signed_walk: gamma 1, beta 1 is plain balance: a sign is that of the path") {
  // Two camps: friends within, enemies between. The other camp is only ever distrusted.
  testing::Ties ties;
  std::vector<std::int8_t> sign;
  for (const auto& [u, v] : testing::random_ties(40, 300, 3)) {
    ties.emplace_back(u, v);
    sign.push_back(u % 2 == v % 2 ? 1 : -1);
  }
  const auto result = signed_walk(with_signs(40, ties, sign), exact(1.0, 1.0, {{"0", 1.0}}));
  for (NodeId v = 0; v < 40; ++v) CHECK((v % 2 == 0 ? result.negative : result.positive)[v] == 0.0);
}

TEST_CASE("signed_walk: the 26 published vectors of SRWR, for gamma = beta = 1", "[files]") {
  if (!testing::have_shared_data("im/srwr/data")) return;
  const auto folder = testing::shared_data("im/srwr/data");
  for (const auto& [sample, people] : {std::pair{"01", NodeId{16}}, {"02", NodeId{10}}}) {
    std::ifstream file(folder / ("sample-" + std::string(sample) + ".tsv"));
    testing::Ties ties;
    std::vector<std::int8_t> sign;
    int of_tie = 0;
    for (NodeId source = 0, target = 0; file >> source >> target >> of_tie;) {
      ties.emplace_back(source - 1, target - 1);
      sign.push_back(static_cast<std::int8_t>(of_tie));
    }
    const Graph graph = with_signs(people, ties, sign);
    for (NodeId seed = 0; seed < people; ++seed) {
      const auto published =
          testing::read_mat_vectors(folder / ("testcases-" + std::string(sample)) /
                                    ("seed-" + std::to_string(seed + 1) + ".mat"));
      const auto found = signed_walk(graph, exact(1.0, 1.0, {{std::to_string(seed), 1.0}}));
      // They stopped at a change of 1e-9, which allows an error of 0.85 / 0.15 times that.
      CAPTURE(sample, seed);
      REQUIRE(published.at("rp").size() == people);
      CHECK(l1_distance(found.positive, published.at("rp")) +
                l1_distance(found.negative, published.at("rn")) <=
            1e-9 * 0.85 / 0.15 * 2.0);
      CHECK(l1_distance(found.net, published.at("r")) <= 1e-9 * 0.85 / 0.15 * 2.0);
    }
  }
}

TEST_CASE("signed_walk: relabelling people relabels their scores, threads change no bit") {
  const NodeId n = 5'000;
  const testing::Ties ties = testing::random_ties(n, 30'000, 9);
  const auto label = [&](NodeId v) { return (v * 7 + 3) % n; };
  testing::Ties relabelled;
  std::vector<std::int8_t> sign;
  for (std::size_t i = 0; i < ties.size(); ++i) {
    relabelled.emplace_back(label(ties[i].first), label(ties[i].second));
    sign.push_back(i % 4 == 0 ? -1 : 1);
  }
  SignedWalkResult result[2];
  for (const std::size_t threads : {1U, 8U}) {
    const ThreadLimit limit(threads);
    result[threads / 8] = signed_walk(with_signs(n, ties, sign), exact(0.5, 0.5, {{"5", 1.0}}));
  }
  CHECK((result[0].positive == result[1].positive));
  CHECK((result[0].negative == result[1].negative));
  const auto moved = signed_walk(with_signs(n, relabelled, sign),
                                 exact(0.5, 0.5, {{std::to_string(label(5)), 1.0}}));
  for (NodeId v = 0; v < n; ++v) CHECK(std::abs(result[0].net[v] - moved.net[label(v)]) <= 1e-12);
}

TEST_CASE("signed_walk: a view of the positive ties is the walk of the graph of these alone") {
  const Drawn drawn(7, 60);
  testing::Ties positive;
  std::vector<double> weight;
  for (std::size_t i = 0; i < drawn.ties.size(); ++i)
    if (drawn.sign[i] > 0) {
      positive.push_back(drawn.ties[i]);
      weight.push_back(drawn.weight[i]);
    }
  const auto options = exact(0.5, 0.5, {{"0", 1.0}});
  const Graph graph = drawn.graph();
  CHECK(l1_distance(signed_walk(GraphView(graph, {.sign = 1}), options).net,
                    signed_walk(with_signs(drawn.n, positive, {}, weight), options).net) <= 1e-14);
}

TEST_CASE("signed_walk: nobody, tolerance 0, and bad options by name") {
  CHECK(signed_walk(Graph()).net.empty());
  const Graph graph = graph_of(2, {{0, 1}});
  const auto fixed = signed_walk(graph, {.tolerance = 0.0, .max_iterations = 7});
  CHECK(fixed.iterations == 7);
  CHECK_FALSE(fixed.converged);
  const auto error = [&](const SignedWalkOptions& options) {
    return error_of([&] { signed_walk(graph, options); });
  };
  CHECK(error({.beta = 1.5}).starts_with("InvalidOption beta"));
  CHECK(error({.gamma = -0.5}).starts_with("InvalidOption gamma"));
  CHECK(error({.damping = std::nan("")}).starts_with("InvalidOption damping"));
  CHECK(error({.seeds = {{"9", 1.0}}}).starts_with("InvalidOption seeds: '9'"));
}

/// Half of a's walk goes to b and half to d, who both told a; a is wary of d.
testing::Study study(double stance_of_b) {
  StudyBuilder rows;
  rows.tie({.src = "b", .dst = "a"}).tie({.src = "d", .dst = "a", .sign = -1}).context("empty");
  rows.purchase({"a", 1, 10});
  testing::Study built(rows.build());
  std::vector<double> stance(built.network.num_rows());
  stance[built.row("b")] = stance_of_b;
  built.earlier.add({{.name = "stance"}, stance});
  return built;
}

TEST_CASE("signed_walk_in_study: negative ties and detractors lower what they reach, by hand") {
  SignedWalkOptions options = exact(0.5, 0.5, {}, Sinks::Absorb);
  options.damping = 0.5;
  const auto net_of = [&](const testing::Study& s, const char* person, const char* context) {
    return signed_walk_in_study(s.inputs(), options).net[s.row(person, context)];
  };
  const auto friendly = study(0.5), detracting = study(-0.5);
  CHECK(net_of(friendly, "a", "c") == 0.5);
  CHECK(net_of(friendly, "b", "c") == 0.125);
  CHECK(net_of(friendly, "d", "c") == -0.125);
  CHECK(net_of(detracting, "b", "c") == -0.125);
  CHECK(net_of(detracting, "b", "empty") == 0.0);
  options.detractors = false;
  CHECK(net_of(detracting, "b", "c") == 0.125);
}

TEST_CASE("signed_walk_in_study: without negative ties and detractors it is propagation_scores") {
  StudyBuilder rows = testing::random_study(
      {.seed = 3, .people = 40, .contexts = 3, .purchases = 90, .touches = 120});
  for (int i = 0; i < 90; ++i)
    rows.tie({.src = "p" + std::to_string(i % 40),
              .dst = "p" + std::to_string(i * 7 % 39),
              .weight = 1.0 + i % 3,
              .context = i % 2 == 0 ? "c0" : ""});
  const testing::Study given(rows.build());
  const auto expected =
      propagation_scores(given.inputs(), {.tolerance = 1e-15, .max_iterations = 20'000});
  CHECK(l1_distance(signed_walk_in_study(given.inputs(), exact(0.5, 0.5, {})).net,
                    expected.score) <= 1e-12);
}

}  // namespace
}  // namespace grapevine
