#include "engine/network/signed_referral_walk.hpp"

#include <catch2/catch.hpp>

#include "tests/support/study_builder.hpp"

namespace grapevine {
namespace {

using testing::StudyBuilder;

TEST_CASE("signed_referral_walk: negative ties go along, against influence, by hand") {
  StudyBuilder rows;
  rows.tie({.src = "a", .dst = "b", .weight = 2.0})
      .tie({.src = "c", .dst = "b", .weight = 3.0, .sign = -1, .context = "x"})
      .touch({.from = "a", .to = "c", .t = 1})
      .touch({.from = "b", .to = "c", .t = 1, .status = TouchStatus::Failed});
  const Graph walk = signed_referral_walk(rows.build());
  REQUIRE(walk.num_edges() == 3);
  CHECK(walk.out_degree(0) == 0);
  CHECK(std::vector<NodeId>(walk.out_neighbors(1).begin(), walk.out_neighbors(1).end()) ==
        std::vector<NodeId>{0, 2});
  CHECK(walk.weight(0) == 2.0);
  CHECK(walk.sign(0) == 1);
  CHECK(walk.context(0) == kEveryContext);
  CHECK(walk.weight(1) == 3.0);
  CHECK(walk.sign(1) == -1);
  CHECK(walk.context(1) == 0);
  CHECK(walk.out_neighbors(2)[0] == 0);  // the touch that came to something
  CHECK(walk.sign(2) == 1);
}

TEST_CASE("signed_referral_walk: its positive ties are those of referral_walk") {
  for (std::uint64_t seed = 0; seed < 50; ++seed)
    for (const Influence way :
         {Influence::SourceToTarget, Influence::TargetToSource, Influence::Both}) {
      StudyBuilder rows = testing::random_study({.seed = seed, .ties = 40});
      const Network network = rows.influence(way).build();
      const Graph all = signed_referral_walk(network), positive = referral_walk(network);
      const GraphView view(all, {.sign = 1});
      REQUIRE(view.num_edges() == positive.num_edges());
      for (NodeId u = 0; u < all.num_nodes(); ++u) {
        EdgeId e = all.first_out_edge(u), p = positive.first_out_edge(u);
        for (const NodeId v : all.out_neighbors(u)) {
          if (view.has(e)) {
            CHECK(v == positive.out_neighbors(u)[p - positive.first_out_edge(u)]);
            CHECK(all.weight(e) == positive.weight(p));
            CHECK(all.context(e) == positive.context(p++));
          }
          ++e;
        }
      }
    }
}

}  // namespace
}  // namespace grapevine
