#include "algorithms/evaluation/backtest_verdicts.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <functional>

namespace grapevine {
namespace {

/// Cuts by contexts; `auc(score, context, cut)` makes each cell.
template <class Auc>
std::vector<JudgedCut> judged(int cuts, int contexts, const Auc& auc) {
  std::vector<JudgedCut> all(static_cast<std::size_t>(cuts));
  for (int t = 0; t < cuts; ++t) {
    JudgedCut& cut = all[static_cast<std::size_t>(t)];
    cut.moments = {Time::min(), Time(std::chrono::days{365 * t}),
                   Time(std::chrono::days{365 * (t + 1)})};
    cut.scores = {{"plain", ScoreKind::General},
                  {"context", ScoreKind::InContext},
                  {"ours", ScoreKind::Provider}};
    cut.past_referrals = 100;
    cut.outcomes = 100;
    cut.outcomes_before = 100;
    for (int c = 0; c < contexts; ++c) {
      JudgedCell cell{.context = std::to_string(c), .people = 100, .positives = 9};
      for (int s = 0; s < 3; ++s) {
        cell.by_score.emplace_back();
        cell.by_score.back().auc = auc(s, c, t);
      }
      cut.cells.push_back(cell);
    }
  }
  return all;
}

const ScoreVerdict& of(const std::vector<ScoreVerdict>& all, const std::string& score) {
  return *std::ranges::find(all, score, &ScoreVerdict::score);
}

/// Differs a little from cell to cell, the same for each score.
double noise(int context, int cut) { return 0.01 * ((3 * context + 5 * cut) % 7); }

TEST_CASE("backtest_verdicts: better, no difference and worse than the best baseline") {
  const auto verdict = [](double ours) {
    const auto cuts = judged(3, 8, [&](int s, int c, int t) {
      return s == 0 ? 0.6 : s == 1 ? 0.7 : ours + 0.5 * noise(c, t) - 0.015;
    });
    return of(backtest_verdicts(cuts).overall, "ours").to_best_baseline;
  };
  CHECK(verdict(0.8).verdict == Verdict::Better);
  CHECK(verdict(0.7).verdict == Verdict::NoDifference);
  CHECK(verdict(0.6).verdict == Verdict::Worse);
  CHECK(verdict(0.8).to == "context");
  CHECK(verdict(0.8).difference.cells == 24);
  CHECK(verdict(0.8).difference.clusters == 8);
  CHECK(verdict(0.8).over_cells.clusters == 24);
  CHECK(verdict(0.8).over_cells.mean == verdict(0.8).difference.mean);
}

TEST_CASE("backtest_verdicts: means, order, and the best baselines of each kind") {
  const auto cuts = judged(2, 4, [](int s, int c, int t) { return 0.5 + 0.1 * s + noise(c, t); });
  const auto all = backtest_verdicts(cuts).overall;
  REQUIRE(all.size() == 3);
  CHECK(all[0].score == "ours");
  double mean = 0.0;
  for (int c = 0; c < 4; ++c) mean += (noise(c, 0) + noise(c, 1)) / 8.0;
  CHECK(*all[0].mean.auc == Approx(0.7 + mean));
  CHECK_FALSE(all[0].mean.kendall_tau);
  CHECK(all[0].to_best_baseline.difference.mean == Approx(0.1));
  CHECK(all[0].to_best_general.to == "plain");
  CHECK(all[0].to_best_general.difference.mean == Approx(0.2));
  // A baseline is compared with the best of the others.
  CHECK(of(all, "context").to_best_baseline.to == "plain");
  CHECK(of(all, "plain").to_best_general.to.empty());
  CHECK(all[0].to_best_in_context.to == "context");
  CHECK(all[0].to_best_in_context.difference.mean == Approx(0.1));
  CHECK(of(all, "context").to_best_in_context.to.empty());
  CHECK(all[0].to_count.to.empty());  // nothing here is called so
}

/// AUCs of the plain count, a baseline in contexts and ours, the latter with a little noise.
Reading reading(double count, double ours, const std::function<void(JudgedCut&)>& change = {}) {
  auto cuts = judged(3, 4, [&](int s, int c, int t) {
    return s == 0 ? count : s == 1 ? 0.65 : ours + noise(c, t) - 0.03;
  });
  for (JudgedCut& cut : cuts) {
    cut.scores[0].first = "activity_decayed";
    if (change) change(cut);
  }
  const auto verdicts = backtest_verdicts(cuts);
  CHECK(of(verdicts.overall, "activity_decayed").reading == Reading::None);
  for (const ScoreVerdict& v : verdicts.by_context) CHECK(v.reading == Reading::None);
  return of(verdicts.overall, "ours").reading;
}

TEST_CASE("backtest_verdicts: a reading of each score, the first rule that holds") {
  CHECK(reading(0.6, 0.7) == Reading::Better);
  CHECK(reading(0.6, 0.605) == Reading::NotProven);  // above the count, and no interval above 0
  CHECK(reading(0.6, 0.599) == Reading::Failed);     // the sign alone decides
  CHECK(reading(0.6, 0.7, [](JudgedCut& cut) { cut.same_everywhere = {true, false, true}; }) ==
        Reading::KnowsNoContext);
  CHECK(reading(0.6, 0.5, [](JudgedCut& cut) { cut.same_everywhere = {true, false, true}; }) ==
        Reading::Failed);
  CHECK(reading(0.6, 0.7, [](JudgedCut& cut) { cut.past_referrals = 49; }) ==
        Reading::CannotBeJudged);
  CHECK(reading(0.6, 0.7, [](JudgedCut& cut) { cut.cells.resize(2); }) == Reading::CannotBeJudged);
  // One cut with enough of a past is enough, and so is one where a score differs by context.
  CHECK(reading(0.6, 0.7, [](JudgedCut& cut) {
          if (cut.moments.cut != Time(std::chrono::days{730})) cut.past_referrals = 49;
        }) == Reading::Better);
  CHECK(reading(0.6, 0.7, [](JudgedCut& cut) {
          cut.same_everywhere = {true, false, cut.moments.cut == Time{}};
        }) == Reading::Better);
}

TEST_CASE("backtest_verdicts: every reading has words, none of a baseline without contexts") {
  CHECK(reading_text(Reading::None).empty());
  CHECK(reading_text(Reading::CannotBeJudged) == "cannot be judged");
  CHECK(reading_text(Reading::Failed) == "the score failed on your own past: show the count");
  CHECK(reading_text(Reading::KnowsNoContext) == "knows no context");
  CHECK(reading_text(Reading::Better) == "better than what knows no context");
  CHECK(reading_text(Reading::NotProven) == "not proven here");
}

TEST_CASE("backtest_verdicts: each context by itself, its cuts being what is resampled") {
  const auto cuts = judged(4, 2, [](int s, int c, int t) {
    return 0.5 + noise(c, t) + (s == 2 ? (c == 0 ? 0.1 : -0.1) : 0.01 * s);
  });
  const auto by_context = backtest_verdicts(cuts).by_context;
  REQUIRE(by_context.size() == 6);
  for (const ScoreVerdict& v : by_context)
    if (v.score == "ours") {
      CHECK(v.cells == 4);
      CHECK(v.to_best_baseline.verdict == (v.context == "0" ? Verdict::Better : Verdict::Worse));
    }
  const auto few = judged(2, 2, [](int s, int, int) { return 0.5 + 0.1 * s; });
  for (const ScoreVerdict& v : backtest_verdicts(few).by_context)
    CHECK(v.to_best_baseline.verdict == Verdict::CannotBeJudged);
}

TEST_CASE("backtest_verdicts: a cell without a measure counts for nobody") {
  auto cuts = judged(3, 4, [](int s, int, int) { return 0.5 + 0.1 * s; });
  cuts[0].cells[0].by_score[2].auc.reset();
  const auto all = backtest_verdicts(cuts).overall;
  CHECK(of(all, "ours").cells == 11);
  CHECK(of(all, "ours").to_best_baseline.difference.cells == 11);
  CHECK(of(all, "plain").cells == 12);
}

std::string warnings_of(const std::function<void(JudgedCut&)>& change) {
  auto cuts = judged(1, 5, [](int s, int, int) { return 0.5 + 0.1 * s; });
  change(cuts[0]);
  std::string text;
  for (const std::string& warning : backtest_verdicts(cuts).warnings) text += warning + "\n";
  return text;
}

TEST_CASE("backtest_verdicts: warnings, each for its own reason and at its own limit") {
  CHECK(warnings_of([](JudgedCut&) {}).empty());
  CHECK(warnings_of([](JudgedCut& cut) { cut.ties = 20, cut.undated_ties = 7; }) ==
        "cut 1970-01-01: 7 of 20 ties have no date: they may have been measured after the cut, and "
        "every score that uses ties profits\n");
  CHECK(warnings_of([](JudgedCut& cut) {
          cut.along_ties = 91;
        }).find("91 % of outcomes run along") != std::string::npos);
  CHECK(warnings_of([](JudgedCut& cut) { cut.along_ties = 90; }).empty());
  CHECK(warnings_of([](JudgedCut& cut) { cut.past_referrals = 49; }).find("only 49 referrals") !=
        std::string::npos);
  CHECK(warnings_of([](JudgedCut& cut) { cut.cells.resize(2); }).find("two contexts have enough") !=
        std::string::npos);
  CHECK(warnings_of([](JudgedCut& cut) { cut.outcomes_before = 49; }).find("regime changed") !=
        std::string::npos);
  CHECK(warnings_of([](JudgedCut& cut) { cut.outcomes_before = 201; }).find("regime changed") !=
        std::string::npos);
  CHECK(warnings_of([](JudgedCut& cut) { cut.outcomes_before = 50; }).empty());
  CHECK(warnings_of([](JudgedCut& cut) { cut.outcomes_before.reset(); }).empty());
  CHECK(warnings_of([](JudgedCut& cut) {
          cut.undated_answers = 3;
        }).find("3 survey answers and mentions have no date") != std::string::npos);
  CHECK(warnings_of([](JudgedCut& cut) {
          cut.by_unseen = 25;
        }).find("25 % of outcomes are by people never seen before: nobody's to predict") !=
        std::string::npos);
  CHECK(warnings_of([](JudgedCut& cut) {
          cut.left_out = {"clv", "a"};
        }).find("silent of others: a, clv") != std::string::npos);
}

}  // namespace
}  // namespace grapevine
