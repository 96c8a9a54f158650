#include "algorithms/customer_value/funnel_steps.hpp"

#include <catch2/catch.hpp>

#include "tests/support/study_builder.hpp"

namespace grapevine {
namespace {

using testing::Study;
using testing::StudyBuilder;

unsigned steps_of(const Study& study, std::string_view person, std::string_view context = "c",
                  const NamedNumbers& roles = {}) {
  return funnel_steps(study.inputs(), roles)[study.row(person, context)];
}

TEST_CASE("funnel_steps: a touch counts whatever came of it, credit only where it came") {
  StudyBuilder rows;
  rows.touch({.from = "ann", .to = "bob", .t = 1, .context = "c"})
      .touch({.from = "late", .to = "bob", .t = 9, .context = "c"})
      .touch({.from = "failed", .to = "bob", .t = 1, .context = "c", .status = TouchStatus::Failed})
      .touch({.from = "bob", .to = "bob", .t = 1, .context = "c"})
      .touch({.from = "nothing", .to = "bob", .t = 1, .context = "c", .strength = 0.0})
      .purchase({"bob", 5, 100})
      .purchase({"loss", 6, 10})
      .purchase({"loss", 7, -10})
      .touch({.from = "eve", .to = "loss", .t = 1, .context = "c"});
  const Study study(rows.build());
  CHECK(steps_of(study, "ann") == (kTakesPart | kDid | kJoined | kProfitable));
  CHECK(steps_of(study, "late") == (kTakesPart | kDid));
  CHECK(steps_of(study, "failed") == (kTakesPart | kDid));
  CHECK(steps_of(study, "bob") == kTakesPart);
  CHECK(steps_of(study, "nothing") == 0);
  CHECK(steps_of(study, "eve") == (kTakesPart | kDid | kJoined));  // a margin of 0 is no profit
}

TEST_CASE(
    "funnel_steps: answers of one half or more are a yes, a general one is in every context") {
  StudyBuilder rows;
  rows.context("c").context("d").person("silent");
  rows.survey({"ann", "intends", 0.5, ""})
      .survey({"ann", "intends", 0.4, "d"})
      .survey({"ann", "did_recommend", 1.0, "c"})
      .survey({"bob", "nps", 3.0, "c"})
      .survey({"cat", "identity_check_care", 3.0, "c"});
  const Study study(rows.build());
  CHECK(steps_of(study, "ann") ==
        (kTakesPart | kAskedIntent | kIntends | kAskedWhether | kSaysDid));
  CHECK(steps_of(study, "ann", "d") == (kTakesPart | kAskedIntent));
  CHECK(steps_of(study, "bob") == kTakesPart);
  CHECK(steps_of(study, "cat") == 0);
  CHECK(steps_of(study, "silent") == 0);
}

TEST_CASE("funnel_steps: roles without weight are no referral, touches of no context are of all") {
  StudyBuilder rows;
  rows.context("c").context("d");
  rows.touch({.from = "ann", .to = "bob", .t = 1, .role = "brought"})
      .touch({.from = "eve", .to = "bob", .t = 1, .role = "together"});
  const Study study(rows.build());
  const NamedNumbers roles{{"brought", 1.0}, {"together", 0.0}};
  for (const char* context : {"c", "d"}) {
    CHECK(steps_of(study, "ann", context, roles) == (kTakesPart | kDid));
    CHECK(steps_of(study, "eve", context, roles) == 0);
    CHECK(steps_of(study, "eve", context) == (kTakesPart | kDid));
  }
}

TEST_CASE("funnel_steps: what ties imply nobody did") {
  StudyBuilder rows;
  rows.purchase({"ann", 1, 100}).purchase({"bob", 5, 100}).tie({"ann", "bob"});
  const Study study(rows.build());
  REQUIRE(study.journeys.implied_acquisitions == 1);
  CHECK(steps_of(study, "ann") == kTakesPart);
}

TEST_CASE("funnel_steps: without an attribution model nobody is said to have brought anybody") {
  StudyBuilder rows;
  rows.touch({.from = "ann", .to = "bob", .t = 1, .context = "c"}).purchase({"bob", 5, 100});
  const Study study(rows.build(), {}, {});
  CHECK(steps_of(study, "ann") == (kTakesPart | kDid));
}

TEST_CASE("funnel_steps: whoever has a step has those before it, in any study") {
  for (std::uint64_t seed = 0; seed < 40; ++seed) {
    const Study study(testing::random_study({.seed = seed, .ties = 20}).build());
    std::size_t joined = 0;
    for (const unsigned steps : funnel_steps(study.inputs(), {})) {
      if (steps & kProfitable) CHECK((steps & kJoined));
      if (steps & kJoined) CHECK((steps & kDid));
      if (steps != 0) CHECK((steps & kTakesPart));
      joined += (steps & kJoined) != 0;
    }
    std::size_t credited = 0;
    for (const auto& a : study.journeys.acquisitions) credited += a.num_touches > 0;
    CHECK((joined > 0) == (credited > 0));
  }
}

}  // namespace
}  // namespace grapevine
