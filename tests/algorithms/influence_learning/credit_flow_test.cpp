#include "algorithms/influence_learning/credit_flow.hpp"

#include <catch2/catch.hpp>
#include <cmath>

#include "tests/support/actions.hpp"

namespace grapevine {
namespace {

using testing::log_of;

/// A random log on a random graph, loops and parallel ties among it.
struct RandomLog {
  Graph graph;
  ActionLog log;
  std::vector<double> tau, influenceability;

  explicit RandomLog(std::uint64_t seed, NodeId people = 8, EdgeId ties = 24, int actions = 4)
      : graph(testing::random_graph(people, ties, seed)) {
    Random random(seed, 1);
    for (int a = 0; a < actions; ++a) {
      std::vector<Act> acts;
      for (NodeId v = 0; v < people; ++v)
        if (random.below(4) != 0)
          acts.push_back({v, testing::day(static_cast<double>(random.below(9)))});
      log.add(acts);
    }
    for (EdgeId e = 0; e < ties; ++e) tau.push_back(1.0 + 5.0 * random.uniform());
    for (NodeId v = 0; v < people; ++v) influenceability.push_back(random.uniform());
  }

  CreditTerms terms(CreditRule rule) const {
    return {
        .rule = rule, .window_days = 0.0, .tau_days = tau, .influenceability = influenceability};
  }
  CreditFlow flow(CreditRule rule) const {
    CreditFlow flow(graph.num_nodes());
    flow.add(graph, log, terms(rule));
    return flow;
  }
};

/// The definition, path by path, in one action.
class PlainAction {
 public:
  PlainAction(const RandomLog& all, CreditRule rule, std::size_t action)
      : all_(all), rule_(rule), time_(all.graph.num_nodes(), -1) {
    for (const Act& act : all.log.acts_of(action))
      time_[act.person] = std::lround(
          std::chrono::duration<double, std::ratio<86'400>>(act.time.time_since_epoch()).count());
  }

  bool acts(NodeId v) const { return time_[v] >= 0; }

  /// gamma_{v,u}: over ties, but each person counts once.
  double direct(NodeId v, NodeId u) const {
    int friends = 0, parallel = 0;
    double left = 0.0;
    for (NodeId w = 0; w < all_.graph.num_nodes(); ++w) {
      EdgeId e = all_.graph.first_out_edge(w);
      bool any = false;
      for (const NodeId to : all_.graph.out_neighbors(w)) {
        const EdgeId tie = e++;
        if (to != u || !acts(w) || !acts(u) || time_[w] >= time_[u]) continue;
        any = true;
        if (w != v) continue;
        ++parallel;
        left += rule_ == CreditRule::Even
                    ? 1.0
                    : all_.influenceability[u] *
                          std::exp(-static_cast<double>(time_[u] - time_[w]) / all_.tau[tie]);
      }
      friends += any;
    }
    return parallel == 0 ? 0.0 : left / parallel / friends;
  }

  /// Sum over all paths from members to u that meet no member on the way.
  double credit(const std::vector<bool>& member, NodeId u) const {
    if (!acts(u)) return 0.0;
    if (member[u]) return 1.0;
    double sum = 0.0;
    for (NodeId w = 0; w < all_.graph.num_nodes(); ++w)
      if (const double share = direct(w, u); share > 0.0) sum += share * credit(member, w);
    return sum;
  }

 private:
  const RandomLog& all_;
  CreditRule rule_;
  std::vector<long> time_;
};

double plain_spread(const RandomLog& all, CreditRule rule, const std::vector<bool>& member) {
  const NodeId n = all.graph.num_nodes();
  std::vector<double> credit(n), acts(n);
  for (std::size_t a = 0; a < all.log.num_actions(); ++a) {
    const PlainAction action(all, rule, a);
    for (NodeId u = 0; u < n; ++u) {
      credit[u] += action.credit(member, u);
      acts[u] += action.acts(u);
    }
  }
  double sum = 0.0;
  for (NodeId u = 0; u < n; ++u) sum += acts[u] > 0.0 ? credit[u] / acts[u] : 0.0;
  return sum;
}

TEST_CASE("credit_flow: a diamond with a tail, by hand") {
  // 0 has ties to 1 and 2, these and 0 to 3, 3 to 4: credits of 3 are 1/3 each.
  const Graph graph = testing::graph_of(5, {{0, 1}, {0, 2}, {0, 3}, {1, 3}, {2, 3}, {3, 4}});
  CreditFlow flow(5);
  flow.add(graph, log_of({{{0, 0}, {1, 1}, {2, 2}, {3, 3}, {4, 4}}}));
  // 0 is credited 1 for each other: for 3 by 1/3 + 1/3 + 1/3; 1 and 2 for 1/3 of 3 and of 4.
  CHECK(flow.spreads()[0] == Approx(5.0));
  CHECK(flow.spreads()[1] == Approx(1.0 + 2.0 / 3));
  CHECK(flow.spreads()[3] == Approx(2.0));
  CHECK(flow.spread(std::vector<NodeId>{1, 2}) == Approx(2.0 + 2 * 2.0 / 3));
  CHECK(flow.spread(std::vector<NodeId>{1, 1}) == Approx(1.0 + 2.0 / 3));
  CHECK(flow.spread({}) == 0.0);
  const auto passed = flow.passed(0.5);
  // Of 3 the thirds are left out, and what is below half of 4; 0 and 3 are left.
  REQUIRE(passed.credits.size() == 5);
  CHECK(passed.credits[2].from == 0);
  CHECK(passed.credits[2].to == 3);
  CHECK(passed.credits[2].direct == Approx(1.0 / 3));
  CHECK(passed.credits[2].credit == Approx(1.0));
  CHECK(passed.credits[4].from == 3);
  CHECK(passed.credits[4].to == 4);
  // 1 was credited a third of 3, and nothing of 4: a third is missing there as well.
  CHECK(passed.most_missing == Approx(1.0 / 3));
}

TEST_CASE("credit_flow: two actions, who acts in both counts half in each, by hand") {
  const Graph graph = testing::graph_of(3, {{0, 1}, {2, 1}});
  CreditFlow flow(3);
  flow.add(graph, log_of({{{0, 0}, {1, 1}}, {{0, 0}, {2, 1}, {1, 2}}}));
  // 1 acts twice: 0 is credited 1 and 1/2, so (1 + 1/2) / 2; 2 is credited 1/2.
  CHECK(flow.spreads()[0] == Approx(1.0 + 0.75));
  CHECK(flow.spreads()[2] == Approx(1.0 + 0.25));
  const auto seeds = flow.choose(5);
  REQUIRE(seeds.size() == 2);  // all that 1 did is credited to them
  CHECK(seeds[0].person == 0);
  CHECK(seeds[1].person == 2);
  CHECK(seeds[1].gain == Approx(1.25));
}

TEST_CASE("credit_flow: nobody is chosen for what roundings leave") {
  // Ten tenths are 1 less a rounding: once ten are chosen, the eleventh has nothing of their own.
  testing::Ties ties;
  std::vector<std::pair<NodeId, double>> acts;
  for (NodeId v = 0; v < 10; ++v) {
    ties.emplace_back(v, 10);
    acts.emplace_back(v, v);
  }
  acts.emplace_back(10, 10.0);
  CreditFlow flow(11);
  flow.add(testing::graph_of(11, ties), log_of({acts}));
  const auto seeds = flow.choose(11);
  CHECK(seeds.size() == 10);
  for (const CreditSeed& seed : seeds) CHECK(seed.person != 10);
}

TEST_CASE("credit_flow: decayed credit and window, by hand") {
  const Graph graph = testing::graph_of(3, {{0, 2}, {1, 2}});
  const std::vector<double> tau = {4.0, 1.0}, infl = {1.0, 1.0, 0.8};
  CreditFlow flow(3);
  flow.add(graph, log_of({{{0, 0}, {1, 2}, {2, 4}}}),
           {.rule = CreditRule::Decayed, .tau_days = tau, .influenceability = infl});
  CHECK(flow.spreads()[0] == Approx(1.0 + 0.8 / 2 * std::exp(-1.0)));
  CHECK(flow.spreads()[1] == Approx(1.0 + 0.8 / 2 * std::exp(-2.0)));
  CreditFlow near(3);
  near.add(graph, log_of({{{0, 0}, {1, 2}, {2, 4}}}), {.window_days = 3.0});
  CHECK(near.spreads() == std::vector<double>{1.0, 2.0, 1.0});
}

TEST_CASE("credit_flow: spread of any set is the sum over all paths, for random logs") {
  for (std::uint64_t seed = 0; seed < 40; ++seed)
    for (const CreditRule rule : {CreditRule::Even, CreditRule::Decayed}) {
      const RandomLog all(seed);
      const CreditFlow flow = all.flow(rule);
      const auto each = flow.spreads();
      for (std::uint64_t set = 0; set < 256; set += 1 + seed % 3) {
        std::vector<bool> member(8);
        std::vector<NodeId> seeds;
        for (NodeId v = 0; v < 8; ++v)
          if ((member[v] = (set >> v & 1) != 0)) seeds.push_back(v);
        const double plain = plain_spread(all, rule, member);
        CAPTURE(seed, set);
        CHECK(flow.spread(seeds) == Approx(plain).epsilon(1e-12).margin(1e-14));
        if (seeds.size() == 1) CHECK(each[seeds[0]] == Approx(plain).epsilon(1e-12).margin(1e-14));
      }
    }
}

TEST_CASE("credit_flow: whom it chooses are those of plain greedy, and their gains what they add") {
  for (std::uint64_t seed = 0; seed < 30; ++seed) {
    const RandomLog all(seed, 30, 120, 12);
    const CreditFlow flow = all.flow(seed % 2 == 0 ? CreditRule::Even : CreditRule::Decayed);
    const auto chosen = flow.choose(10);
    std::vector<NodeId> seeds;
    double before = 0.0;
    for (const CreditSeed& seed_chosen : chosen) {
      double best = -1.0;
      for (NodeId v = 0; v < 30; ++v) {
        seeds.push_back(v);
        best = std::max(best, flow.spread(seeds) - before);
        seeds.pop_back();
      }
      seeds.push_back(seed_chosen.person);
      const double now = flow.spread(seeds);
      CAPTURE(seed, seeds.size());
      CHECK(now - before == Approx(best).margin(1e-10));
      CHECK(seed_chosen.gain == Approx(now - before).margin(1e-10));
      before = now;
    }
  }
}

TEST_CASE(
    "credit_flow: what truncation leaves out is below the exact credit by its bound at most") {
  for (std::uint64_t seed = 0; seed < 30; ++seed) {
    const RandomLog all(seed, 10, 45, 3);
    const CreditFlow flow = all.flow(seed % 2 == 0 ? CreditRule::Even : CreditRule::Decayed);
    const PassedCredits exact = flow.passed(0.0);
    CHECK(exact.most_missing == 0.0);
    for (const double truncation : {0.01, 0.1, 0.3}) {
      const PassedCredits cut = flow.passed(truncation);
      std::size_t next = 0;
      double worst = 0.0, above = 0.0;
      for (const PassedCredit& whole : exact.credits) {
        const bool kept = next < cut.credits.size() && cut.credits[next].action == whole.action &&
                          cut.credits[next].from == whole.from && cut.credits[next].to == whole.to;
        const double credit = kept ? cut.credits[next++].credit : 0.0;
        worst = std::max(worst, whole.credit - credit);
        above = std::max(above, credit - whole.credit);
      }
      CAPTURE(seed, truncation);
      CHECK(next == cut.credits.size());
      CHECK(above <= 1e-12);
      CHECK(worst <= cut.most_missing + 1e-12);
      CHECK(cut.most_missing <= truncation * 9.0);  // no path of ten people is longer
    }
    // Person by person, the exact ones are sums over paths.
    for (const PassedCredit& c : exact.credits) {
      const PlainAction action(all, seed % 2 == 0 ? CreditRule::Even : CreditRule::Decayed,
                               c.action);
      std::vector<bool> member(10);
      member[c.from] = true;
      CHECK(c.credit == Approx(action.credit(member, c.to)).epsilon(1e-12));
      CHECK(c.direct == Approx(action.direct(c.from, c.to)).epsilon(1e-12));
    }
  }
}

TEST_CASE("credit_flow: direct credits of an act sum to 1 at most, and to 1 where they are even") {
  const RandomLog all(7, 40, 300, 10);
  for (const CreditRule rule : {CreditRule::Even, CreditRule::Decayed}) {
    std::map<std::pair<std::size_t, NodeId>, double> sum;
    for (const PassedCredit& c : all.flow(rule).passed(0.0).credits)
      sum[{c.action, c.to}] += c.direct;
    CHECK_FALSE(sum.empty());
    for (const auto& [act, credit] : sum) {
      CHECK(credit <= 1.0 + 1e-12);
      if (rule == CreditRule::Even) CHECK(credit == Approx(1.0));
    }
  }
}

TEST_CASE("credit_flow: nobody, no acts, and a path of 100,000 people") {
  CHECK(CreditFlow(0).spreads().empty());
  CHECK(CreditFlow(3).spreads() == std::vector<double>(3, 0.0));
  CHECK(CreditFlow(3).choose(2).empty());
  CHECK(CreditFlow(3).passed(0.0).credits.empty());
  constexpr NodeId kPeople = 100'000;
  testing::Ties ties;
  std::vector<Act> acts;
  for (NodeId v = 0; v < kPeople; ++v) {
    if (v > 0) ties.emplace_back(v - 1, v);
    acts.push_back({v, testing::day(v)});
  }
  ActionLog log;
  log.add(acts);
  CreditFlow flow(kPeople);
  const Graph graph = testing::graph_of(kPeople, ties);
  const std::vector<double> tau(kPeople, 1.0 / std::log(2.0)), infl(kPeople, 1.0);
  flow.add(graph, log, {CreditRule::Decayed, 0.0, tau, infl});  // halves at each step
  CHECK(flow.spreads()[0] == Approx(2.0));
  CHECK(flow.choose(3).front().gain == Approx(2.0));
  // A thousandth is ten steps: 2^-9 is left, 2^-10 is not.
  CHECK(flow.passed(0.001).credits.size() == 9 * (kPeople - 1) - 36);
  CHECK(flow.passed(0.001).most_missing < 0.002);
}

}  // namespace
}  // namespace grapevine
