#include "algorithms/evaluation/judged_cut.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "algorithms/evaluation/rank_correlation.hpp"
#include "algorithms/evaluation/ranking.hpp"
#include "engine/base/days.hpp"
#include "engine/parallel/loops.hpp"

namespace grapevine {
namespace {

/// Stands for no score: below all there are.
constexpr double kSilent = -std::numeric_limits<double>::infinity();

/// Whether outcomes are all newcomers brought in, or all touches, whatever became of them.
bool counts_all_referrals(const BacktestOptions& options, const BacktestMoments& moments) {
  return options.outcome != ReferralKind::Ties && options.newcomer_purchases == 0 &&
         !options.after_entry && moments.newcomers_until == Time::max();
}

class CutJudge {
 public:
  CutJudge(const PastAndOutcome& inputs, const BacktestMoments& moments,
           const BacktestOptions& options)
      : in_(inputs),
        past_(inputs.past.network),
        options_(options),
        walk_(referral_walk(past_,
                            {.ties = options.walk_ties,
                             .touches = options.walk_touches,
                             .touches_since = options.walk_recent ? moments.since : Time::min(),
                             .distinct = options.walk_distinct})),
        referrals_(referral_events(past_, inputs.journeys, options.outcome, inputs.roles)),
        activity_(activity_events(past_, options.activity)) {
    result_.moments = moments;
  }

  JudgedCut judge() {
    count_outcomes();
    choose_contexts();
    const std::vector<JudgedScore> scores = all_scores();
    for (const JudgedScore& score : scores) {
      result_.scores.emplace_back(score.name, score.kind);
      result_.same_everywhere.push_back(says_the_same_everywhere(score));
    }
    const EventCounts acted =
        count_events(activity_, past_.num_people(), contexts_,
                     {.since = result_.moments.since, .until = result_.moments.cut});
    const std::vector<bool> pool = ranked_people(acted);
    for (std::size_t j = 0; j < contexts_.size(); ++j)
      if (std::ranges::any_of(acted.in_context[j], [](double count) { return count > 0.0; }))
        judge_context(j, scores, pool, acted);
    return std::move(result_);
  }

 private:
  /// Outcomes by people known at the cut get their places there; those of others are counted.
  void count_outcomes() {
    result_.people = past_.num_people();
    result_.ties = past_.ties.num_edges();
    result_.undated_ties = in_.past.undated_ties;
    result_.outcomes = static_cast<std::int64_t>(in_.outcomes.size());
    result_.past_referrals = static_cast<std::int64_t>(referrals_.size());
    result_.undated_answers = in_.past.undated_answers;
    const Time before = result_.moments.cut - (result_.moments.end - result_.moments.cut);
    if (counts_all_referrals(options_, result_.moments))
      result_.outcomes_before = std::ranges::count_if(
          referrals_, [&](const ContextEvent& e) { return e.time >= before; });
    for (ContextEvent event : in_.outcomes) {
      event.person = in_.past.person[event.person];
      event.context = in_.past.context[event.context];
      event.whom = event.whom == kNoNode ? kNoNode : in_.past.person[event.whom];
      const bool seen = event.person != kNoNode && in_.past.named[event.person];
      result_.by_unseen += !seen;
      if (event.person == kNoNode) continue;
      result_.along_ties += event.whom != kNoNode && has_undated_tie(event.whom, event.person);
      if (event.context != kEveryContext) outcomes_.push_back(event);
    }
  }

  /// A tie which nothing says was there before the cut, in the direction that a walk takes.
  bool has_undated_tie(NodeId newcomer, NodeId referrer) const {
    const auto undated_from = [&](NodeId source, NodeId target) {
      const auto row = past_.ties.out_neighbors(source);
      const auto found = std::ranges::equal_range(row, target);
      return std::ranges::any_of(found, [&](const NodeId& neighbour) {
        const auto& time = past_.ties.columns().time;
        const EdgeId edge =
            past_.ties.first_out_edge(source) + static_cast<EdgeId>(&neighbour - row.data());
        return time.empty() || time[edge] == kUndated;
      });
    };
    const Influence influence = past_.influence;
    return (influence != Influence::TargetToSource && undated_from(referrer, newcomer)) ||
           (influence != Influence::SourceToTarget && undated_from(newcomer, referrer));
  }

  /// The contexts with the most referrals within the look-back; of equal ones the first id.
  void choose_contexts() {
    std::vector<std::int64_t> referrals(past_.num_contexts());
    for (const ContextEvent& event : referrals_)
      if (event.time >= result_.moments.since) ++referrals[event.context];
    std::vector<ContextId> order(past_.num_contexts());
    std::iota(order.begin(), order.end(), ContextId{0});
    std::ranges::sort(order, {}, [&](ContextId c) { return std::pair(-referrals[c], c); });
    for (const ContextId context : order)
      if (static_cast<int>(contexts_.size()) < options_.contexts &&
          referrals[context] >= options_.least_referrals)
        contexts_.push_back(context);
  }

  std::vector<JudgedScore> all_scores() {
    const BaselineInputs inputs{.num_people = past_.num_people(),
                                .num_contexts = past_.num_contexts(),
                                .contexts = contexts_,
                                .walk = walk_,
                                .referrals = referrals_,
                                .activity = activity_,
                                .seeds = activity_events(past_, {"purchases"}),
                                .since = result_.moments.since,
                                .cut = result_.moments.cut,
                                .horizon_days = result_.moments.horizon_days()};
    std::vector<JudgedScore> scores =
        baseline_scores(inputs, {.damping = options_.damping,
                                 .context_factor = options_.context_factor,
                                 .seed_floor = options_.seed_floor,
                                 .decayed_seeds = options_.decayed_seeds,
                                 .part_ties = options_.part_ties,
                                 .seed = options_.seed});
    for (const ScoreColumn& column : in_.columns.all()) {
      if (std::holds_alternative<std::vector<std::string>>(column.values)) continue;
      JudgedScore score = of_study(column.info);
      if (says_nothing(score)) {
        if (is_silent_of_some(score)) result_.left_out.push_back(score.name);
        continue;
      }
      if (std::ranges::find(scores, score.name, &JudgedScore::name) != scores.end())
        score.name = "study_" + score.name;  // a baseline has that name
      scores.push_back(std::move(score));
    }
    return scores;
  }

  /// Whether it is the same of everybody of whom it says anything, in every context: then people
  /// would be told apart only by whether it is silent of them.
  static bool says_nothing(const JudgedScore& score) {
    return std::ranges::all_of(score.values, [](const std::vector<double>& values) {
      const auto says = [](double value) { return value != kSilent; };
      const auto first = std::ranges::find_if(values, says);
      return std::ranges::all_of(first, values.end(),
                                 [&](double value) { return !says(value) || value == *first; });
    });
  }

  static bool is_silent_of_some(const JudgedScore& score) {
    return std::ranges::any_of(score.values, [](const std::vector<double>& values) {
      const auto silent = std::ranges::count(values, kSilent);
      return silent > 0 && silent < std::ssize(values);
    });
  }

  /// Where several contexts are judged; a baseline without contexts has one list for all.
  static bool says_the_same_everywhere(const JudgedScore& score) {
    if (score.kind == ScoreKind::General) return true;
    return score.values.size() > 1 &&
           std::ranges::adjacent_find(score.values, std::not_equal_to<>()) == score.values.end();
  }

  /// Of a rank the first is the best.
  JudgedScore of_study(const ColumnInfo& info) const {
    std::vector<double> all = in_.columns.doubles(info.name);
    if (info.unit == "rank")
      for (double& value : all) value = -value;
    JudgedScore score{info.name, ScoreKind::Provider, {}};
    for (const ContextId context : contexts_) {
      const auto first = all.begin() + static_cast<std::ptrdiff_t>(past_.row(context, 0));
      std::vector<double>& values = score.values.emplace_back(first, first + past_.num_people());
      for (double& value : values)
        if (std::isnan(value)) value = kSilent;
    }
    return score;
  }

  std::vector<bool> ranked_people(const EventCounts& acted) const {
    std::vector<bool> ranked(past_.num_people(), options_.pool == PeoplePool::Known);
    for (NodeId p = 0; p < past_.num_people(); ++p)
      if (options_.pool == PeoplePool::Active)
        ranked[p] = acted.everywhere[p] > 0.0;
      else if (options_.pool == PeoplePool::Tied)
        ranked[p] = walk_.in_degree(p) + walk_.out_degree(p) > 0;
    return ranked;
  }

  void judge_context(std::size_t j, const std::vector<JudgedScore>& scores,
                     const std::vector<bool>& pool, const EventCounts& acted) {
    std::vector<NodeId> ranked;
    for (NodeId p = 0; p < past_.num_people(); ++p)
      if (pool[p] && (!options_.only_acting || acted.in_context[j][p] > 0.0)) ranked.push_back(p);
    std::vector<double> referred(past_.num_people()), outcome;
    for (const ContextEvent& event : outcomes_)
      if (event.context == contexts_[j]) referred[event.person] += 1.0;
    for (const NodeId p : ranked) outcome.push_back(referred[p]);
    JudgedCell cell{.context = past_.contexts.name(contexts_[j]),
                    .people = static_cast<std::int64_t>(ranked.size()),
                    .positives = std::ranges::count_if(outcome, [](double y) { return y > 0.0; }),
                    .outcomes = std::accumulate(outcome.begin(), outcome.end(), 0.0),
                    .by_score = std::vector<CellMeasures>(scores.size())};
    const bool all_positive = cell.positives == cell.people;
    if (cell.positives < options_.least_positives || all_positive) return;
    const auto measure = [&](std::size_t s) {
      std::vector<double> values;
      for (const NodeId p : ranked) values.push_back(scores[s].in(j)[p]);
      cell.by_score[s] = measures(values, outcome);
    };
    for_each_index(scores.size(), measure, 1);
    result_.cells.push_back(std::move(cell));
  }

  static CellMeasures measures(const std::vector<double>& score,
                               const std::vector<double>& outcome) {
    const RankedOutcomes ranked = rank_outcomes(score, outcome);
    const std::int64_t one = places(ranked, 0.01), five = places(ranked, 0.05),
                       ten = places(ranked, 0.1);
    return {.auc = area_under_roc(ranked),
            .average_precision = average_precision(ranked),
            .precision_at_10 = precision_at(ranked, 10),
            .precision_at_1_percent = precision_at(ranked, one),
            .precision_at_5_percent = precision_at(ranked, five),
            .lift_at_10 = lift_at(ranked, 10),
            .lift_at_1_percent = lift_at(ranked, one),
            .lift_at_5_percent = lift_at(ranked, five),
            .captured_at_1_percent = captured_value_at(ranked, one),
            .captured_at_5_percent = captured_value_at(ranked, five),
            .captured_at_10_percent = captured_value_at(ranked, ten),
            .kendall_tau = kendall_tau(score, outcome)};
  }

  const PastAndOutcome& in_;
  const Network& past_;
  const BacktestOptions& options_;
  const Graph walk_;
  const std::vector<ContextEvent> referrals_, activity_;
  std::vector<ContextEvent> outcomes_;  ///< By places in the past.
  std::vector<ContextId> contexts_;
  JudgedCut result_;
};

}  // namespace

double BacktestMoments::horizon_days() const { return days_between(cut, end); }

std::vector<ContextEvent> outcomes_of(const Network& until, const Journeys& journeys,
                                      const BacktestMoments& moments,
                                      const BacktestOptions& options, const NamedNumbers& roles) {
  std::vector<ContextEvent> events = referral_events(until, journeys, options.outcome, roles);
  std::erase_if(events, [&](const ContextEvent& event) {
    return event.time < moments.cut || event.time >= moments.end;
  });
  // All acquisitions dated in the window are of newcomers who enter in it.
  if (counts_all_referrals(options, moments)) return events;
  const bool touches = options.outcome == ReferralKind::Touches;
  return worth_it(std::move(events), until, journeys,
                  {.from = touches ? Time::min() : moments.cut,
                   .until = std::min(moments.newcomers_until, moments.end),
                   .least_purchases = options.newcomer_purchases,
                   .within = moments.newcomer_within,
                   .after_entry = options.after_entry});
}

Time BacktestMoments::known_until() const {
  if (!newcomer_within) return end;
  return std::max(end, moved(std::min(newcomers_until, end), *newcomer_within));
}

JudgedCut judge_cut(const PastAndOutcome& inputs, const BacktestMoments& moments,
                    const BacktestOptions& options) {
  validate(options);
  return CutJudge(inputs, moments, options).judge();
}

}  // namespace grapevine
