#include "algorithms/forecast/live_forecast.hpp"

#include <algorithm>
#include <cmath>

#include "engine/base/days.hpp"

namespace grapevine {
namespace {

std::uint64_t key_of(NodeId person, ContextId context) {
  return std::uint64_t{context} << 32 | person;
}

double decay(Time from, Time to, std::size_t h, double horizon_days) {
  return std::exp2(-days_between(from, to) / (kHalfLives[h] * horizon_days));
}

}  // namespace

void DecayedSum::add(Time time, double horizon_days) {
  const Time last = std::max(last_, time);
  for (std::size_t h = 0; h < sums_.size(); ++h) {
    if (last_ != Time::min()) sums_[h] *= decay(last_, last, h, horizon_days);
    sums_[h] += decay(time, last, h, horizon_days);
  }
  last_ = last;
}

double DecayedSum::at(std::size_t h, Time when, double horizon_days) const {
  return last_ == Time::min() ? 0.0 : sums_[h] * decay(last_, when, h, horizon_days);
}

LiveForecast::LiveForecast(const ReferralModel& model, const ForecastWindow& window,
                           const ForecastStreams& streams)
    : model_(model),
      window_(window),
      activity_anywhere_(streams.kinds.size()),
      activity_in_context_(streams.kinds.size()) {
  for (std::size_t j = 0; j < window.contexts.size(); ++j)
    place_of_context_[window.contexts[j]] = j;
  for (std::size_t i = 0; i < window.people.size(); ++i) place_of_person_[window.people[i]] = i;
  const auto is_known = [&](const ContextEvent& event) {
    return event.time != kUndated && event.time < window.moment.at;
  };
  for (std::size_t kind = 0; kind < streams.kinds.size(); ++kind)
    for (const ContextEvent& event : *streams.activity[kind])
      if (is_known(event)) acted(kind, event.person, event.context, event.time);
  for (const ContextEvent& event : *streams.referrals)
    if (is_known(event)) referred(event.person, event.context, event.time);
}

void LiveForecast::add(Sums& anywhere, Sums& in_context, NodeId person, ContextId context,
                       Time time) {
  anywhere[person].add(time, window_.moment.horizon_days);
  in_context[key_of(person, context)].add(time, window_.moment.horizon_days);
  const auto [seen, is_new] = first_seen_.emplace(person, time);
  if (!is_new) seen->second = std::min(seen->second, time);
}

void LiveForecast::acted(std::size_t kind, NodeId person, ContextId context, Time time) {
  add(activity_anywhere_[kind], activity_in_context_[kind], person, context, time);
}

void LiveForecast::referred(NodeId person, ContextId context, Time time) {
  add(referrals_anywhere_, referrals_in_context_, person, context, time);
  referrals_of_context_[context].add(time, window_.moment.horizon_days);
}

double LiveForecast::value(const Sums& sums, std::uint64_t key, std::size_t h, Time when) const {
  const auto found = sums.find(key);
  return found == sums.end() ? 0.0 : found->second.at(h, when, window_.moment.horizon_days);
}

bool LiveForecast::acted_within_lookback(std::size_t kind, std::uint64_t key, Time when) const {
  const auto found = activity_in_context_[kind].find(key);
  if (found == activity_in_context_[kind].end()) return false;
  const Time since = window_.moment.since;
  return since == Time::min() || found->second.last() >= when - (window_.moment.at - since);
}

std::vector<double> LiveForecast::features(NodeId person, ContextId context, Time when) const {
  const std::size_t people = window_.people.size(), place = place_of_person_.at(person);
  const std::size_t row = place_of_context_.at(context) * people + place;
  const std::uint64_t key = key_of(person, context);
  std::vector<double> made;
  const auto as_of_the_batch = [&](std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) made.push_back(window_.feature(made.size(), row));
  };
  const auto decayed = [&](const Sums& sums, std::uint64_t of) {
    for (std::size_t h = 0; h < kHalfLives.size(); ++h)
      made.push_back(std::log1p(value(sums, of, h, when)));
  };
  decayed(referrals_anywhere_, person);
  for (const Sums& sums : activity_anywhere_) decayed(sums, person);
  as_of_the_batch(3);  // PageRank, audience, in-degree
  made.push_back(log_size(value(referrals_of_context_, context, kOneHorizon, when)));
  for (std::size_t kind = 0; kind < activity_in_context_.size(); ++kind) {
    decayed(activity_in_context_[kind], key);
    made.push_back(acted_within_lookback(kind, key, when) ? 1.0 : 0.0);
  }
  as_of_the_batch(2);  // the walk of the context, the audience there
  made.push_back(acted_within_lookback(0, key, when) ? made.back() : 0.0);
  return made;
}

double LiveForecast::expected(NodeId person, ContextId context, Time when) const {
  const std::vector<double> x = features(person, context, when);
  double log_mean = model_.prior.intercept;
  for (std::size_t j = 0; j < model_.features.size(); ++j)
    log_mean += model_.prior.part(j, x[model_.features[j]]);
  const double record =
      value(referrals_in_context_, key_of(person, context), model_.update.half_life, when);
  const auto seen = first_seen_.find(person);
  const double horizon = window_.moment.horizon_days;
  const double age = seen == first_seen_.end() ? horizon : days_between(seen->second, when);
  return model_.posterior(model_.prior.mean_of(log_mean), record, age, horizon).mean() *
         model_.level;
}

}  // namespace grapevine
