#include "algorithms/customer_value/holdout_estimate.hpp"

#include <catch2/catch.hpp>
#include <cmath>

#include "algorithms/simulation/records.hpp"
#include "engine/parallel/random.hpp"
#include "tests/support/sanitizer.hpp"

namespace grapevine {
namespace {

constexpr NodeId kPeople = 1'000;

/// People and contexts without any rows.
Network empty_network(NodeId people, ContextId contexts) {
  std::vector<std::int64_t> ids(people), topics(contexts);
  for (NodeId p = 0; p < people; ++p) ids[p] = p;
  for (ContextId c = 0; c < contexts; ++c) topics[c] = c;
  Network network;
  network.people = std::make_shared<const IdIndex>(IdIndex::from_integers(ids));
  network.contexts = IdIndex::from_integers(topics);
  network.held_out.assign(people, YesNo::No);
  return network;
}

void join(Journeys& journeys, ContextId context, NodeId person, bool referred) {
  journeys.acquisitions.push_back({.person = person,
                                   .context = context,
                                   .time = {},
                                   .purchase = 0,
                                   .first_touch = journeys.touches.size(),
                                   .num_touches = referred ? 1U : 0U});
  if (referred) journeys.touches.push_back({.referrer = 0, .weight = 1.0, .time = {}});
}

TEST_CASE("holdout_estimates: by hand: 300 of 800 join, 40 of 200 held out, 200 are referred") {
  Network network = empty_network(kPeople + 50, 1);
  Journeys journeys;
  for (NodeId p = 0; p < 200; ++p) network.held_out[p] = YesNo::Yes;
  for (NodeId p = 0; p < 40; ++p) join(journeys, 0, p, p < 3);
  for (NodeId p = 200; p < 500; ++p) join(journeys, 0, p, p < 400);
  // Whoever is not said to be either is in neither group, however many of them join.
  for (NodeId p = kPeople; p < kPeople + 50; ++p) network.held_out[p] = YesNo::NotSaid;
  for (NodeId p = kPeople; p < kPeople + 50; ++p) join(journeys, 0, p, true);
  const auto found = holdout_estimates(network, journeys);
  const HoldoutEstimate& e = found.contexts.at(0);
  CHECK(e.reached == 800);
  CHECK(e.reached_joins == 300);
  CHECK(e.referred_joins == 200);
  CHECK(e.held_out == 200);
  CHECK(e.held_out_joins == 40);
  CHECK(e.held_out_referred == 3);
  CHECK(e.excess == Approx(300.0 - 800.0 * 0.2));
  CHECK(e.p == Approx(140.0 / 200.0));
  // Values 1 for 100 people and .3 for 200, each group with a join and a person without added.
  const double mean = (160.0 + 1.0) / 802.0, square = (100.0 + 200.0 * 0.09 + 1.0) / 802.0;
  const double kept = 41.0 / 202.0;
  const double variance = 800.0 * (square - mean * mean) + 16.0 * 200.0 * (kept - kept * kept);
  CHECK(e.high - e.low == Approx(2.0 * 1.959964 * std::sqrt(variance) / 200.0));
  CHECK(e.p - e.low == Approx(e.high - e.p));
  CHECK(found.all.p == e.p);  // one context is all of them
  CHECK(found.all.low == e.low);
}

TEST_CASE(
    "holdout_estimates: a touch that a tie implies does not show that the group was reached") {
  Network network = empty_network(kPeople, 1);
  Journeys journeys;
  for (NodeId p = 0; p < 100; ++p) network.held_out[p] = YesNo::Yes;
  for (NodeId p = 50; p < 150; ++p) join(journeys, 0, p, true);
  CHECK(holdout_estimates(network, journeys).all.held_out_referred == 50);
  for (JourneyTouch& touch : journeys.touches) touch.implied = true;
  const HoldoutEstimate e = holdout_estimates(network, journeys).all;
  CHECK(e.held_out_referred == 0);
  CHECK(e.held_out_joins == 50);
  CHECK(e.referred_joins == 50);
}

TEST_CASE("holdout_estimates: people without joins count, and contexts together by person") {
  // Each of 900 reached people joins one of three contexts, 300 each; nobody of 100 held out does.
  Network network = empty_network(kPeople, 3);
  Journeys journeys;
  for (NodeId p = 0; p < 100; ++p) network.held_out[p] = YesNo::Yes;
  for (ContextId c = 0; c < 3; ++c)
    for (NodeId p = 100 + c * 300; p < 400 + c * 300; ++p) join(journeys, c, p, true);
  const auto found = holdout_estimates(network, journeys);
  for (const HoldoutEstimate& e : found.contexts) {
    CHECK(e.p == 1.0);
    CHECK(e.low < 1.0);  // a group without joins is not known for certain to have none
    CHECK(e.high == 1.0);
  }
  CHECK(found.all.referred_joins == 900);
  CHECK(found.all.p == 1.0);
}

TEST_CASE("holdout_estimates: too few people or referrals tell nothing, one more of each does") {
  const auto told = [](NodeId reached, NodeId held_out, NodeId referred) {
    Network network = empty_network(reached + held_out, 1);
    Journeys journeys;
    for (NodeId p = 0; p < held_out; ++p) network.held_out[p] = YesNo::Yes;
    for (NodeId p = held_out; p < held_out + referred; ++p) join(journeys, 0, p, true);
    return !std::isnan(holdout_estimates(network, journeys).contexts.at(0).p);
  };
  CHECK(told(100, 100, 20));
  CHECK_FALSE(told(99, 100, 20));
  CHECK_FALSE(told(100, 99, 20));
  CHECK_FALSE(told(100, 100, 19));
}

TEST_CASE("holdout_estimates: where the held out join oftener p is 0") {
  Network network = empty_network(kPeople, 1);
  Journeys journeys;
  for (NodeId p = 0; p < 500; ++p) network.held_out[p] = YesNo::Yes;
  for (NodeId p = 0; p < 300; ++p) join(journeys, 0, p, false);
  for (NodeId p = 500; p < 700; ++p) join(journeys, 0, p, true);
  const auto found = holdout_estimates(network, journeys);
  CHECK(found.all.excess == Approx(-100.0));
  CHECK(found.all.p == 0.0);
  CHECK(found.all.low == 0.0);
}

/// What a random experiment is drawn from.
struct Experiment {
  double organic;   ///< Chance to come unasked.
  double referral;  ///< Chance of a referral that works, for who is not held out.
  double held_out;
  NodeId people;
};

/// Whether the interval holds the true chance that a referred newcomer would not have come
/// otherwise; a referral works whether or not somebody would come anyway, so that is 1 - organic.
bool covers(const Experiment& experiment, Network& network, std::uint64_t seed) {
  Journeys journeys;
  for (NodeId p = 0; p < experiment.people; ++p) {
    Random random(seed, p);
    const bool kept = random.uniform() < experiment.held_out;
    const bool comes = random.uniform() < experiment.organic;
    const bool referred = !kept && random.uniform() < experiment.referral;
    network.held_out[p] = kept ? YesNo::Yes : YesNo::No;
    if (comes || referred) join(journeys, 0, p, referred);
  }
  const HoldoutEstimate e = holdout_estimates(network, journeys).all;
  return e.low <= 1.0 - experiment.organic && 1.0 - experiment.organic <= e.high;
}

TEST_CASE("holdout_estimates: the interval holds the truth of random experiments in 95 %") {
  const int seeds = testing::kSlowBuild ? 300 : 2'000;
  const Experiment experiments[] = {
      {0.2, 0.2, 0.3, 2'000}, {0.5, 0.3, 0.5, 1'000}, {0.05, 0.1, 0.2, 3'000}};
  for (const Experiment& experiment : experiments) {
    Network network = empty_network(experiment.people, 1);
    int covered = 0;
    for (int seed = 0; seed < seeds; ++seed)
      covered += covers(experiment, network, static_cast<std::uint64_t>(seed));
    CAPTURE(experiment.organic, experiment.referral, covered, seeds);
    // Three standard errors of a share of .95.
    const double share = static_cast<double>(covered) / seeds;
    const double error = 3.0 * std::sqrt(0.95 * 0.05 / seeds);
    CHECK(share > 0.95 - error);
    CHECK(share < 0.97 + error);
  }
}

/// A simulated context with a third of its people held out; whether the interval holds the share of
/// type 1 among the reached whom a recorded touch brought.
bool covers_shop(std::uint64_t seed, double& off) {
  const ShopOptions options{.people = 3'000,
                            .contexts = 1,
                            .organic_per_year = 0.2,
                            .recording = 1.0,
                            .holdout = 0.33,
                            .ring_share = 0.0,
                            .seed = seed};
  const Town town = build_town(options);
  const Market market = build_market(town, 0);
  const Spread days = spread(market, options);
  const Records records(town, market, days);
  Network network = empty_network(static_cast<NodeId>(options.people), 1);
  Journeys journeys;
  std::vector<SimulatedTouch> touches;
  double type1 = 0.0, referred = 0.0;
  for (NodeId p = 0; p < network.num_people(); ++p) {
    if (held_out(options, p)) network.held_out[p] = YesNo::Yes;
    if (days.joined[p] == kNever) continue;
    records.touches_on(p, touches);
    join(journeys, 0, p, !touches.empty());
    if (touches.empty()) continue;
    referred += 1.0;
    type1 += market.organic[p] == kNever;
  }
  const HoldoutEstimate e = holdout_estimates(network, journeys).all;
  off += e.p - type1 / referred;
  return e.low <= type1 / referred && type1 / referred <= e.high;
}

TEST_CASE("holdout_estimates: simulated shops, where newcomers bring newcomers") {
  const int shops = testing::kSlowBuild ? 40 : 300;
  int covered = 0;
  double off = 0.0;
  for (int seed = 0; seed < shops; ++seed)
    covered += covers_shop(static_cast<std::uint64_t>(seed), off);
  CAPTURE(covered, shops, off / shops);
  CHECK(covered >= 0.9 * shops);
  // The mean of fewer shops varies more.
  CHECK(std::abs(off / shops) < 0.03 * std::sqrt(300.0 / shops));
}

}  // namespace
}  // namespace grapevine
