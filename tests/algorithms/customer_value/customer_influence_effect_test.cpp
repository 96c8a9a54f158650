#include "algorithms/customer_value/customer_influence_effect.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <numeric>

#include "engine/parallel/blocks.hpp"
#include "tests/support/errors.hpp"
#include "tests/support/graphs.hpp"
#include "tests/support/sanitizer.hpp"

namespace grapevine {
namespace {

struct Link {
  NodeId from, to;
  double weight = 1.0;
  int sign = 1;
};

Graph graph_of(NodeId people, const std::vector<Link>& links) {
  EdgeList edges;
  for (const Link& link : links) {
    edges.source.push_back(link.from);
    edges.target.push_back(link.to);
    edges.columns.weight.push_back(link.weight);
    edges.columns.sign.push_back(static_cast<std::int8_t>(link.sign));
  }
  return Graph::build(people, std::move(edges));
}

/// The share of a link; 0 where there is none.
double share_of(const Graph& graph, NodeId from, NodeId to) {
  const auto shares = response_shares(graph);
  double sum = 0.0;
  EdgeId e = graph.first_out_edge(from);
  for (const NodeId v : graph.out_neighbors(from)) {
    if (v == to) sum += shares[e];
    ++e;
  }
  return sum;
}

TEST_CASE("customer_influence_effect: A and B write 50 times to C, who answers A alone") {
  constexpr NodeId kA = 0, kB = 1, kC = 2;
  const Graph graph = graph_of(3, {{kA, kC, 50.0}, {kB, kC, 50.0}, {kC, kA, 20.0}});
  CHECK(share_of(graph, kC, kA) == 1.0);  // all that C responds goes to A: A's effect on C
  CHECK(share_of(graph, kC, kB) == 0.0);
  const auto result = customer_influence_effect(graph);
  // s_A = 1 + s_C / 2, s_B = 1, s_C = 1 + (s_A + s_B) / 2.
  CHECK(result.influence[kB] == Approx(1.0));
  CHECK(result.influence[kA] == Approx(7.0 / 3.0));
  CHECK(result.influence[kC] == Approx(8.0 / 3.0));
  CHECK(result.share[kC] == Approx(8.0 / 18.0));
  CHECK(result.converged);
  CHECK(result.residual <= 1e-12);
  CHECK(result.iterations > 10);
}

TEST_CASE("customer_influence_effect: shares are of absolute weights, to oneself counts nothing") {
  const Graph graph =
      graph_of(4, {{0, 0, 100.0}, {0, 1, 3.0}, {0, 2, 1.0, -1}, {1, 1, 5.0}, {2, 3, 0.0}});
  CHECK(share_of(graph, 0, 1) == 0.75);
  CHECK(share_of(graph, 0, 2) == -0.25);
  CHECK(share_of(graph, 0, 0) == 0.0);
  CHECK(share_of(graph, 1, 1) == 0.0);
  CHECK(share_of(graph, 2, 3) == 0.0);
  const auto result = customer_influence_effect(graph, {.damping = 0.8});
  CHECK(result.influence == std::vector<double>{1.0, 1.6, 0.8, 1.0});
  CHECK(result.share[2] == Approx(0.8 / 4.4));
  const Graph plain = testing::graph_of(3, {{0, 1}, {0, 2}, {0, 0}});
  CHECK(response_shares(plain) == std::vector<double>{0.0, 0.5, 0.5});
  CHECK(customer_influence_effect(plain).influence == std::vector<double>{1.0, 1.25, 1.25});
}

TEST_CASE("customer_influence_effect: negative influence is a negative share of the total") {
  std::vector<Link> links;
  for (NodeId v = 1; v < 10; ++v) links.push_back({v, 0, 1.0, -1});
  const auto result = customer_influence_effect(graph_of(10, links));
  CHECK(result.influence[0] == Approx(1.0 - 4.5));
  CHECK(result.share[0] == Approx(-3.5 / 12.5));
}

TEST_CASE("customer_influence_effect: weights from the smallest number to the largest") {
  const Graph graph =
      graph_of(4, {{0, 1, 1e300}, {0, 2, 1e300}, {1, 2, 5e-324}, {1, 3, 5e-324}, {2, 3, 1e-300}});
  CHECK(share_of(graph, 0, 1) == 0.5);
  CHECK(share_of(graph, 1, 2) == 0.5);
  CHECK(share_of(graph, 2, 3) == 1.0);
}

/// (I - damping S)^-1 1 by Gauss's elimination with pivots.
std::vector<double> dense_solution(NodeId n, const std::vector<Link>& links, double damping) {
  std::vector<std::vector<long double>> rows(n, std::vector<long double>(n + std::size_t{1}));
  std::vector<long double> out(n);
  for (const Link& l : links)
    if (l.from != l.to) out[l.from] += l.weight;
  for (NodeId i = 0; i < n; ++i) rows[i][i] = rows[i][n] = 1.0L;
  for (const Link& l : links)
    if (l.from != l.to && l.weight > 0.0)
      rows[l.to][l.from] -= damping * l.sign * l.weight / out[l.from];
  for (NodeId c = 0; c < n; ++c) {
    NodeId best = c;
    for (NodeId r = c; r < n; ++r)
      if (std::abs(rows[r][c]) > std::abs(rows[best][c])) best = r;
    std::swap(rows[c], rows[best]);
    for (NodeId r = 0; r < n; ++r) {
      if (r == c) continue;
      const long double factor = rows[r][c] / rows[c][c];
      for (std::size_t k = c; k <= n; ++k) rows[r][k] -= factor * rows[c][k];
    }
  }
  std::vector<double> solution;
  for (NodeId i = 0; i < n; ++i) solution.push_back(static_cast<double>(rows[i][n] / rows[i][i]));
  return solution;
}

std::vector<Link> random_links(NodeId people, std::uint64_t seed, bool negative) {
  Random random(seed, 0);
  std::vector<Link> links(random.below(4 * people));
  for (Link& link : links) {
    link.from = static_cast<NodeId>(random.below(people));
    link.to = static_cast<NodeId>(random.below(people));
    link.weight = static_cast<double>(random.below(5));
    link.sign = negative && random.below(3) == 0 ? -1 : 1;
  }
  return links;
}

TEST_CASE("customer_influence_effect: equals a dense solve on random signed graphs") {
  const std::uint64_t seeds = testing::kSlowBuild ? 500 : 10'000;
  std::size_t wrong = 0;
  for (std::uint64_t seed = 0; seed < seeds; ++seed) {
    const auto people = static_cast<NodeId>(1 + seed % 9);
    const auto links = random_links(people, seed, true);
    const double damping = 0.9 * Random(seed, 1).uniform();
    const auto found = customer_influence_effect(graph_of(people, links), {.damping = damping});
    const auto exact = dense_solution(people, links, damping);
    double total = 0.0;
    for (NodeId v = 0; v < people; ++v) {
      wrong += std::abs(found.influence[v] - exact[v]) > 1e-9;
      total += std::abs(found.share[v]);
    }
    wrong += std::abs(total - 1.0) > 1e-12 || !found.converged;
  }
  CHECK(wrong == 0);
}

TEST_CASE(
    "customer_influence_effect: what all are given beyond their own is at most what all have") {
  // Once, by shares: CIV_i = CLV_i + sum_j S_ij CLV_j. And of all rounds, damped: d / (1 - d) of
  // it.
  std::size_t wrong = 0;
  for (std::uint64_t seed = 0; seed < 10'000; ++seed) {
    const auto people = static_cast<NodeId>(2 + seed % 7);
    const Graph graph = graph_of(people, random_links(people, seed, seed % 2 == 0));
    const auto shares = response_shares(graph);
    std::vector<double> own(people), passed(people);
    Random random(seed, 2);
    for (double& value : own) value = 100.0 * random.uniform();
    double given = 0.0;
    for (NodeId j = 0; j < people; ++j) {
      EdgeId e = graph.first_out_edge(j);
      for ([[maybe_unused]] const NodeId i : graph.out_neighbors(j)) {
        passed[j] += std::abs(shares[e]);
        given += shares[e++] * own[j];
      }
      wrong += passed[j] > 1.0 + 1e-12;  // columns of the shares are substochastic
    }
    wrong += given > std::accumulate(own.begin(), own.end(), 0.0) + 1e-9;
    const double damping = 0.95 * random.uniform();
    const auto all = customer_influence_effect(graph, {.damping = damping}).influence;
    const double beyond = std::accumulate(all.begin(), all.end(), 0.0) - people;
    wrong += beyond > damping / (1.0 - damping) * people + 1e-9;
  }
  CHECK(wrong == 0);
}

TEST_CASE("customer_influence_effect: passes that do not suffice are said, threads change no bit") {
  const Graph graph = testing::random_graph(9'000, 60'000, 4);
  const auto few = customer_influence_effect(graph, {.damping = 0.9, .max_iterations = 3});
  CHECK_FALSE(few.converged);
  CHECK(few.residual > 0.1);
  CHECK(few.facts() ==
        Facts{{"iterations", "3"}, {"residual", to_text(few.residual)}, {"converged", "false"}});
  CHECK(customer_influence_effect(graph).facts()[2].second == "true");
  std::vector<double> influence[2];
  for (const std::size_t threads : {1U, 8U}) {
    const ThreadLimit limit(threads);
    influence[threads / 8] = customer_influence_effect(graph).influence;
  }
  CHECK((influence[0] == influence[1]));
}

TEST_CASE("customer_influence_effect: nobody, nothing, and damping 1 could be without an end") {
  CHECK(customer_influence_effect(Graph()).influence.empty());
  CHECK(customer_influence_effect(Graph()).converged);
  CHECK(testing::error_of([] {
          customer_influence_effect(Graph(), {.damping = 1.0});
        }).starts_with("InvalidOption damping: 1 is out of range; allowed: [0, 0.999]"));
}

}  // namespace
}  // namespace grapevine
