#pragma once
#include <array>
#include <cstdint>
#include <unordered_map>
#include <vector>

#include "algorithms/forecast/referral_model.hpp"

namespace grapevine {

/// Events that halve by each half-life, kept as sums at the moment of the last one: another event
/// is O(1), whenever it happened, and so is the sum at a later moment.
class DecayedSum {
 public:
  void add(Time time, double horizon_days);
  /// Of half-life h at a moment no earlier than the last event.
  double at(std::size_t h, Time when, double horizon_days) const;
  Time last() const { return last_; }

 private:
  std::array<double, kHalfLives.size()> sums_{};
  Time last_ = Time::min();
};

/// A forecast that follows events as they come. What a person did, brought in and the size of a
/// context are as of the moment that is asked for; the walk and the audience are those of the last
/// batch, until the next. Memory: some 100 bytes for each person and context with an event.
class LiveForecast {
 public:
  /// `model` and `window`, the one of everybody that it was applied to, must outlive the object; so
  /// must `kinds`. Events before the window's moment are those of `streams`.
  LiveForecast(const ReferralModel& model, const ForecastWindow& window,
               const ForecastStreams& streams);

  /// O(1). `kind` is a place among the streams' kinds.
  void acted(std::size_t kind, NodeId person, ContextId context, Time time);
  void referred(NodeId person, ContextId context, Time time);

  /// Expected referrals from `when` on, of a context of the window. O(features).
  double expected(NodeId person, ContextId context, Time when) const;
  /// What the model looks at, in the order of `feature_list`.
  std::vector<double> features(NodeId person, ContextId context, Time when) const;

 private:
  using Sums = std::unordered_map<std::uint64_t, DecayedSum>;

  void add(Sums& anywhere, Sums& in_context, NodeId person, ContextId context, Time time);
  double value(const Sums& sums, std::uint64_t key, std::size_t h, Time when) const;
  bool acted_within_lookback(std::size_t kind, std::uint64_t key, Time when) const;

  const ReferralModel& model_;
  const ForecastWindow& window_;
  std::unordered_map<ContextId, std::size_t> place_of_context_;
  std::unordered_map<NodeId, std::size_t> place_of_person_;
  std::unordered_map<NodeId, Time> first_seen_;
  std::vector<Sums> activity_anywhere_, activity_in_context_;  ///< One a kind.
  Sums referrals_anywhere_, referrals_in_context_, referrals_of_context_;
};

}  // namespace grapevine
