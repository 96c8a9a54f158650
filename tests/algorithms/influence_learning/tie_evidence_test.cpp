#include "algorithms/influence_learning/tie_evidence.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <map>

#include "tests/support/graphs.hpp"

namespace grapevine {
namespace {

Time day(double d) { return Time{std::chrono::microseconds(static_cast<std::int64_t>(d * 864e8))}; }

ActionLog log_of(const std::vector<std::vector<std::pair<NodeId, double>>>& actions) {
  ActionLog log;
  for (const auto& action : actions) {
    std::vector<Act> acts;
    for (const auto& [person, at] : action) acts.push_back({person, day(at)});
    log.add(acts);
  }
  return log;
}

/// 0 and 1 have ties to 2. In the first action 2 follows both, in the second 0 alone, in the third
/// it is before 0, in the fourth 0 acts alone.
const Graph& triangle() {
  static const Graph graph = testing::graph_of(3, {{0, 2}, {1, 2}});
  return graph;
}
ActionLog four_actions() {
  return log_of({{{0, 1}, {1, 2}, {2, 4}}, {{0, 1}, {2, 2}}, {{2, 1}, {0, 3}}, {{0, 5}}});
}

TieEvidence learned(LearningMethod method, double window = 0.0) {
  return learn_ties(triangle(), four_actions(), {.method = method, .window_days = window});
}

TEST_CASE("tie_evidence: Bernoulli, Jaccard and partial credit, by hand") {
  // 0 acts four times, 1 once, 2 three times; 0 and 2 both in three actions, 1 and 2 in one.
  const auto bernoulli = learned(LearningMethod::Bernoulli);
  CHECK(bernoulli.chance(0) == 2.0 / 4);
  CHECK(bernoulli.chance(1) == 1.0 / 1);
  const auto jaccard = learned(LearningMethod::Jaccard);
  CHECK(jaccard.chance(0) == 2.0 / (4 + 3 - 3));
  CHECK(jaccard.chance(1) == 1.0 / (1 + 3 - 1));
  const auto partial = learned(LearningMethod::PartialCredit);
  CHECK(partial.chance(0) == (0.5 + 1.0) / 4);
  CHECK(partial.chance(1) == 0.5 / 1);
  CHECK(partial.mean_delay_days[0] == Approx((3.0 + 1.0) / 2));
  CHECK(partial.mean_delay_days[1] == Approx(2.0));
}

TEST_CASE("tie_evidence: who acts too late, or at the same time, does not follow") {
  const auto near = learned(LearningMethod::Bernoulli, 2.0);
  CHECK(near.chance(0) == 1.0 / 4);  // only in the second action, after a day
  CHECK(near.chance(1) == 1.0);
  const auto same =
      learn_ties(triangle(), log_of({{{0, 1}, {2, 1}}}), {.method = LearningMethod::Bernoulli});
  CHECK(same.chance(0) == 0.0);
  CHECK(std::isnan(same.mean_delay_days[0]));
}

TEST_CASE("tie_evidence: ties that had not begun or had ended, and negative ones, say nothing") {
  EdgeList edges = testing::edge_list({{0, 4}, {1, 4}, {2, 4}, {3, 4}});
  edges.columns.time = {day(9), kUndated, day(2), kUndated};
  edges.columns.end = {kUndated, day(1), kUndated, kUndated};
  edges.columns.sign = {1, 1, 1, -1};
  const Graph graph = Graph::build(5, std::move(edges));
  const auto learned = learn_ties(graph, log_of({{{0, 1}, {1, 1}, {2, 1}, {3, 1}, {4, 5}}}),
                                  {.method = LearningMethod::PartialCredit});
  CHECK(learned.followed == std::vector<double>{0.0, 0.0, 1.0, 0.0});
}

TEST_CASE("tie_evidence: the likelihood of one follower of two is largest where they share") {
  // Of ten actions of 0 and 1 together 2 follows in 5: 1 - (1 - p)(1 - q) = 1/2, begun alike.
  std::vector<std::vector<std::pair<NodeId, double>>> actions;
  for (int i = 0; i < 10; ++i) {
    actions.push_back({{0, 1}, {1, 1}});
    if (i < 5) actions.back().push_back({2, 2});
  }
  const auto both = learn_ties(triangle(), log_of(actions), {.tolerance = 1e-12});
  CHECK(both.converged);
  for (const EdgeId e : {0U, 1U})
    CHECK(both.chance(e) == Approx(1.0 - std::sqrt(0.5)).epsilon(1e-6));
  // Alone, each has the share of its own actions.
  const auto one =
      learn_ties(triangle(), log_of({{{0, 1}, {2, 2}}, {{0, 1}}, {{0, 1}}}), {.tolerance = 1e-12});
  CHECK(one.chance(0) == Approx(1.0 / 3));
}

/// Cascades in rounds of a day from two random seeds each, with these chances.
ActionLog cascades(const Graph& graph, std::span<const double> chances, int count,
                   std::uint64_t seed) {
  ActionLog log;
  for (int i = 0; i < count; ++i) {
    Random random(seed, static_cast<std::uint64_t>(i));
    std::map<NodeId, int> round;
    std::vector<NodeId> queue;
    for (int s = 0; s < 2; ++s)
      if (const auto v = static_cast<NodeId>(random.below(graph.num_nodes()));
          round.emplace(v, 0).second)
        queue.push_back(v);
    for (std::size_t at = 0; at < queue.size(); ++at) {
      EdgeId e = graph.first_out_edge(queue[at]);
      for (const NodeId v : graph.out_neighbors(queue[at]))
        if (random.uniform() < chances[e++] && round.emplace(v, round[queue[at]] + 1).second)
          queue.push_back(v);
    }
    std::vector<Act> acts;
    for (const NodeId v : queue) acts.push_back({v, day(round[v])});
    log.add(acts);
  }
  return log;
}

TEST_CASE("tie_evidence: planted chances come back, the better the longer the log") {
  const Graph graph =
      testing::graph_of(40, testing::random_ties(40, 120, 3),
                        {.self_loops = SelfLoops::Drop, .parallel_edges = ParallelEdges::Drop});
  Random random(4, 0);
  std::vector<double> planted;
  for (EdgeId e = 0; e < graph.num_edges(); ++e) planted.push_back(0.6 * random.uniform());
  double before = 1.0;
  for (const int actions : {200, 1'800, 16'200}) {
    const auto evidence =
        learn_ties(graph, cascades(graph, planted, actions, 5), {.window_days = 1.5});
    double squares = 0.0;
    for (EdgeId e = 0; e < graph.num_edges(); ++e)
      squares += std::pow(evidence.chance(e) - planted[e], 2);
    const double error = std::sqrt(squares / static_cast<double>(graph.num_edges()));
    CAPTURE(actions, error);
    CHECK(evidence.converged);
    CHECK(error < 0.6 * before);  // by the root of 9 it would be a third
    before = error;
  }
  CHECK(before < 0.03);
}

TEST_CASE("tie_evidence: the likelihood never falls from step to step") {
  const Graph graph = testing::random_graph(30, 150, 7);
  const std::vector<double> planted(graph.num_edges(), 0.3);
  const ActionLog log = cascades(graph, planted, 60, 8);
  double before = -1e300;
  for (int steps = 1; steps <= 12; ++steps) {
    const auto evidence = learn_ties(graph, log, {.tolerance = 0.0, .max_iterations = steps});
    std::vector<double> chances;
    for (EdgeId e = 0; e < graph.num_edges(); ++e)
      chances.push_back(std::min(evidence.chance(e), 1.0 - 1e-12));
    const double likelihood = log_likelihood(graph, log, chances);
    CAPTURE(steps, likelihood);
    CHECK(likelihood >= before - 1e-6);
    before = likelihood;
  }
}

TEST_CASE("tie_evidence: nobody, no ties, no actions") {
  CHECK(learn_ties(Graph(), ActionLog()).followed.empty());
  const auto nothing = learn_ties(triangle(), ActionLog());
  CHECK(nothing.chance(0) == 0.0);
  CHECK(learn_ties(testing::graph_of(3, {}), four_actions()).followed.empty());
}

}  // namespace
}  // namespace grapevine
