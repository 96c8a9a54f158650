#include "algorithms/simulation/spread.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <map>
#include <queue>
#include <tuple>

#include "tests/support/markets.hpp"

using namespace grapevine;
using namespace grapevine::testing;

namespace {

/// Everything that happens, one event after another: purchases and arrivals in one queue. Shares
/// nothing with the function under test but the market and the times of consideration.
struct Replay {
  std::vector<double> joined;
  std::vector<std::vector<NodeId>> causes;
};

Replay replayed(const Market& market, const ShopOptions& options, NodeId removed = kNoNode) {
  enum Kind { Arrives, Buys };
  using Event = std::tuple<double, Kind, NodeId, NodeId, std::size_t>;  // day, what, whom, from, at
  const NodeId people = market.num_people();
  std::priority_queue<Event, std::vector<Event>, std::greater<>> events;
  std::vector<double> factor(people, 1.0), planned = market.organic;
  std::vector<std::vector<NodeId>> successes(people);
  Replay result{std::vector<double>(people, kNever), std::vector<std::vector<NodeId>>(people)};
  for (NodeId v = 0; v < people; ++v) events.push({planned[v], Buys, v, kNoNode, 0});
  while (!events.empty()) {
    const auto [day, kind, person, from, at] = events.top();
    events.pop();
    if (day >= market.end || person == removed || result.joined[person] != kNever) continue;
    if (kind == Buys) {
      if (day != planned[person]) continue;
      result.joined[person] = day;
      if (day < market.organic[person]) result.causes[person] = successes[person];
      for (NodeId target = 0; target < people; ++target)
        for (std::size_t i = market.first_in[target]; i < market.first_in[target + 1]; ++i)
          if (market.in[i].from == person)
            events.push({day + market.in[i].delay, Arrives, target, person, i});
    } else if (market.in[at].warns) {
      factor[person] *= 1.0 - options.deterrence;
    } else if (market.in[at].threshold < factor[person]) {
      if (successes[person].empty()) {
        Random random = Draws(options, Draw::Consideration, market.context).of(person);
        planned[person] =
            std::min(planned[person], day + options.consideration_days * exponential(random));
        events.push({planned[person], Buys, person, kNoNode, 0});
      }
      successes[person].push_back(from);
    }
  }
  return result;
}

void check_equals_replay(const Spread& spread, const Replay& replay) {
  CHECK(spread.joined == replay.joined);
  for (NodeId v = 0; v < replay.joined.size(); ++v)
    CHECK(std::ranges::equal(spread.causes_of(v), replay.causes[v]));
}

/// Towns in which much happens: strong influence, many warnings, cycles.
std::vector<ShopOptions> lively_towns() {
  std::vector<ShopOptions> towns;
  for (std::uint64_t seed = 0; seed < 4; ++seed) {
    towns.push_back({.people = 150,
                     .negative = 0.3,
                     .organic_per_year = 0.3,
                     .influential = 0.6,
                     .influence = 0.5,
                     .deterrence = 0.8,
                     .seed = seed});
    towns.push_back({.people = 120,
                     .community_size = 4,
                     .organic_per_year = 0.15,
                     .influential = 1.0,
                     .influence = 1.0,
                     .delay_days = 1.0,
                     .consideration_days = 0.5,
                     .seed = seed});
    towns.push_back({.people = 300, .influential = 0.5, .consideration_days = 60.0, .seed = seed});
  }
  return towns;
}

}  // namespace

TEST_CASE("simulation spread: without influence nobody is caused, and all come when they would") {
  const Town town = build_town({.people = 2000, .influence = 0.0});
  const Market market = build_market(town, 0);
  const Spread result = spread(market, town.options);
  CHECK(result.causes.empty());
  CHECK(result.joined == market.organic);
}

TEST_CASE("simulation spread: certain influence on a path is a known cascade, cut at the end") {
  constexpr NodeId kPeople = 100;
  std::vector<TestTie> ties;
  for (NodeId v = 0; v + 1 < kPeople; ++v) ties.push_back({v, v + 1, 2.0});
  std::vector<double> organic(kPeople, kNever);
  organic[0] = 10.0;
  const Market market = make_market(organic, ties, 100.0);
  const Spread result = spread(market, {.consideration_days = 0.0});
  for (NodeId v = 0; v < kPeople; ++v) {
    const double day = 10.0 + 2.0 * v;
    CHECK(result.joined[v] == (day < 100.0 ? day : kNever));
    const std::vector<NodeId> before(v > 0 && day < 100.0 ? 1 : 0, v - 1);
    CHECK(std::ranges::equal(result.causes_of(v), before));
    CHECK(result.brought[v] == (day + 2.0 < 100.0 ? 1U : 0U));
  }
}

TEST_CASE("simulation spread: who comes unasked first has no causes, whatever succeeds later") {
  const Market market = make_market({1.0, 3.0}, {{0, 1, 2.5}}, 100.0);
  const Spread late = spread(market, {.consideration_days = 0.0});
  CHECK(late.joined == std::vector<double>{1.0, 3.0});
  CHECK(late.causes.empty());
  const Spread early =
      spread(make_market({1.0, 3.0}, {{0, 1, 1.5}}, 100.0), {.consideration_days = 0.0});
  CHECK(early.joined == std::vector<double>{1.0, 2.5});
  CHECK(early.causes == std::vector<NodeId>{0});
  CHECK(early.cause_days == std::vector<double>{2.5});
}

TEST_CASE("simulation spread: all whose success comes before the purchase are its causes") {
  const Market market =
      make_market({1.0, 1.0, 1.0, kNever}, {{0, 3, 0.5}, {1, 3, 0.5001}, {2, 3, 900.0}}, 1000.0);
  const Spread result = spread(market, {.consideration_days = 20.0});
  REQUIRE(result.joined[3] > 1.5001);
  REQUIRE(result.joined[3] < 901.0);
  CHECK(result.causes == std::vector<NodeId>{0, 1});
}

TEST_CASE("simulation spread: a warning counts for what comes after it") {
  const auto joined = [](double warned, double threshold) {
    const Market market =
        make_market({0.0, 0.0, kNever}, {{0, 2, 5.0, threshold}, {1, 2, warned, 0.0, true}}, 100.0);
    return spread(market, {.deterrence = 0.5, .consideration_days = 0.0}).joined[2];
  };
  CHECK(joined(4.0, 0.6) == kNever);
  CHECK(joined(6.0, 0.6) == 5.0);
  CHECK(joined(4.0, 0.4) == 5.0);
}

TEST_CASE("simulation spread: it is what happens when events are played one after another") {
  for (const ShopOptions& options : lively_towns()) {
    CAPTURE(options.seed, options.negative);
    const Town town = build_town(options);
    const Market market = build_market(town, 0);
    const Spread result = spread(market, options);
    CHECK(result.causes.size() > 5);
    check_equals_replay(result, replayed(market, options));
    check_equals_replay(spread(market, options, 3), replayed(market, options, 3));
  }
}

TEST_CASE(
    "simulation spread: who moves when one is removed is what a whole run without them gives") {
  std::size_t later = 0, sooner = 0;
  for (const ShopOptions& options : lively_towns()) {
    CAPTURE(options.seed, options.negative);
    const Town town = build_town(options);
    const Market market = build_market(town, 0);
    const Spread with = spread(market, options);
    Removal removal(market, options, with);
    for (NodeId x = 0; x < market.num_people(); ++x) {
      const std::vector<double> without = replayed(market, options, x).joined;
      std::map<NodeId, double> expected, found;
      for (NodeId v = 0; v < market.num_people(); ++v)
        if (v != x && without[v] != with.joined[v]) expected[v] = without[v];
      for (const Moved& moved : removal.moved_without(x)) found[moved.person] = moved.joined;
      REQUIRE(found == expected);
      for (const auto& [v, day] : expected) ++(day > with.joined[v] ? later : sooner);
    }
  }
  CHECK(later > 1000);
  CHECK(sooner > 100);  // without somebody who had warned them
}
