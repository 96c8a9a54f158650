#include "algorithms/causality/exposure.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <map>

#include "engine/parallel/random.hpp"
#include "tests/support/graphs.hpp"

namespace grapevine {
namespace {

using Rows = std::map<NodeId, std::pair<std::int64_t, std::int64_t>>;

Rows rows_of(const std::vector<Exposure>& exposures) {
  Rows rows;
  for (const Exposure& e : exposures) rows[e.friends] = {e.stayed, e.entered};
  return rows;
}

/// Goes through every step of a person's time and counts friends anew.
Rows plain_exposures(const testing::Ties& ties, const std::vector<std::int32_t>& tie_step,
                     const EntrySteps& entries, NodeId person) {
  Rows rows;
  for (std::int32_t t = 0; t < entries.num_steps; ++t) {
    std::vector<NodeId> active;
    for (std::size_t i = 0; i < ties.size(); ++i) {
      const auto [source, target] = ties[i];
      const std::int32_t entered = entries.step[source];
      if (target == person && source != person && entered != kNeverEntered && entered < t &&
          tie_step[i] <= t)
        active.push_back(source);
    }
    std::ranges::sort(active);
    active.erase(std::unique(active.begin(), active.end()), active.end());
    auto& row = rows[static_cast<NodeId>(active.size())];
    if (entries.step[person] == t) {
      ++row.second;
      break;
    }
    ++row.first;
  }
  return rows;
}

TEST_CASE("exposures: friends count from the step after their entry, each once, loops never") {
  // 0 enters at 1, 1 at 3, 2 never; person 3 enters at 4 and has a loop and a doubled tie.
  const Graph graph = testing::graph_of(4, {{0, 3}, {0, 3}, {1, 3}, {2, 3}, {3, 3}});
  const EntrySteps entries{{1, 3, kNeverEntered, 4}, 6};
  CHECK(rows_of(exposures_of(graph, {}, entries, 3)) ==
        Rows{{0, {2, 0}}, {1, {2, 0}}, {2, {0, 1}}});
  CHECK(rows_of(exposures_of(graph, {}, entries, 2)) == Rows{{0, {6, 0}}});
  // Turned round, person 0 has the friend 3, who came later.
  CHECK(rows_of(exposures_of(graph, {}, entries, 0, true)) == Rows{{0, {1, 1}}});
}

TEST_CASE("exposures: equal to a walk through every step, with dated and parallel ties") {
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    Random random(seed, 4);
    const auto ties = testing::random_ties(15, 60, seed);
    EntrySteps entries{{}, 12};
    for (int i = 0; i < 15; ++i)
      entries.step.push_back(random.below(4) == 0 ? kNeverEntered
                                                  : static_cast<std::int32_t>(random.below(12)));
    EdgeList edges = testing::edge_list(ties);
    std::vector<std::int32_t> tie_step;
    for (std::size_t i = 0; i < ties.size(); ++i) {
      tie_step.push_back(static_cast<std::int32_t>(random.below(12)));
      edges.columns.time.emplace_back(std::chrono::days{tie_step.back()});
    }
    const Graph graph = Graph::build(15, edges);
    TieSteps steps;
    for (const Time time : graph.columns().time)
      steps.push_back(static_cast<std::int32_t>(day_number(time)));
    for (NodeId person = 0; person < 15; ++person)
      CHECK(rows_of(exposures_of(graph, steps, entries, person)) ==
            plain_exposures(ties, tie_step, entries, person));
  }
}

double log_odds(double entered, double stayed) { return std::log(entered / stayed); }

TEST_CASE("fit_exposures: of two numbers of friends the maximum is known") {
  const std::vector<Exposure> rows = {{0, 900, 30}, {3, 200, 40}};
  const auto fit = fit_exposures(rows);
  REQUIRE(fit);
  CHECK(fit->beta == Approx(log_odds(30, 900)).epsilon(1e-9));
  CHECK(fit->alpha ==
        Approx((log_odds(40, 200) - log_odds(30, 900)) / std::log(4.0)).epsilon(1e-9));
}

TEST_CASE("fit_exposures: at the maximum both score equations are zero") {
  Random random(5, 0);
  std::vector<Exposure> rows;
  for (NodeId friends = 0; friends < 30; ++friends)
    rows.push_back({friends, static_cast<std::int64_t>(1 + random.below(5000)),
                    static_cast<std::int64_t>(random.below(60))});
  const auto fit = fit_exposures(rows);
  REQUIRE(fit);
  double by_alpha = 0.0, by_beta = 0.0;
  for (const Exposure& e : rows) {
    const double x = std::log(e.friends + 1.0);
    const double p = 1.0 / (1.0 + std::exp(-(fit->alpha * x + fit->beta)));
    const double surplus =
        static_cast<double>(e.entered) * (1.0 - p) - static_cast<double>(e.stayed) * p;
    by_alpha += x * surplus;
    by_beta += surplus;
  }
  CHECK(std::abs(by_alpha) < 1e-6);
  CHECK(std::abs(by_beta) < 1e-6);
}

TEST_CASE("fit_exposures: data that do not tell give nothing, and no guess") {
  const auto fit = [](std::vector<Exposure> rows) { return fit_exposures(rows); };
  CHECK_FALSE(fit({}));
  CHECK_FALSE(fit({{0, 100, 0}, {1, 50, 0}}));   // nobody entered
  CHECK_FALSE(fit({{0, 0, 5}, {1, 0, 5}}));      // nobody stayed
  CHECK_FALSE(fit({{2, 100, 10}}));              // all had two friends
  CHECK_FALSE(fit({{0, 100, 0}, {1, 0, 10}}));   // parted by friends alone
  CHECK_FALSE(fit({{0, 100, 0}, {1, 50, 10}}));  // entering begins where staying ends
  CHECK(fit({{0, 100, 1}, {1, 50, 10}}));
}

TEST_CASE("merged: equal numbers of friends are summed, ascending") {
  const auto rows = merged({{2, 1, 0}, {0, 5, 1}, {2, 3, 1}});
  CHECK(rows_of(rows) == Rows{{0, {5, 1}}, {2, {4, 1}}});
}

}  // namespace
}  // namespace grapevine
