#include "algorithms/attribution/referral_acts.hpp"

#include <catch2/catch.hpp>

#include "tests/support/study_builder.hpp"

namespace grapevine {
namespace {

using testing::Study;
using testing::StudyBuilder;
using testing::When;

TEST_CASE("acts_of: what counts, what closes a ring, and two frauds, nothing else") {
  StudyBuilder study;
  for (const char* person : {"a", "b", "c"}) study.purchase({person, "2020-03-10", 1});
  study.person("b", "card").person("d", "card");
  study.touch({.from = "a", .to = "b", .t = "2020-03-01"})
      .touch({.from = "b", .to = "a", .t = "2020-03-01"})
      .touch({.from = "a", .to = "c", .t = "2020-03-01"})
      .touch({.from = "c", .to = "c", .t = "2020-03-01"})
      .touch({.from = "d", .to = "b", .t = "2020-03-01"})
      .touch({.from = "d", .to = "c", .t = "2020-03-01", .status = TouchStatus::Failed})
      .touch({.from = "d", .to = "c", .t = "2020-03-11"});
  const Study built(study.build());
  const auto acts = acts_of(built.network, built.journeys);
  std::string text;
  for (const Act& act : acts)
    text += built.network.people->name(act.referrer) + built.network.people->name(act.newcomer) +
            std::to_string(static_cast<int>(act.kind)) + std::to_string(act.ring.people) + " ";
  CHECK(text == "ab02 ac00 ba02 cc10 db20 ");
  const auto groups = by_referrer(acts);
  REQUIRE(groups.size() == 4);
  CHECK(groups[0].size() == 2);
  CHECK(by_referrer({}).empty());
}

TEST_CASE("acts_of: what ties imply nobody did") {
  StudyBuilder study;
  study.purchase({"a", "2020-03-01", 1}).purchase({"b", "2020-03-10", 1}).tie({"a", "b"});
  const Study built(study.build());
  REQUIRE(built.journeys.implied_acquisitions == 1);
  CHECK(acts_of(built.network, built.journeys).empty());
}

TEST_CASE("stakes: margin from joining to the horizon, and when everybody came") {
  StudyBuilder study;
  study.purchase({"b", "2020-01-01", -7})
      .purchase({"b", "2020-03-10", 100})
      .purchase({"b", "2020-03-19", 20})
      .purchase({"b", "2020-03-20", 3})
      .purchase({"a", "2020-04-01", 5})
      .purchase({"a", "2020-01-01", 9, "d"});
  const Network network = study.build();
  const auto margin = [&](const JourneyOptions& options) {
    const Journeys journeys = build_journeys(network, options);
    return Stakes(network, journeys).margin(0, 1);
  };
  CHECK(margin({}) == 123);
  CHECK(margin({.horizon_days = 10.0}) == 120);
  const Journeys journeys = build_journeys(network, {});
  const Stakes stakes(network, journeys);
  CHECK(stakes.time(0, 1) == When("2020-03-10").time);
  CHECK(stakes.times_of(0) == std::vector<Time>{When("2020-03-10").time, When("2020-04-01").time});
  CHECK(stakes.times_of(1) == std::vector<Time>{When("2020-01-01").time});
}

}  // namespace
}  // namespace grapevine
