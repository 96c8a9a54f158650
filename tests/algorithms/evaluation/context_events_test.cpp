#include "algorithms/evaluation/context_events.hpp"

#include <catch2/catch.hpp>
#include <cmath>

#include "tests/support/errors.hpp"
#include "tests/support/study_builder.hpp"

namespace grapevine {
namespace {

using testing::StudyBuilder;
using testing::When;

/// ann brings bob (twice told) and cid to tea, bob brings cid; a helper of no weight; a later
/// touch.
StudyBuilder town() {
  StudyBuilder town;
  town.purchase({.person = "ann", .t = 1, .context = "tea", .id = "1"})
      .purchase({.person = "bob", .t = 5, .context = "tea", .id = "2"})
      .purchase({.person = "cid", .t = 9, .context = "tea", .id = "3"})
      .purchase({.person = "cid", .t = 12, .context = "tea", .id = "4"})
      .touch({.from = "ann", .to = "bob", .t = 3, .context = "tea", .role = "friend"})
      .touch({.from = "ann", .to = "bob", .t = 4, .context = "tea", .role = "friend"})
      .touch({.from = "bob", .t = 8, .role = "friend", .purchase = "3"})
      .touch({.from = "ann", .role = "friend", .purchase = "3"})
      .touch({.from = "ann", .t = 9, .role = "idle", .purchase = "3"})
      .touch({.from = "bob", .t = 12, .role = "friend", .purchase = "4"});
  return town;
}

/// "ann>bob@5 ..." in the order given.
std::string told(const Network& network, const std::vector<ContextEvent>& events) {
  std::string text;
  for (const ContextEvent& e : events)
    text += network.people->name(e.person) +
            (e.whom == kNoNode ? "" : ">" + network.people->name(e.whom)) + "@" +
            std::to_string(day_number(e.time)) + " ";
  return text;
}

const NamedNumbers kRoles = {{"friend", 1.0}};

TEST_CASE("referral_events: newcomers brought in, one for each referrer of a journey") {
  const Network network = town().build();
  const Journeys journeys = build_journeys(network, {.roles = kRoles});
  CHECK(told(network, referral_events(network, journeys, ReferralKind::Acquisitions, kRoles)) ==
        "ann>bob@5 ann>cid@9 bob>cid@9 ");
}

TEST_CASE("referral_events: every touch of a role with weight, at its own or its purchase's time") {
  const Network network = town().build();
  const Journeys journeys = build_journeys(network, {.roles = kRoles});
  CHECK(told(network, referral_events(network, journeys, ReferralKind::Touches, kRoles)) ==
        "ann>cid@9 ann>bob@3 ann>bob@4 bob>cid@8 bob>cid@12 ");
  CHECK(referral_events(network, journeys, ReferralKind::Touches, {}).size() == 6);
}

TEST_CASE("referral_events: touches that failed, name no context or oneself are none") {
  StudyBuilder builder = town();
  builder
      .touch({.from = "ann",
              .to = "bob",
              .t = 3,
              .context = "tea",
              .role = "friend",
              .status = TouchStatus::Failed})
      .touch({.from = "ann", .to = "bob", .t = 3, .role = "friend"})
      .touch({.from = "ann", .to = "ann", .t = 3, .context = "tea", .role = "friend"})
      .touch({.from = "ann", .to = "bob", .context = "tea", .role = "friend"});
  const Network network = builder.build();
  const Journeys journeys = build_journeys(network, {.roles = kRoles});
  CHECK(referral_events(network, journeys, ReferralKind::Touches, kRoles).size() == 5);
}

TEST_CASE("referral_events: dated ties to whoever enters a context, as influence runs") {
  Network network = town().tie({"bob", "cid"}).build();
  EdgeList edges{.source = {0, 1, 1, 0}, .target = {1, 2, 2, 0}};  // ann>bob, bob>cid twice
  edges.columns.time = {When(2).time, When(10).time, kUndated, When(3).time};
  network.ties = Graph::build(3, std::move(edges));
  const Journeys journeys = build_journeys(network, {.roles = kRoles});
  const auto ties = [&](Influence influence) {
    network.influence = influence;
    return told(network, referral_events(network, journeys, ReferralKind::Ties, {}));
  };
  CHECK(ties(Influence::SourceToTarget) == "ann>bob@2 bob>cid@10 ");
  CHECK(ties(Influence::TargetToSource) == "bob>ann@2 cid>bob@10 ");
  CHECK(ties(Influence::Both) == "ann>bob@2 bob>ann@2 bob>cid@10 cid>bob@10 ");
}

TEST_CASE("worth_it: newcomers who enter in time, and buy often enough after it") {
  const Network network = town().build();
  const Journeys journeys = build_journeys(network, {.roles = kRoles});
  const auto kept = [&](const NewcomerRule& rule) {
    return told(network, worth_it(referral_events(network, journeys, ReferralKind::Touches, kRoles),
                                  network, journeys, rule));
  };
  CHECK(kept({}) == "ann>cid@9 ann>bob@3 ann>bob@4 bob>cid@8 bob>cid@12 ");
  CHECK(kept({.from = When(6).time}) == "ann>cid@9 bob>cid@8 bob>cid@12 ");
  CHECK(kept({.until = When(9).time}) == "ann>bob@3 ann>bob@4 ");
  CHECK(kept({.after_entry = true}) == "bob>cid@12 ");
  CHECK(kept({.least_purchases = 1}) == "ann>cid@9 bob>cid@8 bob>cid@12 ");  // 9, and again at 12
  CHECK(kept({.least_purchases = 2}).empty());
  CHECK(kept({.least_purchases = 1, .within = TimeSpan{Period::Day, 3}}).size() > 0);
  CHECK(kept({.least_purchases = 1, .within = TimeSpan{Period::Day, 2}}).empty());
}

TEST_CASE("activity_events: what people did, by kind") {
  StudyBuilder builder = town();
  builder.event({.person = "ann", .kind = "talks", .context = "tea", .t = 7});
  const Network network = builder.build();
  CHECK(told(network, activity_events(network, {"purchases"})) == "ann@1 bob@5 cid@9 cid@12 ");
  CHECK(told(network, activity_events(network, {"events"})) == "ann@7 ");
  CHECK(activity_events(network, {"purchases", "touches", "events"}).size() == 11);
  CHECK(testing::error_of([&] {
          activity_events(network, {"sales"});
        }).find("'sales' is no activity; known: purchases, touches, events") != std::string::npos);
}

TEST_CASE("count_events: windows and half-lives, against sums by hand") {
  const auto day = [](int d) { return Time(std::chrono::days{d}); };
  const std::vector<ContextEvent> events = {
      {0, 0, day(0)}, {0, 1, day(10)}, {1, 0, day(20)}, {0, 0, day(30)}, {0, 0, kUndated}};
  const EventCounts all = count_events(events, 2, {0}, {.until = day(31)});
  CHECK(all.everywhere == std::vector<double>{3.0, 1.0});
  CHECK(all.in_context == std::vector<std::vector<double>>{{2.0, 1.0}});
  // The moment of the cut is not the past; the first of the look-back is.
  const EventCounts some = count_events(events, 2, {1, 0}, {.since = day(10), .until = day(30)});
  CHECK(some.everywhere == std::vector<double>{1.0, 1.0});
  CHECK(some.in_context == std::vector<std::vector<double>>{{1.0, 0.0}, {0.0, 1.0}});
  const EventCounts decayed =
      count_events(events, 2, {0}, {.until = day(40), .half_life_days = 10.0});
  CHECK(decayed.everywhere[0] == Approx(1.0 / 16 + 1.0 / 8 + 1.0 / 2));
  CHECK(decayed.in_context[0][0] == Approx(1.0 / 16 + 1.0 / 2));
  CHECK(decayed.everywhere[1] == Approx(1.0 / 4));
}

}  // namespace
}  // namespace grapevine
