#include "algorithms/forecast/referral_forecast.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "algorithms/forecast/count_intervals.hpp"
#include "algorithms/forecast/forecast_tables.hpp"
#include "algorithms/forecast/referral_worth.hpp"
#include "engine/base/days.hpp"
#include "engine/base/error.hpp"
#include "engine/base/time_span.hpp"
#include "engine/parallel/loops.hpp"

namespace grapevine {
namespace {

/// Rows that are scored together.
constexpr std::size_t kGroupRows = std::size_t{1} << 17;

EventList shared(std::vector<ContextEvent> events) {
  return std::make_shared<const std::vector<ContextEvent>>(std::move(events));
}

bool nobody_acts_twice(const std::vector<ContextEvent>& purchases) {
  std::vector<std::uint64_t> keys;
  for (const ContextEvent& event : purchases)
    keys.push_back(std::uint64_t{event.context} << 32 | event.person);
  std::ranges::sort(keys);
  return std::ranges::adjacent_find(keys) == keys.end();
}

std::vector<double> column_or_zero(const ScoreInputs& inputs, const char* name) {
  std::vector<double> values = inputs.earlier.doubles(name);
  values.resize(inputs.network.num_rows());
  for (double& value : values)
    if (std::isnan(value)) value = 0.0;
  return values;
}

/// Expected value of one more referral, by row.
std::vector<double> worth_of_referrals(const ScoreInputs& inputs, const ForecastStreams& streams) {
  std::vector<double> value = column_or_zero(inputs, "crv");
  const std::vector<double> to_come = column_or_zero(inputs, "crv_forecast");
  for (std::size_t row = 0; row < value.size(); ++row) value[row] += to_come[row];
  std::vector<double> referrals(value.size());
  for (const ContextEvent& event : *streams.referrals)
    if (event.context < inputs.network.num_contexts())
      referrals[inputs.network.row(event.context, event.person)] += 1.0;
  return expected_worth({value, referrals, inputs.network.num_people()});
}

void set_all(ReferralForecastResult& result, double value, std::size_t rows) {
  for (auto* column : {&result.expected, &result.low, &result.high, &result.crv, &result.score})
    column->assign(rows, value);
}

/// Referrals before the last finished window.
std::int64_t known_referrals(const ScoreInputs& inputs, const ReferralForecastOptions& options) {
  const ForecastMoment last = forecast_moment(inputs.network, options).earlier(1.0);
  const auto events =
      referral_events(inputs.network, inputs.journeys, options.outcome, options.roles);
  return std::ranges::count_if(events, [&](const ContextEvent& event) {
    return event.time != kUndated && event.time < last.at;
  });
}

class Forecaster {
 public:
  Forecaster(const ScoreInputs& inputs, const ReferralForecastOptions& options)
      : inputs_(inputs),
        network_(inputs.network),
        options_(options),
        streams_(forecast_streams(network_, inputs.journeys, options)),
        windows_(streams_, window_options(options)),
        now_(forecast_moment(network_, options)),
        history_(windows_, now_) {}

  ReferralForecastResult forecast() {
    set_all(result_, std::numeric_limits<double>::quiet_NaN(), network_.num_rows());
    learn();
    score_everybody();
    report();
    return std::move(result_);
  }

 private:
  void fact(std::string name, std::string text) {
    result_.run_facts.emplace_back(std::move(name), std::move(text));
  }

  LogLinearOptions fit_options() const {
    return {.ridge = options_.ridge, .nonnegative = options_.nonnegative};
  }

  void learn() {
    check_ = check_forecast(history_, streams_, options_.least_history, fit_options(),
                            {.margin = options_.margin});
    history_.forget_before(2.0);
    const ForecastPast past = history_.training(0.0, options_.least_history);
    model_ =
        fit_referral_model(past, feature_list(streams_.kinds), ModelKind::InContext, fit_options());
    if (model_) model_->level = level_of(*model_, history_.window(0.0), history_.window(1.0));
    ranked_by_ = options_.guard || !model_ ? check_.chosen : ForecastScore::Fitted;
    if (ranked_by_ == ForecastScore::General) {
      LogLinearOptions free = fit_options();
      free.nonnegative = false;
      general_ = fit_referral_model(past, feature_list(streams_.kinds), ModelKind::General, free);
    }
    if (ranked_by_ == ForecastScore::Fitted && !model_) ranked_by_ = ForecastScore::InDegreeXActed;
  }

  void score_everybody() {
    const std::size_t people = std::max<std::size_t>(1, network_.num_people());
    const std::size_t group = std::max<std::size_t>(1, kGroupRows / people);
    worth_ = worth_of_referrals(inputs_, streams_);
    for (ContextId first = 0; first < network_.num_contexts();) {
      std::vector<ContextId> contexts;
      for (; first < network_.num_contexts() && contexts.size() < group; ++first)
        contexts.push_back(first);
      score(windows_.at(now_, contexts, true));
    }
  }

  std::vector<double> ranking(const ForecastWindow& window, const std::vector<double>& fitted) {
    if (ranked_by_ == ForecastScore::Fitted) return fitted;
    if (ranked_by_ == ForecastScore::General) return general_->means(window);
    return untrained_score(window, ranked_by_, streams_.kinds);
  }

  /// Rows of a window of everybody stand as those of the score table do.
  void score(const ForecastWindow& window) {
    if (window.contexts.empty()) return;
    const std::size_t first = network_.row(window.contexts.front(), 0);
    const std::vector<double> fitted =
        model_ ? model_->means(window) : std::vector<double>(window.num_rows());
    std::ranges::copy(ranking(window, fitted),
                      result_.score.begin() + static_cast<std::ptrdiff_t>(first));
    if (!model_) return;
    const double tail = (1.0 - options_.level) / 2.0;
    if (!check_.regime_changed())
      for_each_index(fitted.size(), [&](std::size_t i) {
        const double expected = fitted[i] * model_->level;
        result_.expected[first + i] = expected;
        result_.low[first + i] = count_quantile(expected, model_->prior.dispersion, tail);
        result_.high[first + i] = count_quantile(expected, model_->prior.dispersion, 1.0 - tail);
        result_.crv[first + i] = expected * worth_[first + i];
      });
    parts_.add(window, *model_, fitted, static_cast<std::size_t>(options_.listed), options_.level);
  }

  void report() {
    const std::string_view by = kForecastScoreNames[static_cast<std::size_t>(ranked_by_)];
    const auto& fitted = check_.auc[static_cast<std::size_t>(ForecastScore::Fitted)];
    fact("ranked by", std::string(by));
    fact("context", std::string(check_.context_verdict()));
    fact("level", to_text(model_ ? model_->level : 1.0));
    if (model_) {
      fact("steps", std::to_string(model_->prior.steps));
      fact("converged", model_->prior.converged ? "true" : "false");
    }
    if (ranked_by_ != ForecastScore::Fitted && fitted)
      result_.warnings.push_back(fmt::format(
          "forecast: the fitted score failed on the study's own past; forecast_score shows {} "
          "instead (guard = false: not)",
          by));
    if (check_.regime_changed())
      result_.warnings.push_back(fmt::format(
          "forecast: referrals went from {} to {} in the last two windows; expected_referrals and "
          "expected_crv are withheld, ranks are given",
          check_.referrals_before, check_.referrals));
    const double unseen = check_.referrals == 0 ? 0.0
                                                : 100.0 * static_cast<double>(check_.by_unseen) /
                                                      static_cast<double>(check_.referrals);
    fact("referrals by people never seen before",
         fmt::format("{} of {} ({:.0f} %)", check_.by_unseen, check_.referrals, unseen));
    result_.tables = forecast_tables(network_, check_, ranked_by_, model_ ? &*model_ : nullptr,
                                     streams_.kinds, parts_);
  }

  const ScoreInputs& inputs_;
  const Network& network_;
  const ReferralForecastOptions& options_;
  const ForecastStreams streams_;
  ForecastWindows windows_;
  const ForecastMoment now_;
  ForecastHistory history_;
  ForecastCheck check_;
  std::optional<ReferralModel> model_, general_;
  ForecastScore ranked_by_ = ForecastScore::InDegreeXActed;
  std::vector<double> worth_;
  ForecastParts parts_;
  ReferralForecastResult result_;
};

}  // namespace

ForecastStreams forecast_streams(const Network& network, const Journeys& journeys,
                                 const ReferralForecastOptions& options) {
  ForecastStreams streams{
      .num_people = network.num_people(),
      .num_contexts = network.num_contexts(),
      .referrals = shared(referral_events(network, journeys, options.outcome, options.roles)),
      .kinds = options.activity,
      .purchases = shared(activity_events(network, {"purchases"}))};
  if (options.activity.empty())
    throw Error(ErrorCode::InvalidOption, "activity", "it names nothing that people do",
                "known: touches, purchases, events");
  for (const std::string& kind : options.activity)
    streams.activity.push_back(kind == "purchases" ? streams.purchases
                                                   : shared(activity_events(network, {kind})));
  for_each_walk_edge(network, [&](const WalkEdge& edge) {
    if (edge.sign > 0 && (edge.touch ? options.walk_touches : options.walk_ties))
      streams.edges.push_back(edge);
  });
  streams.listed.resize(network.num_people());
  for (const NodeId person : network.people_rows)
    if (person != kNoNode) streams.listed[person] = true;
  streams.once = options.audience == Audience::Newcomers ||
                 (options.audience == Audience::Detected && nobody_acts_twice(*streams.purchases));
  return streams;
}

ForecastWindowOptions window_options(const ReferralForecastOptions& options) {
  return {.pool = options.pool,
          .contexts = options.contexts,
          .least_referrals = options.least_referrals,
          .damping = options.damping,
          .context_factor = options.context_factor,
          .walk_recent = options.walk_recent};
}

ForecastMoment forecast_moment(const Network& network, const ReferralForecastOptions& options) {
  const TimeSpan horizon = time_span_option("horizon", options.horizon);
  ForecastMoment moment{.at = network.end};
  if (network.end == Time::min()) return moment;  // nothing in the study has a date
  moment.horizon_days = days_between(network.end, moved(network.end, horizon));
  if (!options.lookback.empty())
    moment.since = moved(network.end, time_span_option("lookback", options.lookback), -1);
  return moment;
}

ReferralForecastResult referral_forecast(const ScoreInputs& inputs,
                                         const ReferralForecastOptions& options) {
  validate(options);
  const std::int64_t known = known_referrals(inputs, options);
  if (known >= options.least_history) return Forecaster(inputs, options).forecast();
  ReferralForecastResult result;
  set_all(result, std::numeric_limits<double>::quiet_NaN(), inputs.network.num_rows());
  result.run_facts.emplace_back(
      "forecast", fmt::format("none: {} referrals before the last finished window, {} needed",
                              known, options.least_history));
  return result;
}

}  // namespace grapevine
