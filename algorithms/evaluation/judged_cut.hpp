#pragma once
#include <optional>
#include <string>
#include <vector>

#include "algorithms/evaluation/baseline_scores.hpp"
#include "algorithms/evaluation/paired_bootstrap.hpp"
#include "engine/network/cut.hpp"
#include "engine/network/score_inputs.hpp"

namespace grapevine {

struct BacktestOptions {
  ReferralKind outcome = ReferralKind::Acquisitions;
  std::vector<std::string> activity = {"purchases", "touches"};
  PeoplePool pool = PeoplePool::Active;
  bool only_acting = false;
  int newcomer_purchases = 0;
  bool after_entry = false;
  int contexts = 12;
  int least_referrals = 5;
  int least_positives = 5;
  bool walk_ties = true, walk_touches = true, walk_recent = true, walk_distinct = false;
  double damping = 0.85;
  double context_factor = 10.0;
  double seed_floor = 0.001;
  bool decayed_seeds = true;
  bool part_ties = true;
  int draws = 4000;
  double level = 0.95;
  std::uint64_t seed = 0;

  static constexpr auto fields() {
    using O = BacktestOptions;
    return std::tuple{
        field("outcome", &O::outcome,
              "What is to be foretold: newcomers brought in, every touch of a role with weight, or "
              "dated ties to newcomers",
              kReferralKindNames),
        field("newcomer_purchases", &O::newcomer_purchases,
              "Count only newcomers who buy at least so often in the context after they enter", 0,
              1e9),
        field("after_entry", &O::after_entry,
              "Count only what comes after the newcomer has entered the context"),
        field("activity", &O::activity,
              "What people do, for counts of it: purchases, touches (made), events"),
        field("pool", &O::pool, "Who is ranked", kPeoplePoolNames),
        field("only_acting", &O::only_acting,
              "Rank of each context only who did something there within the look-back"),
        field("contexts", &O::contexts,
              "Judge so many contexts, those with the most referrals before the cut", 1, 1e6),
        field("least_referrals", &O::least_referrals,
              "A context with fewer referrals before the cut is not judged", 0, 1e9),
        field("least_positives", &O::least_positives,
              "A context with fewer people who refer after the cut is not judged", 1, 1e9),
        field("walk_ties", &O::walk_ties, "Baselines walk along ties"),
        field("walk_touches", &O::walk_touches, "Baselines walk along touches"),
        field("walk_recent", &O::walk_recent,
              "Baselines walk only along touches within the look-back"),
        field("walk_distinct", &O::walk_distinct,
              "Baselines walk along each pair once, whatever its weight and context"),
        field("damping", &O::damping, "Of the baselines' walks: chance of following a tie", 0.0,
              1.0),
        field("context_factor", &O::context_factor,
              "Of the baselines' walks: weight of a context's own edges is multiplied by this", 0.0,
              1e9),
        field("seed_floor", &O::seed_floor,
              "Of context_pagerank: where everybody starts beside those who act, in mean seeds",
              0.0, 1e9),
        field("decayed_seeds", &O::decayed_seeds,
              "Of context_pagerank: seeds halve every horizon, or count within the look-back"),
        field("part_ties", &O::part_ties,
              "Where counts in a context are equal, counts anywhere decide"),
        field("draws", &O::draws, "Resamples that an interval rests on", 100, 1e7),
        field("level", &O::level, "Chance that an interval is meant to cover the truth", 0.5,
              0.9999),
        field("seed", &O::seed, "Seed of the resamples and of the random baseline")};
  }
};

/// The moments of one cut: the look-back begins, scores are made, what is foretold ends.
struct BacktestMoments {
  Time since, cut, end;
  Time newcomers_until = Time::max();  ///< Newcomers enter before this; at most the end.
  std::optional<TimeSpan> newcomer_within =
      {};  ///< Their purchases count so long after they enter.

  double horizon_days() const;
  /// The last moment that an outcome can depend on.
  Time known_until() const;
};

/// What came of a cut, told by `until`, the network as it was known at `moments.known_until()`:
/// referrals in [cut, end), but for touches to newcomers who enter in [cut, newcomers_until), as
/// far as the options want such newcomers.
std::vector<ContextEvent> outcomes_of(const Network& until, const Journeys& journeys,
                                      const BacktestMoments& moments,
                                      const BacktestOptions& options, const NamedNumbers& roles);

/// How well one score ranked the people of one context. A measure is absent where it is undefined.
struct CellMeasures {
  std::optional<double> auc, average_precision, precision_at_10, precision_at_1_percent,
      precision_at_5_percent, lift_at_10, lift_at_1_percent, lift_at_5_percent,
      captured_at_1_percent, captured_at_5_percent, captured_at_10_percent, kendall_tau;
};

/// One context at one cut, by every score.
struct JudgedCell {
  std::string context;  ///< Its external id.
  std::int64_t people = 0, positives = 0;
  double outcomes = 0.0;               ///< Referrals by the people ranked.
  std::vector<CellMeasures> by_score;  ///< In the order of JudgedCut::scores.
};

/// One cut, judged.
struct JudgedCut {
  BacktestMoments moments;
  std::vector<std::pair<std::string, ScoreKind>> scores;
  /// In the order of scores, whether one says the same of people in every context judged.
  std::vector<bool> same_everywhere;
  /// Not judged, as they are the same of all of whom they say anything, and silent of others.
  std::vector<std::string> left_out;
  std::vector<JudgedCell> cells;  ///< Contexts with the most past referrals first.
  std::int64_t people = 0;        ///< Known at the cut.
  std::int64_t outcomes = 0;      ///< Referrals after the cut, in all contexts.
  std::int64_t by_unseen = 0;     ///< Of them, by people whom nothing before the cut names.
  std::int64_t along_ties = 0;    ///< Of them, along an undated tie between the two.
  /// Referrals in a window of the same length before the cut. Absent where outcomes are not all
  /// referrals of their kind: what newcomers went on to do was not known yet.
  std::optional<std::int64_t> outcomes_before;
  std::int64_t past_referrals = 0;  ///< All before the cut.
  EdgeId ties = 0, undated_ties = 0;
  std::size_t undated_answers = 0;  ///< Surveys and mentions.
};

/// What is known at a cut, and what came after it.
struct PastAndOutcome {
  const NetworkCut& past;
  const Journeys& journeys;            ///< Of the past.
  const ScoreColumns& columns;         ///< The study's scores of the past.
  std::vector<ContextEvent> outcomes;  ///< Referrals after the cut, by places in the whole network.
  const NamedNumbers& roles;           ///< Weights that journeys were built with.
};

/// Ranks everybody in each context by every baseline and every number among the study's scores,
/// from the past alone, and measures how well that told who brought others in after the cut. People
/// of equal score share their places (see RankedOutcomes); who has no score comes last.
JudgedCut judge_cut(const PastAndOutcome& inputs, const BacktestMoments& moments,
                    const BacktestOptions& options = {});

}  // namespace grapevine
