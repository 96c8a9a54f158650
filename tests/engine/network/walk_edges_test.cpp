#include "engine/network/walk_edges.hpp"

#include <catch2/catch.hpp>

#include "tests/support/study_builder.hpp"

namespace grapevine {
namespace {

TEST_CASE("walk_edges: ties against influence, then touches, each with its time") {
  testing::StudyBuilder rows;
  rows.tie({.src = "a", .dst = "b", .weight = 2.0, .sign = -1, .context = "c", .t = 5});
  rows.tie({.src = "a", .dst = "d"});
  rows.purchase({.person = "b", .t = 9, .id = "bought"});
  rows.touch({.from = "a", .to = "b", .t = 7, .context = "c"});
  rows.touch({.from = "d", .context = "c", .purchase = "bought"});
  rows.touch({.from = "d", .to = "b", .t = 8, .context = "c", .status = TouchStatus::Failed});
  Network network = rows.build();
  const auto edges = [&](Influence influence) {
    network.influence = influence;
    std::vector<WalkEdge> seen;
    for_each_walk_edge(network, [&](const WalkEdge& edge) { seen.push_back(edge); });
    return seen;
  };
  const auto once = edges(Influence::SourceToTarget);
  REQUIRE(once.size() == 4);
  const auto name = [&](NodeId person) { return network.people->name(person); };
  CHECK(name(once[0].from) == "b");
  CHECK(name(once[0].to) == "a");
  CHECK(once[0].weight == 2.0);
  CHECK(once[0].sign == -1);
  CHECK(once[0].time == testing::When(5).time);
  CHECK_FALSE(once[0].touch);
  CHECK(once[1].time == kUndated);
  CHECK(once[1].context == kEveryContext);
  // A touch that names a purchase happened with it.
  for (const WalkEdge& edge : {once[2], once[3]}) {
    CHECK(edge.touch);
    CHECK(name(edge.from) == "b");
    CHECK(edge.time == testing::When(name(edge.to) == "a" ? 7 : 9).time);
  }
  const auto back = edges(Influence::TargetToSource);
  REQUIRE(back.size() == 4);
  CHECK(name(back[0].from) == "a");
  CHECK(edges(Influence::Both).size() == 6);
}

}  // namespace
}  // namespace grapevine
