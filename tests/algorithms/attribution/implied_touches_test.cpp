#include "algorithms/attribution/implied_touches.hpp"

#include <catch2/catch.hpp>

#include "tests/support/study_builder.hpp"

namespace grapevine {
namespace {

using testing::StudyBuilder;
using testing::When;

/// ann buys on January 1st and bob on March 10th.
StudyBuilder two_buy() {
  return StudyBuilder().purchase({"ann", "2020-01-01", 1}).purchase({"bob", "2020-03-10", 1});
}

/// The touches of every acquisition, whatever is recorded.
std::vector<ImpliedTouch> all_touches(const Network& network) {
  const Journeys journeys = build_journeys(network, {});
  return implied_touches(network, journeys.acquisitions,
                         std::vector<bool>(journeys.acquisitions.size(), true));
}

std::vector<ImpliedTouch> all_touches(const StudyBuilder& study) {
  return all_touches(study.build());
}

TEST_CASE("implied_touches: who bought first and influences, from the later of tie and purchase") {
  auto study = two_buy();
  study.tie({.src = "ann", .dst = "bob", .weight = 0.5, .t = "2020-02-01"})
      .tie({.src = "ann", .dst = "bob", .weight = 3.0, .t = "2019-02-01"});
  const Network network = study.build();
  const auto touches = all_touches(network);
  REQUIRE(touches.size() == 2);
  CHECK(network.people->name(touches[0].referrer) == "ann");
  CHECK(touches[0].acquisition == touches[1].acquisition);
  const bool early_first = touches[0].weight == 3.0;
  CHECK(touches[early_first ? 0 : 1].time == When("2020-01-01").time);
  CHECK(touches[early_first ? 1 : 0].time == When("2020-02-01").time);
  CHECK(touches[early_first ? 1 : 0].weight == 0.5);
}

TEST_CASE("implied_touches: along influence only, whichever way the study says that it runs") {
  const auto count = [](Influence way, const char* src, const char* dst) {
    return all_touches(two_buy().influence(way).tie({src, dst})).size();
  };
  CHECK(count(Influence::SourceToTarget, "ann", "bob") == 1);
  CHECK(count(Influence::SourceToTarget, "bob", "ann") == 0);
  CHECK(count(Influence::TargetToSource, "ann", "bob") == 0);
  CHECK(count(Influence::TargetToSource, "bob", "ann") == 1);
  CHECK(count(Influence::Both, "ann", "bob") == 1);
  CHECK(count(Influence::Both, "bob", "ann") == 1);
}

TEST_CASE(
    "implied_touches: a negative tie, one of another context or of a later day implies none") {
  CHECK(all_touches(two_buy().tie({.src = "ann", .dst = "bob", .sign = -1})).empty());
  CHECK(all_touches(two_buy().tie({.src = "ann", .dst = "bob", .context = "d"})).empty());
  CHECK(all_touches(two_buy().tie({.src = "ann", .dst = "bob", .context = "c"})).size() == 1);
  CHECK(all_touches(two_buy().tie({.src = "ann", .dst = "bob", .t = "2020-03-11"})).empty());
  CHECK(all_touches(two_buy().tie({.src = "ann", .dst = "bob", .t = "2020-03-10"})).size() == 1);
}

TEST_CASE("implied_touches: a tie that ended before the influencer bought implies none") {
  const auto count = [](const char* end) {
    return all_touches(two_buy().tie({.src = "ann", .dst = "bob", .end = end})).size();
  };
  CHECK(count("2019-12-31") == 0);
  CHECK(count("2020-01-01") == 1);
  CHECK(count("2020-02-01") == 1);  // by then ann had something to tell
}

TEST_CASE("implied_touches: the influencer bought strictly earlier, and in the same context") {
  auto same_time = StudyBuilder().purchase({"ann", "2020-03-10", 1});
  CHECK(all_touches(same_time.purchase({"bob", "2020-03-10", 1}).tie({"ann", "bob"})).empty());
  auto elsewhere = StudyBuilder().purchase({"ann", "2020-01-01", 1, "d"});
  CHECK(all_touches(elsewhere.purchase({"bob", "2020-03-10", 1}).tie({"ann", "bob"})).empty());
  auto refunded = StudyBuilder().purchase({"ann", "2020-01-01", -1});
  CHECK(all_touches(refunded.purchase({"bob", "2020-03-10", 1}).tie({"ann", "bob"})).empty());
}

TEST_CASE("implied_touches: only of the acquisitions that are wanted, acquisition by acquisition") {
  const Network network =
      testing::random_study({.seed = 7, .people = 30, .purchases = 200, .ties = 200}).build();
  const Journeys journeys = build_journeys(network, {});
  std::vector<bool> wanted(journeys.acquisitions.size());
  for (std::size_t i = 0; i < wanted.size(); i += 3) wanted[i] = true;
  const auto all = all_touches(network);
  const auto some = implied_touches(network, journeys.acquisitions, wanted);
  CHECK(std::ranges::is_sorted(some, {}, &ImpliedTouch::acquisition));
  const auto expected = std::ranges::count_if(
      all, [&](const ImpliedTouch& touch) { return wanted[touch.acquisition]; });
  CHECK(std::ssize(some) == expected);
  CHECK(some.size() > 10);
  CHECK(implied_touches(network, {}, {}).empty());
}

TEST_CASE("implied_touches: ties without any column, as a graph file has them") {
  Network network = two_buy().build();
  EdgeList edges{.source = {0, 1}, .target = {1, 0}};
  network.ties = Graph::build(2, edges);
  const auto touches = all_touches(network);
  REQUIRE(touches.size() == 1);
  CHECK(touches[0].referrer == 0);
  CHECK(touches[0].weight == 1.0);
}

}  // namespace
}  // namespace grapevine
