#include "algorithms/customer_value/evidence_stance.hpp"

#include <catch2/catch.hpp>
#include <cmath>

#include "tests/support/study_builder.hpp"

namespace grapevine {
namespace {

using testing::Study;
using testing::StudyBuilder;

double stance_of(const StudyBuilder& rows, const char* person, const char* context = "c") {
  const Study study(rows.build());
  return evidence_stance(study.inputs()).stance[study.row(person, context)];
}

TEST_CASE("stance: sum of evidence over 1 + its number, by hand") {
  StudyBuilder rows;
  rows.context("c")
      .person("silent")
      .survey({"fan", "nps", 10.0, "c"})
      .survey({"critic", "nps", 0.0, "c"})
      .survey({"lukewarm", "nps", 5.0, "c"})
      .survey({"fan", "intends", 1.0, "c"})
      .mention({"critic", -0.5, "c"})
      .event({"critic", "leaves", "c"})
      .event({"critic", "posts", "c"})
      .stance_of("leaves", -0.5);
  CHECK(stance_of(rows, "silent") == 0.0);
  CHECK(stance_of(rows, "fan") == 0.5);
  CHECK(stance_of(rows, "critic") == -0.5);  // (-1 - 0.5 - 0.5) / 4
  CHECK(stance_of(rows, "lukewarm") == 0.0);
}

TEST_CASE("stance: what names the context comes before what names none") {
  StudyBuilder rows;
  rows.context("c").context("d").survey({"ann", "nps", 10.0}).mention({"ann", -1.0, "c"});
  CHECK(stance_of(rows, "ann", "c") == -0.5);
  CHECK(stance_of(rows, "ann", "d") == 0.5);
}

TEST_CASE("stance: lies within (-1, 1), and the order of rows changes no bit") {
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    Random random(seed, 4);
    StudyBuilder rows;
    rows.context("c").context("d").stance_of("joins", 0.3).stance_of("leaves", -1.0);
    for (int i = 0; i < 60; ++i) {
      const std::string person = "p" + std::to_string(random.below(6));
      const char* context = std::array{"", "c", "d"}[random.below(3)];
      const char* kind = std::array{"joins", "leaves", "posts"}[random.below(3)];
      rows.survey({person, "nps", static_cast<double>(random.below(11)), context});
      rows.mention({person, 2.0 * random.uniform() - 1.0, context});
      rows.event({person, kind, context});
    }
    const Study study(rows.build()), shuffled(rows.shuffled(seed).build());
    const auto stances = evidence_stance(study.inputs()).stance;
    CHECK((stances == evidence_stance(shuffled.inputs()).stance));
    for (const double s : stances) CHECK(std::abs(s) < 1.0);

    // A plain second reading of the rule.
    const Network& n = study.network;
    for (ContextId c = 0; c < 2; ++c)
      for (NodeId p = 0; p < n.num_people(); ++p) {
        long double sum[2] = {}, count[2] = {};
        const auto take = [&](const auto& row, double value) {
          if (row.person != p || std::isnan(value)) return;
          if (row.context != c && row.context != kEveryContext) return;
          sum[row.context == c] += value;
          count[row.context == c] += 1;
        };
        for (const auto& row : n.surveys)
          take(row, n.survey_items[row.item] == "nps" ? row.value / 5 - 1 : std::nan(""));
        for (const auto& row : n.mentions) take(row, row.polarity);
        for (const auto& row : n.events) take(row, n.event_stance[row.kind]);
        const int own = count[1] > 0;
        CHECK(std::abs(stances[n.row(c, p)] - sum[own] / (1 + count[own])) <= 1e-14L);
      }
  }
}

TEST_CASE("stance: nothing gives nothing") {
  CHECK(evidence_stance(Study(StudyBuilder().build()).inputs()).stance.empty());
}

}  // namespace
}  // namespace grapevine
