#include "algorithms/influence_learning/follow_delays.hpp"

#include <catch2/catch.hpp>
#include <cmath>

#include "tests/support/actions.hpp"

namespace grapevine {
namespace {

using testing::log_of;

DelayTally tally_of(std::initializer_list<double> delays) {
  DelayTally tally;
  for (const double d : delays) {
    ++tally.times;
    tally.sum += d;
    tally.squares += d * d;
  }
  return tally;
}

TEST_CASE("follow_delays: means are pulled together by as much as they scatter, by hand") {
  // Squares around own means 2 + 2 of two degrees of freedom: 2. Around 7, the mean of all five:
  // 2 x 25 twice, of which 2 x 2 is by chance; over 5 - 9 / 5: 30. K = 2 / 30.
  const DelayTally tallies[] = {tally_of({1, 3}), tally_of({11, 13}), tally_of({7}), tally_of({})};
  const auto tau = pulled_delays(tallies);
  CHECK(tau[0] == Approx((4.0 + 7.0 / 15) / (2.0 + 1.0 / 15)));
  CHECK(tau[1] == Approx((24.0 + 7.0 / 15) / (2.0 + 1.0 / 15)));
  CHECK(tau[2] == Approx(7.0));
  CHECK(tau[3] == Approx(7.0));
}

TEST_CASE("follow_delays: what was seen once, or differs by no more than chance, is that of all") {
  const DelayTally once[] = {tally_of({2}), tally_of({10}), tally_of({})};
  CHECK(pulled_delays(once) == std::vector<double>(3, 6.0));
  const DelayTally alike[] = {tally_of({1, 11}), tally_of({2, 10})};
  CHECK(pulled_delays(alike) == std::vector<double>(2, 6.0));
  const DelayTally nothing[] = {tally_of({})};
  CHECK(std::isnan(pulled_delays(nothing)[0]));
  CHECK(pulled_delays({}).empty());
}

TEST_CASE("follow_delays: pulled means of exponential delays lie nearer than their own means") {
  double own = 0.0, general = 0.0, pulled = 0.0;
  Random random(3, 0);
  std::vector<double> planted;
  std::vector<DelayTally> tallies(2'000);
  for (DelayTally& tally : tallies) {
    planted.push_back(5.0 + 20.0 * random.uniform());
    for (int i = 0; i < 4; ++i) {
      const double delay = -planted.back() * std::log1p(-random.uniform());
      ++tally.times;
      tally.sum += delay;
      tally.squares += delay * delay;
    }
  }
  const auto tau = pulled_delays(tallies);
  for (std::size_t e = 0; e < tau.size(); ++e) {
    own += std::pow(tallies[e].sum / 4.0 - planted[e], 2);
    general += std::pow(15.0 - planted[e], 2);
    pulled += std::pow(tau[e] - planted[e], 2);
  }
  CHECK(pulled < 0.8 * own);
  CHECK(pulled < 0.8 * general);
}

TEST_CASE("follow_delays: what was done soon after a friend, of all, by hand") {
  const Graph graph = testing::graph_of(3, {{0, 2}, {1, 2}});
  // 2 follows 0 after 3 days and 1 after 2; 0 after 1; nobody; 0 after 6.
  const ActionLog log =
      log_of({{{0, 1}, {1, 2}, {2, 4}}, {{0, 1}, {2, 2}}, {{2, 1}, {0, 3}}, {{0, 1}, {2, 7}}});
  const Followings followings(graph, log);
  std::vector<DelayTally> tallies(2);
  add_delays(followings, tallies);
  CHECK(tallies[0].times == 3.0);
  CHECK(tallies[0].sum == Approx(10.0));
  CHECK(tallies[0].squares == Approx(9.0 + 1.0 + 36.0));
  CHECK(tallies[1].sum == Approx(2.0));
  std::vector<Tally> people(3);
  add_influenced(followings, std::vector<double>{10.0 / 3, 1.0}, people);
  CHECK(people[2].trials == 4.0);
  CHECK(people[2].successes == 2.0);  // of the first by 0 alone, and of the second
  CHECK(people[0].trials == 4.0);
  CHECK(people[0].successes == 0.0);
}

TEST_CASE("follow_delays: who always follows after the same time is always soon") {
  const Graph graph = testing::graph_of(2, {{0, 1}});
  const ActionLog log = log_of({{{0, 0}, {1, 0.1}}, {{0, 5}, {1, 5.1}}, {{0, 7}, {1, 7.1}}});
  const Followings followings(graph, log);
  std::vector<DelayTally> tallies(1);
  add_delays(followings, tallies);
  std::vector<Tally> people(2);
  add_influenced(followings, pulled_delays(tallies), people);
  CHECK(people[1].successes == 3.0);
}

TEST_CASE("follow_delays: of what is done at once all is left, after tau the part 1 / e") {
  CHECK(left_after(0.0, 0.0) == 1.0);
  CHECK(left_after(3.0, 3.0) == Approx(std::exp(-1.0)));
  CHECK(left_after(3.0, 0.0) == 0.0);
}

}  // namespace
}  // namespace grapevine
