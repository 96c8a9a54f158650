#include "algorithms/customer_value/stated_intent.hpp"

#include <catch2/catch.hpp>
#include <cmath>

#include "tests/support/study_builder.hpp"

namespace grapevine {
namespace {

using testing::Study;
using testing::StudyBuilder;

StudyBuilder answers() {
  StudyBuilder rows;
  rows.context("c")
      .person("e_silent")
      .survey({"a_talker", "intends", 1.0, "c"})
      .survey({"b_doer", "intends", 0.5, "c"})
      .survey({"c_shy", "intends", 0.49, "c"})
      .survey({"d_idle", "intends", 0.0, "c"})
      .survey({"a_talker", "nps", 9.0, "c"});
  return rows;
}

TEST_CASE("stated_intent: what they say, less whether they did") {
  Study study(answers().build());
  study.earlier.add({{.name = "referrals_made"}, std::vector<std::int64_t>{0, 2, 1, 0, 3}});
  const auto result = stated_intent(study.inputs());
  CHECK(result.intends.values == std::vector<std::int64_t>{1, 1, 0, 0, 0});
  CHECK(result.intends.valid == std::vector<std::uint8_t>{1, 1, 1, 1, 0});
  CHECK(result.intent_gap.values[0] == 1);  // all talk
  CHECK(result.intent_gap.values[1] == 0);
  CHECK(result.intent_gap.values[2] == -1);
  CHECK(result.intent_gap.values[3] == 0);
  CHECK(result.intent_gap.valid == std::vector<std::uint8_t>{1, 1, 1, 1, 0});
  CHECK(result.nps[0] == 9.0);
  CHECK(std::isnan(result.nps[1]));
}

TEST_CASE("stated_intent: without referrals counted there is no gap") {
  const Study study(answers().build());
  const auto result = stated_intent(study.inputs());
  CHECK(result.intends.valid == std::vector<std::uint8_t>{1, 1, 1, 1, 0});
  CHECK(result.intent_gap.valid == std::vector<std::uint8_t>(5, 0));
}

TEST_CASE(
    "stated_intent: the context's answer before a general one, the latest, the larger of a day") {
  StudyBuilder rows;
  rows.context("c")
      .context("d")
      .survey({"ann", "nps", 3.0, "", "2021-05-01"})
      .survey({"ann", "nps", 7.0, "c", "2020-01-01"})
      .survey({"ann", "nps", 6.0, "c", "2019-01-01"})
      .survey({"bob", "nps", 2.0, "", "2021-05-01"})
      .survey({"bob", "nps", 8.0, "", "2021-05-01"})
      .survey({"bob", "nps", 9.0, ""});
  const Study study(rows.build());
  const auto nps = stated_intent(study.inputs()).nps;
  CHECK(nps[study.row("ann", "c")] == 7.0);
  CHECK(nps[study.row("ann", "d")] == 3.0);
  CHECK(nps[study.row("bob", "c")] == 8.0);
  const Study shuffled(rows.shuffled(1).build());
  CHECK(stated_intent(shuffled.inputs()).nps == nps);
}

TEST_CASE("stated_intent: nothing gives nothing") {
  CHECK(stated_intent(Study(StudyBuilder().build()).inputs()).nps.empty());
}

}  // namespace
}  // namespace grapevine
