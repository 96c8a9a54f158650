#include "algorithms/influence_learning/background_cascade.hpp"

#include <catch2/catch.hpp>
#include <cmath>

#include "tests/support/actions.hpp"

namespace grapevine {
namespace {

using testing::action_with_background;
using testing::day;

constexpr double kDays = 600.0;

BackgroundOptions within(double days) { return {.begin = day(0), .end = day(days)}; }

/// By the definition: for every person the chance of what was seen of them, tie by tie.
double plain_likelihood(const Graph& graph, std::span<const Act> action, double end, double chance,
                        double tau, double unasked) {
  std::vector<double> time(graph.num_nodes(), INFINITY);
  for (const Act& act : action)
    time[act.person] =
        std::chrono::duration<double, std::ratio<86'400>>(act.time.time_since_epoch()).count();
  double sum = 0.0;
  for (NodeId v = 0; v < graph.num_nodes(); ++v) {
    const double until = std::min(time[v], end);
    double rate = unasked;
    sum -= unasked * until;
    for (NodeId u = 0; u < graph.num_nodes(); ++u)
      for (const NodeId to : graph.out_neighbors(u)) {
        if (to != v || u == v || !(time[u] < until)) continue;
        const double days = until - time[u], silent = 1.0 - chance * (1.0 - std::exp(-days / tau));
        sum += std::log(silent);
        rate += chance * std::exp(-days / tau) / tau / silent;
      }
    if (time[v] < end) sum += std::log(rate);
  }
  return sum;
}

TEST_CASE("background_cascade: its likelihood is that of the definition, and is largest") {
  const Graph graph = testing::random_graph(60, 240, 3);
  const auto action = action_with_background(graph, 0.3, 12.0, 0.001, kDays, 4);
  const auto found = learn_with_background(graph, action, within(kDays));
  REQUIRE(found.converged);
  const auto likelihood = [&](double chance, double tau, double unasked) {
    return plain_likelihood(graph, action, kDays, found.chance * chance, found.tau_days * tau,
                            found.unasked_per_day * unasked);
  };
  const double best = likelihood(1, 1, 1);
  CHECK(found.log_likelihood == Approx(best).epsilon(1e-7));
  for (const double factor : {0.9, 0.98, 1.02, 1.1}) {
    CHECK(likelihood(factor, 1, 1) < best);
    CHECK(likelihood(1, factor, 1) < best);
    CHECK(likelihood(1, 1, factor) < best);
  }
}

TEST_CASE("background_cascade: the likelihood never falls from step to step") {
  const Graph graph = testing::random_graph(100, 500, 5);
  const auto action = action_with_background(graph, 0.2, 20.0, 0.0005, kDays, 6);
  double before = -1e300;
  for (int steps = 1; steps <= 30; ++steps) {
    auto options = within(kDays);
    options.max_iterations = steps;
    const double now = learn_with_background(graph, action, options).log_likelihood;
    CHECK(now >= before - 1e-9);
    before = now;
  }
}

TEST_CASE("background_cascade: what is planted comes back, the better the more people") {
  double before = 1.0;
  for (const NodeId people : {300U, 2'700U, 24'300U}) {
    double squares = 0.0;
    for (std::uint64_t seed = 0; seed < 16; ++seed) {
      const double chance = 0.05 + 0.015 * static_cast<double>(seed);
      const Graph graph = testing::random_graph(people, 6 * people, seed);
      const auto action = action_with_background(graph, chance, 15.0, 0.0002, kDays, seed);
      const auto found = learn_with_background(graph, action, within(kDays));
      squares += std::pow(found.chance - chance, 2);
      if (people < 20'000) continue;
      CAPTURE(chance, found.chance);
      CHECK(found.chance == Approx(chance).epsilon(0.1));
      CHECK(found.tau_days == Approx(15.0).epsilon(0.1));
      CHECK(found.unasked_per_day == Approx(0.0002).epsilon(0.1));
    }
    const double error = std::sqrt(squares / 16.0);
    CAPTURE(people, error);
    CHECK(error < 0.6 * before);  // by the root of 9 it would be a third
    before = error;
  }
}

TEST_CASE("background_cascade: who all act unasked are said to") {
  const Graph graph = testing::random_graph(20'000, 120'000, 9);
  const auto action = action_with_background(graph, 0.0, 10.0, 0.0005, kDays, 10);
  const auto found = learn_with_background(graph, action, within(kDays));
  CHECK(found.chance < 0.01);
  CHECK(found.unasked_per_day == Approx(0.0005).epsilon(0.05));
  // Without a background everybody after a friend would be that friend's.
  ActionLog log;
  log.add(action);
  const auto all = learn_ties(graph, log, {.pooled = true});
  double followed = 0.0, tried = 0.0;
  for (std::size_t e = 0; e < all.tried.size(); ++e) {
    followed += all.followed[e];
    tried += all.tried[e];
  }
  CHECK(followed / tried > 0.05);
}

TEST_CASE(
    "background_cascade: evidence of each tie sums to the chance of all, and fits its story") {
  // 1 acts a day after 0, 2 nearly two years after; 3 never does.
  const Graph graph = testing::graph_of(4, {{0, 1}, {0, 2}, {0, 3}});
  const std::vector<Act> action = {{0, day(1)}, {1, day(2)}, {2, day(590)}};
  const auto found = learn_with_background(graph, action, within(kDays));
  const auto& followed = found.evidence.followed;
  CHECK(found.evidence.tried == std::vector<double>{1.0, 1.0, 1.0});
  CHECK(found.evidence.mean_delay_days[0] == Approx(1.0));
  CHECK(std::isnan(found.evidence.mean_delay_days[2]));
  CHECK(followed[0] > 0.9);
  CHECK(followed[1] < 0.2);
  CHECK((followed[0] + followed[1] + followed[2]) / 3.0 == Approx(found.chance));
}

TEST_CASE("background_cascade: ties that may carry after the end do not make all of them sure") {
  // Of 200 ties 10 are followed, evenly over the study: any chance would do, were it slow enough.
  testing::Ties ties;
  std::vector<Act> action;
  for (NodeId i = 0; i < 200; ++i) {
    ties.emplace_back(i, 200 + i);
    action.push_back({i, day(0)});
    if (i < 10) action.push_back({200 + i, day(30 + 60 * i)});
  }
  const auto found = learn_with_background(testing::graph_of(400, ties), action, within(kDays));
  CHECK(found.tau_days <= 300.0 + 1e-9);
  CHECK(found.chance < 0.07);
}

TEST_CASE("background_cascade: nobody, nobody who follows, all at once") {
  const auto nobody = learn_with_background(Graph(), {}, within(kDays));
  CHECK(nobody.chance == 0.0);
  CHECK(nobody.evidence.tried.empty());
  const Graph graph = testing::graph_of(3, {{0, 1}, {1, 2}});
  const std::vector<Act> alone = {{2, day(3)}};
  const auto one = learn_with_background(graph, alone, within(kDays));
  CHECK(one.chance == 0.0);
  CHECK(std::isnan(one.tau_days));
  CHECK(one.unasked_per_day == Approx(1.0 / (2 * kDays + 3)));
  const std::vector<Act> together = {{0, day(3)}, {1, day(3)}};
  CHECK(learn_with_background(graph, together, within(kDays)).chance == 0.0);
  CHECK(learn_with_background(graph, together, within(3)).converged);
}

}  // namespace
}  // namespace grapevine
