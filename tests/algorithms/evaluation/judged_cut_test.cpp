#include "algorithms/evaluation/judged_cut.hpp"

#include <algorithm>
#include <catch2/catch.hpp>

#include "tests/support/errors.hpp"
#include "tests/support/study_builder.hpp"

namespace grapevine {
namespace {

using testing::StudyBuilder;
using testing::When;

/// Forty people who all buy tea on day 1; of them 0 to 7 have brought one each by day 20, and 0 to
/// 9 will bring one on day 30 or later. Somebody who comes on day 25 brings one, too.
StudyBuilder town() {
  StudyBuilder town;
  const auto id = [](int i) { return std::string(i < 10 ? "p0" : "p") + std::to_string(i); };
  for (int i = 0; i < 40; ++i) town.purchase({.person = id(i), .t = 1, .context = "tea"});
  for (int i = 0; i < 18; ++i) {
    const int t = i < 8 ? 20 : 30 + i;
    const std::string newcomer = "new" + std::to_string(i);
    town.purchase({.person = newcomer, .t = t, .context = "tea"});
    town.touch({.from = id(i < 8 ? i : i - 8), .to = newcomer, .t = t, .context = "tea"});
  }
  town.purchase({.person = "late", .t = 25, .context = "tea"});
  town.purchase({.person = "last", .t = 35, .context = "tea"});
  town.touch({.from = "late", .to = "last", .t = 35, .context = "tea"});
  return town;
}

const BacktestMoments kMoments{Time::min(), Time(std::chrono::days{24}),
                               Time(std::chrono::days{60})};

JudgedCut judged(const Network& whole, const BacktestOptions& options,
                 const BacktestMoments& moments = kMoments) {
  const NetworkCut past = cut_at(whole, moments.cut);
  const Journeys journeys = build_journeys(past.network, {});
  const NamedNumbers roles;
  ScoreColumns columns;
  columns.add({{"flat", "units"}, std::vector<double>(past.network.num_rows(), 1.0)});
  std::vector<double> ours(past.network.num_rows(), std::nan(""));
  for (NodeId p = 0; p < past.network.num_people(); ++p)
    if (past.network.people->name(p).starts_with("p0")) ours[p] = p;
  columns.add({{"ours", "rank"}, ours});
  std::vector<double> all_or_nothing = ours;
  for (double& value : all_or_nothing) value *= 0.0;
  columns.add({{"all_or_nothing", "money"}, all_or_nothing});
  columns.add({{"in_degree", "ties"}, ours});
  PastAndOutcome inputs{past, journeys, columns, {}, roles};
  for (const ContextEvent& event :
       referral_events(whole, build_journeys(whole, {}), options.outcome, roles))
    if (event.time >= moments.cut && event.time < moments.end) inputs.outcomes.push_back(event);
  return judge_cut(inputs, moments, options);
}

const CellMeasures& measures(const JudgedCut& cut, const std::string& score) {
  const auto found =
      std::ranges::find(cut.scores, score, &std::pair<std::string, ScoreKind>::first);
  REQUIRE(found != cut.scores.end());
  return cut.cells.at(0).by_score.at(static_cast<std::size_t>(found - cut.scores.begin()));
}

TEST_CASE("judge_cut: outcomes, positives and measures of a town that can be counted") {
  const JudgedCut cut = judged(town().build(), {});
  CHECK(cut.people == 48);
  CHECK(cut.past_referrals == 8);
  CHECK(cut.outcomes_before == 8);
  CHECK(cut.outcomes == 11);
  CHECK(cut.by_unseen == 1);
  REQUIRE(cut.cells.size() == 1);
  CHECK(cut.cells[0].people == 48);
  CHECK(cut.cells[0].positives == 10);
  CHECK(cut.cells[0].outcomes == 10.0);
  // 8 of 10 positives have brought one before and nobody else has: the rest ties with the others.
  CHECK(*measures(cut, "context_referrals").auc == Approx(0.8 + 0.2 * 0.5));
  CHECK(*measures(cut, "context_referrals").precision_at_1_percent == Approx(1.0));
  CHECK(*measures(cut, "context_referrals").captured_at_10_percent == Approx(0.5));
}

TEST_CASE("judge_cut: a rank counts from below, who has no score comes last") {
  const JudgedCut cut = judged(town().build(), {});
  // The ten positives have scores, the others none.
  CHECK(*measures(cut, "ours").auc == 1.0);
  CHECK(*measures(cut, "ours").precision_at_10 == 1.0);
}

TEST_CASE("judge_cut: a score that says the same of everybody is left out, equal names are told") {
  const JudgedCut cut = judged(town().build(), {});
  const auto named = [&](const char* name) {
    return std::ranges::count(cut.scores, name, &std::pair<std::string, ScoreKind>::first);
  };
  CHECK(named("flat") == 0);
  CHECK(named("all_or_nothing") == 0);  // 0 of some, nothing of the others
  CHECK(cut.left_out == std::vector<std::string>{"all_or_nothing"});
  CHECK(named("in_degree") == 1);
  CHECK(named("study_in_degree") == 1);
}

/// Whether the score says the same in every context judged.
bool same_everywhere(const JudgedCut& cut, const std::string& score) {
  const auto found =
      std::ranges::find(cut.scores, score, &std::pair<std::string, ScoreKind>::first);
  REQUIRE(found != cut.scores.end());
  return cut.same_everywhere.at(static_cast<std::size_t>(found - cut.scores.begin()));
}

TEST_CASE("judge_cut: which scores say the same in every context, with two to tell by") {
  StudyBuilder both = town();
  for (int i = 0; i < 8; ++i) {  // "ours" is the same number of a person in tea and in milk
    const std::string newcomer = "milk" + std::to_string(i);
    both.purchase({.person = newcomer, .t = 20, .context = "milk"});
    both.touch({.from = "p0" + std::to_string(i), .to = newcomer, .t = 20, .context = "milk"});
  }
  Network whole = both.build();
  const NetworkCut past = cut_at(whole, kMoments.cut);
  const Journeys journeys = build_journeys(past.network, {});
  const NamedNumbers roles;
  ScoreColumns columns;
  std::vector<double> general(past.network.num_rows()), special(past.network.num_rows());
  for (std::size_t row = 0; row < general.size(); ++row) {
    general[row] = static_cast<double>(row % past.network.num_people());
    special[row] = static_cast<double>(row);
  }
  columns.add({{"general", "1"}, general});
  columns.add({{"special", "1"}, special});
  const JudgedCut two = judge_cut({past, journeys, columns, {}, roles}, kMoments);
  CHECK(same_everywhere(two, "general"));
  CHECK_FALSE(same_everywhere(two, "special"));
  CHECK(same_everywhere(two, "in_degree"));
  CHECK_FALSE(same_everywhere(two, "context_activity"));
  // One context cannot tell.
  CHECK_FALSE(same_everywhere(
      judge_cut({past, journeys, columns, {}, roles}, kMoments, {.contexts = 1}), "general"));
}

TEST_CASE("judge_cut: pools of who is known, active and tied") {
  StudyBuilder builder = town();
  builder.person("idle").tie({"p00", "tied"});
  const Network whole = builder.build();
  BacktestOptions options;
  options.pool = PeoplePool::Known;
  CHECK(judged(whole, options).cells[0].people == 49);  // and who is only tied
  options.pool = PeoplePool::Tied;
  CHECK(judged(whole, options).cells[0].people == 17);  // eight pairs, and one tie more
  options.pool = PeoplePool::Active;
  BacktestMoments moments = kMoments;
  moments.since = Time(std::chrono::days{10});
  CHECK(judged(whole, options, moments).cells[0].people == 16);
  options.only_acting = true;
  options.activity = {"touches"};
  options.least_positives = 1;
  CHECK(judged(whole, options, moments).cells.empty());  // all eight refer again
}

TEST_CASE("judge_cut: contexts with too few referrals before, or after, are not judged") {
  const Network whole = town().build();
  BacktestOptions options;
  options.least_referrals = 9;
  CHECK(judged(whole, options).cells.empty());
  options.least_referrals = 8;
  options.least_positives = 11;
  CHECK(judged(whole, options).cells.empty());
  options.least_positives = 10;
  CHECK(judged(whole, options).cells.size() == 1);
}

TEST_CASE("judge_cut: outcomes along undated ties are counted, whichever way influence runs") {
  for (const Influence influence :
       {Influence::SourceToTarget, Influence::TargetToSource, Influence::Both}) {
    StudyBuilder builder = town();
    // new8 comes on day 38 and is brought by p00; one tie runs the other way.
    builder.person("new8").person("new9");
    if (influence == Influence::TargetToSource)
      builder.tie({"new8", "p00"}).tie({"p01", "new9"});
    else
      builder.tie({"p00", "new8"}).tie({"new9", "p01"});
    Network whole = builder.build();
    whole.influence = influence;
    CHECK(judged(whole, {}).along_ties == (influence == Influence::Both ? 2 : 1));
  }
}

TEST_CASE("judge_cut: the window before is compared only where it counts the same") {
  const Network whole = town().build();
  CHECK_FALSE(judged(whole, {.newcomer_purchases = 1}).outcomes_before);
  CHECK_FALSE(judged(whole, {.after_entry = true}).outcomes_before);
  CHECK_FALSE(judged(whole, {.outcome = ReferralKind::Ties}).outcomes_before);
  CHECK(judged(whole, {.outcome = ReferralKind::Touches}).outcomes_before);
}

TEST_CASE("judge_cut: answers without a date are counted, for they may be of later") {
  StudyBuilder builder = town();
  builder.survey({.person = "p00", .item = "nps", .value = 9.0})
      .survey({.person = "p01", .item = "nps", .value = 9.0, .t = 3})
      .mention({.person = "p02", .polarity = 1.0});
  CHECK(judged(builder.build(), {}).undated_answers == 2);
}

TEST_CASE("judge_cut: what the options refuse") {
  CHECK(testing::error_of([] {
          judged(town().build(), {.contexts = 0});
        }).starts_with("InvalidOption contexts: "));
}

}  // namespace
}  // namespace grapevine
