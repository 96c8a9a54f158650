#include "algorithms/forecast/forecast_check.hpp"

#include <algorithm>
#include <cmath>

#include "algorithms/evaluation/ranking.hpp"

namespace grapevine {
namespace {

/// What a count anywhere weighs beside the one in the context, which it only parts ties of.
constexpr double kPartsTies = 1e-3;
constexpr double kLags[] = {1.0, 1.5, 2.0};
/// The verdict on contexts rests on the lower 5 % bound.
constexpr double kContextLevel = 0.9;

/// Places in `feature_list` of what the untrained scores look at.
struct ScoreColumnsOf {
  std::size_t anywhere, in_degree, in_context, ever, context_pagerank;

  explicit ScoreColumnsOf(const std::vector<std::string>& kinds) {
    const std::vector<Feature> features = feature_list(kinds);
    const auto place = [&](const std::string& name) {
      return static_cast<std::size_t>(std::ranges::find(features, name, &Feature::name) -
                                      features.begin());
    };
    anywhere = place(kinds.front() + "_anywhere_horizon");
    in_degree = place("in_degree");
    in_context = place(kinds.front() + "_in_context_horizon");
    ever = place(kinds.front() + "_in_context_ever");
    context_pagerank = place("context_pagerank");
  }
};

using AucByContext = std::vector<std::optional<double>>;

AucByContext auc_by_context(const ForecastWindow& window, std::span<const double> score,
                            int least_positives) {
  AucByContext aucs;
  const std::size_t people = window.people.size();
  for (std::size_t j = 0; j < window.contexts.size(); ++j) {
    const auto outcome = std::span(window.outcome).subspan(j * people, people);
    const auto positives = std::ranges::count_if(outcome, [](double y) { return y > 0.0; });
    aucs.push_back(positives < least_positives
                       ? std::nullopt
                       : area_under_roc(rank_outcomes(score.subspan(j * people, people), outcome)));
  }
  return aucs;
}

std::optional<double> mean(const AucByContext& aucs) {
  double sum = 0.0;
  std::size_t count = 0;
  for (const auto& auc : aucs)
    if (auc) {
      sum += *auc;
      ++count;
    }
  if (count == 0) return std::nullopt;
  return sum / static_cast<double>(count);
}

/// Of a forecast that learnt and judges by moved contexts.
std::optional<double> placebo_auc(const ForecastPast& training, const ForecastWindow& last,
                                  const std::vector<Feature>& features, const LogLinearOptions& fit,
                                  int least_positives) {
  std::vector<ForecastWindow> moved;
  for (const ForecastWindow* window : training) moved.push_back(with_contexts_moved(*window));
  ForecastPast past;
  for (const ForecastWindow& window : moved) past.push_back(&window);
  const auto model = fit_referral_model(past, features, ModelKind::InContext, fit);
  if (!model) return std::nullopt;
  return mean(auc_by_context(last, model->means(with_contexts_moved(last)), least_positives));
}

std::optional<PairedDifference> difference(const AucByContext& first, const AucByContext& second,
                                           std::uint64_t seed) {
  std::vector<double> differences;
  std::vector<std::uint32_t> cluster;
  for (std::size_t j = 0; j < first.size(); ++j)
    if (first[j] && second[j]) {
      cluster.push_back(static_cast<std::uint32_t>(differences.size()));
      differences.push_back(*first[j] - *second[j]);
    }
  if (differences.empty()) return std::nullopt;
  return paired_bootstrap(differences, cluster, {.level = kContextLevel, .seed = seed});
}

ForecastScore choose(const ForecastCheck& check, double margin) {
  const auto best = std::ranges::max_element(check.auc);
  const auto& fitted = check.auc[static_cast<std::size_t>(ForecastScore::Fitted)];
  if (!*best) return ForecastScore::Fitted;
  if (fitted && *fitted >= **best - margin) return ForecastScore::Fitted;
  return static_cast<ForecastScore>(best - check.auc.begin());
}

std::int64_t by_unseen(const ForecastStreams& streams, const ForecastMoment& moment) {
  std::vector<bool> seen(streams.num_people);  // by a row, not the list of people alone
  const auto see = [&](const std::vector<ContextEvent>& events) {
    for (const ContextEvent& event : events)
      if (event.time != kUndated && event.time < moment.at) seen[event.person] = true;
  };
  for (const EventList& events : streams.activity) see(*events);
  see(*streams.referrals);
  see(*streams.purchases);
  for (const WalkEdge& edge : streams.edges)
    if (edge.time == kUndated || edge.time < moment.at) seen[edge.from] = seen[edge.to] = true;
  return std::ranges::count_if(*streams.referrals, [&](const ContextEvent& event) {
    return event.time >= moment.at && event.time < moment.end() && !seen[event.person];
  });
}

}  // namespace

std::vector<double> untrained_score(const ForecastWindow& window, ForecastScore score,
                                    const std::vector<std::string>& kinds) {
  const ScoreColumnsOf columns(kinds);
  std::vector<double> values(window.num_rows());
  for (std::size_t i = 0; i < values.size(); ++i) {
    const double anywhere = std::expm1(double{window.feature(columns.anywhere, i)});
    const double degree = std::expm1(double{window.feature(columns.in_degree, i)});
    if (score == ForecastScore::ActivityDecayed)
      values[i] = anywhere;
    else if (score == ForecastScore::ContextActivityDecayed)
      values[i] = std::expm1(double{window.feature(columns.in_context, i)}) + kPartsTies * anywhere;
    else if (score == ForecastScore::ContextPageRank)
      values[i] = std::exp(double{window.feature(columns.context_pagerank, i)});
    else
      values[i] = degree * (window.feature(columns.ever, i) + kPartsTies);
  }
  return values;
}

std::string_view ForecastCheck::context_verdict() const {
  if (!context || verdict_of(*context) == Verdict::CannotBeJudged) return "cannot be judged";
  return context->low > 0.0 ? "context helps" : "not proven here";
}

bool ForecastCheck::regime_changed() const {
  return referrals > 2 * referrals_before || referrals_before > 2 * referrals;
}

ForecastWindow with_contexts_moved(ForecastWindow window) {
  const auto people = static_cast<std::ptrdiff_t>(window.people.size());
  if (window.contexts.empty()) return window;
  for (FeatureColumn& column : window.features)
    if (column.scope == FeatureScope::Row)
      std::rotate(column.values.begin(), column.values.begin() + people, column.values.end());
  for (auto& record : window.record)
    std::rotate(record.begin(), record.begin() + people, record.end());
  return window;
}

const ForecastWindow& ForecastHistory::window(double lag) {
  const auto found = made_.find(lag);
  if (found != made_.end()) return found->second;
  return made_.emplace(lag, windows_.at(moment(lag), windows_.largest_contexts(moment(lag))))
      .first->second;
}

void ForecastHistory::forget_before(double lag) {
  std::erase_if(made_, [&](const auto& made) { return made.first > lag; });
}

ForecastPast ForecastHistory::training(double lag, std::int64_t least_referrals) {
  ForecastPast windows;
  for (const double back : kLags) {
    if (windows_.referrals_before(moment(lag + back).at) < least_referrals) continue;
    windows.push_back(&window(lag + back));
  }
  return windows;
}

ForecastCheck check_forecast(ForecastHistory& history, const ForecastStreams& streams,
                             std::int64_t least_referrals, const LogLinearOptions& fit,
                             const ForecastCheckOptions& options) {
  const ForecastWindow& last = history.window(1.0);
  ForecastCheck check{.referrals = history.windows().referrals_in(history.moment(1.0)),
                      .referrals_before = history.windows().referrals_in(history.moment(2.0)),
                      .by_unseen = by_unseen(streams, history.moment(1.0))};
  std::array<AucByContext, kNumForecastScores> aucs;
  const auto judge = [&](ForecastScore score, const std::vector<double>& values) {
    auto& by_context = aucs[static_cast<std::size_t>(score)];
    by_context = auc_by_context(last, values, options.least_positives);
    check.auc[static_cast<std::size_t>(score)] = mean(by_context);
  };
  const ForecastPast training = history.training(1.0, least_referrals);
  const std::vector<Feature> features = feature_list(streams.kinds);
  const auto fitted = fit_referral_model(training, features, ModelKind::InContext, fit);
  LogLinearOptions free = fit;
  free.nonnegative = false;
  const auto general = fit_referral_model(training, features, ModelKind::General, free);
  if (fitted) judge(ForecastScore::Fitted, fitted->means(last));
  if (general) judge(ForecastScore::General, general->means(last));
  for (const ForecastScore score :
       {ForecastScore::ActivityDecayed, ForecastScore::ContextActivityDecayed,
        ForecastScore::ContextPageRank, ForecastScore::InDegreeXActed})
    judge(score, untrained_score(last, score, streams.kinds));
  check.placebo_auc = placebo_auc(training, last, features, fit, options.least_positives);
  check.contexts = static_cast<std::size_t>(
      std::ranges::count_if(aucs[static_cast<std::size_t>(ForecastScore::InDegreeXActed)],
                            [](const auto& auc) { return auc.has_value(); }));
  check.context = difference(aucs[static_cast<std::size_t>(ForecastScore::Fitted)],
                             aucs[static_cast<std::size_t>(ForecastScore::General)], options.seed);
  check.chosen = choose(check, options.margin);
  return check;
}

}  // namespace grapevine
