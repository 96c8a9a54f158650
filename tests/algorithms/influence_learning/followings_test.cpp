#include "algorithms/influence_learning/followings.hpp"

#include <catch2/catch.hpp>

#include "tests/support/actions.hpp"

namespace grapevine {
namespace {

using testing::day;
using testing::log_of;

std::string told(const Followings& followings) {
  std::string text;
  followings.for_each_follower([&](std::size_t action, std::span<const Following> own) {
    text += std::to_string(action) + ":" + std::to_string(own.front().follower);
    for (const Following& f : own)
      text += " " + std::to_string(f.tie) + "+" + std::to_string(std::lround(f.delay_days));
    text += "\n";
  });
  return text;
}

TEST_CASE("followings: who followed whom, by actions, followers and ties") {
  // Ties 0: 0 -> 2, 1: 1 -> 2, 2: 2 -> 0.
  const Graph graph = testing::graph_of(3, {{0, 2}, {1, 2}, {2, 0}});
  const ActionLog log =
      log_of({{{2, 4}, {0, 1}, {1, 2}}, {{2, 1}, {0, 3}}, {{0, 5}, {2, 5}}, {{1, 5}}});
  const Followings all(graph, log);
  CHECK(told(all) == "0:2 0+3 1+2\n1:0 2+2\n");
  CHECK(told(Followings(graph, log, 2.0)) == "0:2 1+2\n1:0 2+2\n");
  CHECK(all.actions(0) == 3.0);
  CHECK(all.both(0) == 3.0);
  // In the first action and the third 0 acted no later than 2; in the second after it.
  CHECK(all.at_risk(0) == 1.0);
  CHECK(all.at_risk(1) == 2.0);
}

TEST_CASE("followings: each tie has its own time within which it is followed") {
  const Graph graph = testing::graph_of(3, {{0, 2}, {1, 2}});
  const ActionLog log = log_of({{{0, 1}, {1, 2}, {2, 4}}, {{0, 1}, {2, 2}}, {{1, 1}, {2, 9}}});
  Followings followings(graph, log);
  const double tau[] = {2.0, 2.0};
  followings.keep_within(tau);
  CHECK(told(followings) == "0:2 1+2\n1:2 0+1\n");
  CHECK(followings.at_risk(1) == 2.0);  // was tried, in vain
}

TEST_CASE("followings: the source of each tie") {
  const Graph graph = testing::graph_of(4, {{3, 0}, {1, 2}, {1, 0}});
  CHECK(sources_of_ties(graph) == std::vector<NodeId>{1, 1, 3});
  CHECK(sources_of_ties(Graph()).empty());
}

}  // namespace
}  // namespace grapevine
