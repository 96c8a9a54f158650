#include "algorithms/influence_learning/tie_evidence.hpp"

#include <catch2/catch.hpp>
#include <cmath>

#include "tests/support/actions.hpp"

namespace grapevine {
namespace {

using testing::cascades;
using testing::day;
using testing::log_of;

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

TEST_CASE("tie_evidence: within a window of tau only what is soon follows, by hand") {
  const double tau[] = {2.0, 2.0};
  const auto within = [&](LearningMethod method) {
    return learn_ties(triangle(), four_actions(),
                      {.method = method, .decay = TimeDecay::Window, .tau_days = tau});
  };
  // 2 follows 0 after 3 days and after 1, and 1 after 2.
  CHECK(within(LearningMethod::Bernoulli).chance(0) == 1.0 / 4);
  CHECK(within(LearningMethod::Bernoulli).chance(1) == 1.0);
  CHECK(within(LearningMethod::Jaccard).chance(0) == 1.0 / (4 + 3 - 3));
  CHECK(within(LearningMethod::PartialCredit).chance(0) == 1.0 / 4);
  CHECK(within(LearningMethod::PartialCredit).chance(1) == 1.0);  // shared with nobody
  CHECK(within(LearningMethod::Likelihood).chance(0) == Approx(1.0 / 3));
  // Without being told, tau is the mean of what was seen: 2 days for either tie.
  const auto own = learn_ties(triangle(), four_actions(),
                              {.method = LearningMethod::Bernoulli, .decay = TimeDecay::Window});
  CHECK(own.chance(0) == 1.0 / 4);
  CHECK(own.chance(1) == 1.0);
  CHECK(own.mean_delay_days[0] == Approx(2.0));  // of all who followed, however late
}

TEST_CASE("tie_evidence: where influence fades credit is shared as what is left, by hand") {
  const double tau[] = {3.0, 1.0};
  const auto fading = [&](LearningMethod method) {
    return learn_ties(triangle(), four_actions(),
                      {.method = method, .decay = TimeDecay::Exponential, .tau_days = tau});
  };
  const double left[] = {std::exp(-3.0 / 3), std::exp(-2.0 / 1)};
  const auto partial = fading(LearningMethod::PartialCredit);
  CHECK(partial.chance(0) == Approx((left[0] / (left[0] + left[1]) + 1.0) / 4));
  CHECK(partial.chance(1) == Approx(left[1] / (left[0] + left[1])));
  // At its strongest a chance is what it is without decay.
  CHECK(fading(LearningMethod::Bernoulli).followed == learned(LearningMethod::Bernoulli).followed);
  CHECK(fading(LearningMethod::Jaccard).tried == learned(LearningMethod::Jaccard).tried);
}

TEST_CASE("tie_evidence: planted delays come back") {
  // 0 moves 20 others, each with a mean delay of its own, of 1 to 20 days.
  testing::Ties ties;
  std::vector<double> planted;
  for (NodeId v = 1; v <= 20; ++v) {
    ties.emplace_back(0, v);
    planted.push_back(v);
  }
  const Graph graph = testing::graph_of(21, ties);
  const std::vector<double> chances(20, 0.5);
  const auto evidence = learn_ties(graph, cascades(graph, chances, 40'000, 2, planted));
  for (EdgeId e = 0; e < 20; ++e) {
    // 0 begins some 3,800 of the cascades, and each follows in 1,800: an error of 2.4 %.
    CHECK(evidence.mean_delay_days[e] == Approx(planted[e]).epsilon(0.1));
    CHECK(evidence.chance(e) == Approx(0.5).margin(0.04));
  }
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

/// Forty people with 120 ties, chances up to 0.6 and mean delays of 1 to 20 days.
struct FadingTown {
  Graph graph =
      testing::graph_of(40, testing::random_ties(40, 120, 3),
                        {.self_loops = SelfLoops::Drop, .parallel_edges = ParallelEdges::Drop});
  std::vector<double> chances, tau;

  FadingTown() {
    Random random(4, 0);
    for (EdgeId e = 0; e < graph.num_edges(); ++e) {
      chances.push_back(0.6 * random.uniform());
      tau.push_back(1.0 + 19.0 * random.uniform());
    }
  }
  double error(const TieEvidence& evidence) const {
    double squares = 0.0;
    for (EdgeId e = 0; e < graph.num_edges(); ++e)
      squares += std::pow(evidence.chance(e) - chances[e], 2);
    return std::sqrt(squares / static_cast<double>(graph.num_edges()));
  }
};

TEST_CASE("tie_evidence: chances of cascades in continuous time come back, given their delays") {
  const FadingTown town;
  double before = 1.0;
  for (const int actions : {200, 1'800, 16'200}) {
    const ActionLog log = cascades(town.graph, town.chances, actions, 5, town.tau);
    const double fading = town.error(
        learn_ties(town.graph, log, {.decay = TimeDecay::Exponential, .tau_days = town.tau}));
    CAPTURE(actions, fading);
    CHECK(fading < 0.6 * before);
    before = fading;
  }
  CHECK(before < 0.03);
}

TEST_CASE("tie_evidence: in continuous time the likelihood never falls either") {
  const FadingTown town;
  const ActionLog log = cascades(town.graph, town.chances, 200, 8, town.tau);
  double before = -1e300;
  for (int steps = 1; steps <= 12; ++steps) {
    const auto evidence = learn_ties(town.graph, log,
                                     {.tolerance = 0.0,
                                      .max_iterations = steps,
                                      .decay = TimeDecay::Exponential,
                                      .tau_days = town.tau});
    std::vector<double> chances;
    for (EdgeId e = 0; e < town.graph.num_edges(); ++e)
      chances.push_back(std::min(evidence.chance(e), 1.0 - 1e-12));
    const double likelihood = log_likelihood(town.graph, log, chances, 0.0, town.tau);
    CAPTURE(steps, likelihood);
    CHECK(likelihood >= before - 1e-6);
    before = likelihood;
  }
}

TEST_CASE("tie_evidence: the likelihood in continuous time, of one follower of two, by hand") {
  // 2 acts a day after 1 and three after 0: one of them came now, of the other nothing had.
  const ActionLog log = log_of({{{0, 1}, {1, 3}, {2, 4}}, {{0, 1}}});
  const double tau[] = {3.0, 2.0}, chances[] = {0.4, 0.7};
  const double f0 = 0.4 * std::exp(-1.0) / 3.0, f1 = 0.7 * std::exp(-0.5) / 2.0;
  const double not0 = 1.0 - 0.4 * (1.0 - std::exp(-1.0)), not1 = 1.0 - 0.7 * (1.0 - std::exp(-0.5));
  CHECK(log_likelihood(triangle(), log, chances, 0.0, tau) ==
        Approx(std::log(f0 * not1 + f1 * not0) + std::log(0.6)));
}

TEST_CASE("tie_evidence: nobody, no ties, no actions") {
  CHECK(learn_ties(Graph(), ActionLog()).followed.empty());
  const auto nothing = learn_ties(triangle(), ActionLog());
  CHECK(nothing.chance(0) == 0.0);
  CHECK(learn_ties(testing::graph_of(3, {}), four_actions()).followed.empty());
}

}  // namespace
}  // namespace grapevine
