#include "algorithms/causality/influence_steps.hpp"

#include <catch2/catch.hpp>

#include "tests/support/arcs_text.hpp"
#include "tests/support/study_builder.hpp"

namespace grapevine {
namespace {

using testing::Study;
using testing::StudyBuilder;
using testing::When;

StudyBuilder town() {
  StudyBuilder town;
  town.purchase({.person = "ann", .t = When("2020-01-15"), .context = "tea"})
      .purchase({.person = "bob", .t = When("2020-03-20"), .context = "tea"})
      .purchase({.person = "bob", .t = When("2020-04-20"), .context = "cake"})
      .tie({"ann", "bob"})
      .tie({.src = "bob", .dst = "cid", .context = "cake"})
      .tie({.src = "cid", .dst = "ann", .sign = -1});
  return town;
}

TEST_CASE("StepCalendar: whole months since the day of the first entry, up to the study's end") {
  const Study study(town().build());
  const StepCalendar calendar(study.inputs(), Period::Month);
  CHECK(calendar.step_of(When("2019-05-01").time) == 0);
  CHECK(calendar.step_of(When("2020-02-14").time) == 0);
  CHECK(calendar.step_of(When("2020-02-15").time) == 1);
  CHECK(calendar.num_steps() == 4);  // 20 April is the last day
}

TEST_CASE("entry_steps: of one context, never for the others") {
  const Study study(town().build());
  const StepCalendar calendar(study.inputs(), Period::Month);
  CHECK(entry_steps(study.inputs(), calendar, 1).step ==
        std::vector<std::int32_t>{0, 2, kNeverEntered});
  CHECK(entry_steps(study.inputs(), calendar, 0).step ==
        std::vector<std::int32_t>{kNeverEntered, 3, kNeverEntered});
}

TEST_CASE("influence_graph: ties of the context and of all, as influence runs, none negative") {
  Network network = town().build();
  const auto text = [&](ContextId context, Influence influence) {
    network.influence = influence;
    const Study study(network);
    const StepCalendar calendar(study.inputs(), Period::Month);
    return testing::arcs_text(
        influence_graph(network, calendar, context).graph.with_ids(network.people));
  };
  CHECK(text(1, Influence::SourceToTarget) == "ann>bob\n");
  CHECK(text(0, Influence::SourceToTarget) == "ann>bob\nbob>cid\n");
  CHECK(text(1, Influence::TargetToSource) == "bob>ann\n");
  CHECK(text(1, Influence::Both) == "ann>bob\nbob>ann\n");
}

}  // namespace
}  // namespace grapevine
