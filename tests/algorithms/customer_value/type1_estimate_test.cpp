#include "algorithms/customer_value/type1_estimate.hpp"

#include <catch2/catch.hpp>
#include <cmath>

#include "algorithms/causality/matched_estimate.hpp"
#include "algorithms/customer_value/acquisition_value.hpp"
#include "algorithms/customer_value/holdout_estimate.hpp"
#include "tests/support/errors.hpp"
#include "tests/support/study_builder.hpp"

namespace grapevine {
namespace {

using testing::Study;
using testing::StudyBuilder;

const EconomicsOptions kHoldout{.p_type1 = Type1Source::Holdout};
const EconomicsOptions kMatched{.p_type1 = Type1Source::Matched, .matched_step = Period::Week};

std::string name(const char* letter, int i) { return letter + std::to_string(i); }

/// `people` reached people, of whom the first `joins` join and the first `referred` of these are
/// referred, and as many people held out, of whom `kept` join; all in context c.
StudyBuilder experiment(int people, int joins, int referred, int kept) {
  StudyBuilder study;
  study.context("c");
  for (int i = 0; i < people; ++i) {
    study.held_out(name("r", i), YesNo::No).held_out(name("h", i), YesNo::Yes);
    if (i < joins) study.purchase({name("r", i), "2021-02-01", 100});
    if (i < referred) study.touch({.from = "ann", .to = name("r", i), .t = "2021-01-01"});
    if (i < kept) study.purchase({name("h", i), "2021-02-01", 100});
  }
  return study;
}

Type1Estimates estimate(const Study& study, const EconomicsOptions& options) {
  return estimate_type1(study.network, study.journeys, options);
}

TEST_CASE("type1_estimate: a number holds in every context, and is called assumed") {
  const Study study(
      experiment(3, 2, 1, 1).context("d").survey({"r0", "would_have_joined_anyway", 1.0}).build());
  const auto found = estimate(study, {.p_type1 = 0.3});
  REQUIRE(found.rows.size() == 3);
  for (const Type1Estimate& row : found.rows) {
    CHECK(row.source == "assumed");
    CHECK(row.p == 0.3);
    CHECK(std::isnan(row.low));
    CHECK(std::isnan(row.high));
    CHECK(row.treated == 0);
  }
  CHECK(found.rows[0].referred_joins == 1);
  CHECK(found.rows[0].answered == 1);
  CHECK(found.rows[1].referred_joins == 0);
  CHECK(found.rows[2].answered == 1);
  CHECK(found.by_context() == std::vector<double>{0.3, 0.3});
  CHECK(found.warnings.empty());
}

TEST_CASE("type1_estimate: a context with too little takes the hold-out of all contexts") {
  StudyBuilder rows = experiment(200, 100, 80, 40);
  rows.purchase({"r0", "2021-02-01", 1, "d"})
      .touch({.from = "ann", .to = "r0", .t = "2021-01-01", .context = "d"});
  const Study study(rows.build());
  const auto found = estimate(study, kHoldout);
  const auto raw = holdout_estimates(study.network, study.journeys);
  CHECK(found.rows[0].source == "holdout");
  CHECK(found.rows[0].p == Approx(60.0 / 80.0));
  CHECK(found.rows[0].low == raw.contexts[0].low);
  CHECK(found.rows[0].high == raw.contexts[0].high);
  CHECK(found.rows[0].treated == 200);
  CHECK(found.rows[0].treated_joins == 100);
  CHECK(found.rows[0].treated_referred == 80);
  CHECK(found.rows[0].control == 200);
  CHECK(found.rows[0].control_joins == 40);
  CHECK(found.rows[1].source == "holdout of all contexts");
  CHECK(found.rows[1].p == Approx(61.0 / 81.0));
  CHECK(found.rows[1].low == raw.all.low);
  CHECK(found.rows[1].treated_referred == 1);
  CHECK(found.rows[2].source == "holdout");
  CHECK(found.rows[2].p == raw.all.p);
  CHECK(found.warnings ==
        std::vector<std::string>{"people: holdout says neither yes nor no of 1 people; they count "
                                 "in neither group of p_type1"});  // ann
}

TEST_CASE("type1_estimate: an own answer goes before what a hold-out group says of others") {
  StudyBuilder rows = experiment(200, 100, 80, 40);
  rows.survey({"r1", "would_have_joined_anyway", 0.75});
  const Study study(rows.build());
  const auto values = value_acquisitions(study.network, study.journeys, kHoldout);
  for (std::size_t i = 0; i < values.size(); ++i) {
    const bool answered = study.journeys.acquisitions[i].person == study.person("r1");
    CHECK(values[i].p_type1 == Approx(answered ? 0.25 : 0.75));
  }
  CHECK(estimate(study, kHoldout).rows[0].answered == 1);
}

TEST_CASE("type1_estimate: no hold-out group, or too small a one, is one line") {
  const Study none(StudyBuilder().purchase({"bob", "2021-01-01", 1}).build());
  CHECK(testing::error_of([&] { estimate(none, kHoldout); }) ==
        "BadInput [economics] p_type1: the people table has no column holdout that says yes of "
        "some and no of others; say yes of people drawn at random whom referrals could not reach, "
        "or give a number");
  for (const YesNo said : {YesNo::Yes, YesNo::No})
    CHECK(testing::error_of([&] {
            estimate(Study(StudyBuilder().held_out("bob", said).build()), kHoldout);
          }).starts_with("BadInput [economics] p_type1: the people table has no column holdout"));
  CHECK(testing::error_of([] { estimate(Study(experiment(99, 50, 40, 3).build()), kHoldout); }) ==
        "BadInput [economics] p_type1: holdout tells too little: 99 people held out, 99 not, 40 "
        "referred acquisitions of these in all contexts; give a number; 100, 100 and 20 are "
        "needed");
}

TEST_CASE("type1_estimate: where nobody was referred, or all say it, p is not made up") {
  const Study answered(
      experiment(5, 2, 1, 1).survey({"r0", "would_have_joined_anyway", 0.5}).build());
  CHECK(std::isnan(estimate(answered, kHoldout).rows[0].p));
  CHECK(value_acquisitions(answered.network, answered.journeys, kHoldout).size() == 3);
  const Study study(experiment(5, 2, 0, 1).build());
  const auto found = estimate(study, kHoldout);
  CHECK(std::isnan(found.rows[0].p));
  CHECK(found.rows[0].source == "holdout of all contexts");
  CHECK(found.warnings.empty());
}

TEST_CASE("type1_estimate: held-out people who join oftener, or were touched, are warned about") {
  StudyBuilder rows = experiment(200, 50, 40, 90);
  rows.touch({.from = "ann", .to = "h0", .t = "2021-01-01"}).held_out("ann", YesNo::No);
  const auto found = estimate(Study(rows.build()), kHoldout);
  CHECK(found.rows[0].p == 0.0);
  CHECK(found.warnings ==
        std::vector<std::string>{
            "context 'c': people held out join oftener than the others, so p_type1 is 0; were they "
            "drawn at random?",
            "all contexts: people held out join oftener than the others, so p_type1 is 0; were "
            "they drawn at random?",
            "people: 1 acquisitions of people held out have a touch that counts, so the programme "
            "reached the group and p_type1 is too low; correct holdout, or say so"});
}

/// `pairs` pairs in context c, whose influencer enters on day 0; of the other ends `exposed` enter
/// in the week after, and `alone` of as many people whose influencer never enters.
StudyBuilder pairs(int pairs, int exposed, int alone) {
  StudyBuilder study;
  study.context("c").end(13);
  for (int i = 0; i < pairs; ++i) {
    study.purchase({name("early", i), 0, 100})
        .tie({.src = name("early", i), .dst = name("friend", i)})
        .tie({.src = name("idle", i), .dst = name("other", i)});
    if (i < exposed)
      study.purchase({name("friend", i), 8, 100})
          .touch({.from = name("early", i), .to = name("friend", i), .t = 1});
    if (i < alone) study.purchase({name("other", i), 8, 100});
  }
  return study;
}

TEST_CASE("type1_estimate: matched: 1 - 1 / ratio, with the estimate's own interval") {
  const Study study(pairs(300, 120, 30).context("d").build());
  const auto found = estimate(study, kMatched);
  const auto raw = matched_estimate(study.inputs(), {.step = Period::Week});
  const RiskComparison& risk = raw.contexts[0].matched_risk;
  CHECK(risk.ratio == Approx(4.0));
  CHECK(found.rows[0].source == "matched");
  CHECK(found.rows[0].p == Approx(0.75));
  CHECK(found.rows[0].low == Approx(1.0 - 1.0 / risk.ratio_low));
  CHECK(found.rows[0].high == Approx(1.0 - 1.0 / risk.ratio_high));
  CHECK(found.rows[0].treated == 300);
  CHECK(found.rows[0].treated_joins == 120);
  CHECK(found.rows[0].control_joins == 30);
  CHECK(found.rows[1].source == "matched of all contexts");  // d has no entries at all
  CHECK(found.rows[1].p == found.rows[2].p);
  CHECK(found.rows[2].source == "matched");
  CHECK(found.warnings.empty());
}

TEST_CASE("type1_estimate: matched: where friends keep people away p is 0, and said") {
  const auto found = estimate(Study(pairs(300, 30, 120).build()), kMatched);
  CHECK(found.rows[0].p == 0.0);
  CHECK(found.rows[0].high == 0.0);
  CHECK(found.warnings.at(0) ==
        "context 'c': people enter less often once a friend has than their like, so p_type1 is 0");
}

TEST_CASE("type1_estimate: matched: what does not tell influence from likeness is one line") {
  const auto error = [](const StudyBuilder& rows) {
    return testing::error_of([&] { estimate(Study(rows.build()), kMatched); });
  };
  const std::string refused =
      "BadInput [economics] p_type1: the matched estimate does not tell influence from likeness, "
      "not in all contexts together either; give a number, or hold people out";
  CHECK(error(pairs(300, 60, 60)) == refused);
  CHECK(error(pairs(300, 60, 0)) == refused);  // nobody to compare with enters: no ratio
  CHECK(error(pairs(3, 2, 1)) == refused);
  CHECK(error(StudyBuilder().purchase({"bob", "2021-01-01", 1})).empty());  // nobody was referred
  EconomicsOptions grouped = kMatched;
  grouped.matched_group = "village";
  CHECK_FALSE(
      testing::error_of([&] { estimate(Study(pairs(300, 120, 30).build()), grouped); }).empty());
}

TEST_CASE("type1_estimate: the table") {
  const Study study(experiment(200, 100, 80, 40).build());
  const NamedTable named = type1_table(study.network, estimate(study, kHoldout));
  using Texts = std::vector<std::string>;
  CHECK(named.name == "type1_estimates");
  CHECK(named.table.column_names() == Texts{"context_id", "source", "p_type1", "low", "high",
                                            "treated", "treated_joins", "control", "control_joins",
                                            "treated_referred", "referred_joins", "answered"});
  CHECK(named.table.texts("context_id") == Texts{"c", ""});
  CHECK(named.table.texts("source") == Texts{"holdout", "holdout"});
  CHECK(named.table.texts("p_type1") == Texts{"0.75", "0.75"});
  CHECK(named.table.texts("control_joins") == Texts{"40", "40"});
  CHECK(type1_table(study.network, estimate(study, {})).table.texts("low") == Texts{"", ""});
}

}  // namespace
}  // namespace grapevine
