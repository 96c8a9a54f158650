#include "algorithms/attribution/touch_sieve.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

#include "algorithms/attribution/implied_touches.hpp"
#include "engine/base/days.hpp"
#include "engine/parallel/loops.hpp"

namespace grapevine {
namespace {

/// Which role weighs what, and which needs seniority, by the touches' own numbering of roles.
struct RoleRules {
  std::vector<double> weight;
  std::vector<bool> senior;
  std::vector<bool> unnamed;  ///< The study gives roles, but not this one.
};

RoleRules role_rules(const Touches& touches, const JourneyOptions& options) {
  RoleRules rules;
  for (const std::string& role : touches.roles) {
    const auto named = std::ranges::find(options.roles, role, &NamedNumbers::value_type::first);
    const bool found = named != options.roles.end();
    rules.weight.push_back(options.roles.empty() ? 1.0 : found ? named->second : 0.0);
    rules.unnamed.push_back(!options.roles.empty() && !found);
    rules.senior.push_back(std::ranges::find(options.senior_roles, role) !=
                           options.senior_roles.end());
  }
  return rules;
}

/// Sorts out which touches count for which acquisition.
class Sieve {
 public:
  Sieve(const Network& network, const JourneyOptions& options,
        std::span<const Acquisition> acquisitions)
      : network_(network),
        options_(options),
        acquisitions_(acquisitions),
        rules_(role_rules(network.touches, options)) {}

  Sieved recorded() const {
    const auto& touches = network_.touches.rows;
    return in_blocks(touches.size(), [&](std::size_t i, Sieved& to) { offer(touches[i], to); });
  }

  Sieved implied(const std::vector<bool>& wanted) const {
    const auto touches = implied_touches(network_, acquisitions_, wanted);
    return in_blocks(touches.size(), [&](std::size_t i, Sieved& to) { offer(touches[i], to); });
  }

 private:
  /// Blocks depend on the data alone, and what is refused is the first that should be.
  template <class Offer>
  static Sieved in_blocks(std::size_t count, const Offer& offer) {
    std::vector<Sieved> blocks(count / kBlockSize + 1);
    for_each_block(count, [&](std::size_t begin, std::size_t end) {
      for (std::size_t i = begin; i != end; ++i) offer(i, blocks[begin / kBlockSize]);
    });
    Sieved all;
    for (Sieved& block : blocks) all.append(std::exchange(block, {}));
    return all;
  }

  const Acquisition* find(ContextId context, NodeId person) const {
    const auto found = std::ranges::lower_bound(
        acquisitions_, std::tuple(context, person), {},
        [](const Acquisition& a) { return std::tuple(a.context, a.person); });
    const bool hit =
        found != acquisitions_.end() && found->context == context && found->person == person;
    return hit ? &*found : nullptr;
  }

  void offer(const Touch& touch, Sieved& to) const {
    if (rules_.unnamed[touch.role]) ++to.of_unnamed_roles;
    bool counted = false;
    const auto offer_in = [&](ContextId context) {
      const Acquisition* acquisition = find(context, touch.to);
      if (!acquisition) return;
      if (touch.purchase != kNoId && touch.purchase != acquisition->purchase) return;
      counted = true;
      const auto number = static_cast<std::uint32_t>(acquisition - acquisitions_.data());
      add({.acquisition = number,
           .time = touch.time,
           .seq = touch.seq,
           .referrer = touch.from,
           .role = touch.role,
           .weight = rules_.weight[touch.role] * touch.strength,
           .incentivised = touch.incentivised != YesNo::No},
          exclusion(touch, *acquisition), to);
    };
    if (touch.context != kEveryContext)
      offer_in(touch.context);
    else
      for (ContextId c = 0; c < network_.num_contexts(); ++c) offer_in(c);
    if (!counted) ++to.not_an_acquisition;
  }

  void offer(const ImpliedTouch& touch, Sieved& to) const {
    const Acquisition& acquisition = acquisitions_[touch.acquisition];
    add({.acquisition = touch.acquisition,
         .time = touch.time,
         .referrer = touch.referrer,
         .weight = touch.weight,
         .implied = true},
        exclusion(touch.referrer, touch.time, touch.weight, acquisition), to);
  }

  static void add(Candidate candidate, std::optional<Exclusion> reason, Sieved& to) {
    if (reason) {
      candidate.reason = *reason;
      to.left_out.push_back(candidate);
      return;
    }
    const double weight = candidate.weight;
    if (weight < 1e-300 || weight > 1e300)  // else sums of them overflow, or shares vanish
      to.bad_weight = to.bad_weight.value_or(weight);
    to.kept.push_back(candidate);
  }

  /// The first reason to leave the touch out; none when it counts.
  std::optional<Exclusion> exclusion(const Touch& touch, const Acquisition& acquisition) const {
    if (touch.status == TouchStatus::Failed) return Exclusion::Failed;
    if (touch.status == TouchStatus::Expired || touch.expires < acquisition.time)
      return Exclusion::Expired;
    if (touch.time > acquisition.time) return Exclusion::AfterAcquisition;
    if (undated_but_must_be_dated(touch)) return Exclusion::Undated;
    const double weight = rules_.weight[touch.role] * touch.strength;
    if (const auto reason = exclusion(touch.from, touch.time, weight, acquisition)) return reason;
    if (rules_.senior[touch.role] && !is_senior(touch.from, acquisition))
      return Exclusion::NotSenior;
    return std::nullopt;
  }

  /// The rules that recorded and implied touches share.
  std::optional<Exclusion> exclusion(NodeId referrer, Time time, double weight,
                                     const Acquisition& acquisition) const {
    if (before_lookback(time, acquisition)) return Exclusion::OutsideLookback;
    if (referrer == acquisition.person) return Exclusion::SelfReferral;
    if (same_payer(referrer, acquisition.person)) return Exclusion::SamePayer;
    if (weight == 0.0) return Exclusion::NoWeight;
    return std::nullopt;
  }

  /// A touch of a person must be seen to come first, and any touch to lie within the look-back;
  /// only tables without any times are taken in their stated order.
  bool undated_but_must_be_dated(const Touch& touch) const {
    if (touch.time != kUndated) return false;
    return options_.lookback_days || (touch.purchase == kNoId && network_.touches.have_times);
  }

  bool before_lookback(Time time, const Acquisition& acquisition) const {
    if (!options_.lookback_days) return false;
    const std::chrono::duration<double, std::micro> age = acquisition.time - time;
    return age > Days(*options_.lookback_days);
  }

  bool same_payer(NodeId a, NodeId b) const {
    const auto& payer = network_.payer;
    return !payer.empty() && payer[a] != kNoId && payer[a] == payer[b];
  }

  bool is_senior(NodeId referrer, const Acquisition& acquisition) const {
    const Acquisition* first = find(acquisition.context, referrer);
    return first && day_number(first->time) < day_number(acquisition.time);
  }

  const Network& network_;
  const JourneyOptions& options_;
  std::span<const Acquisition> acquisitions_;
  RoleRules rules_;
};

}  // namespace

Sieved sieve_recorded(const Network& network, const JourneyOptions& options,
                      std::span<const Acquisition> acquisitions) {
  return Sieve(network, options, acquisitions).recorded();
}

Sieved sieve_implied(const Network& network, const JourneyOptions& options,
                     std::span<const Acquisition> acquisitions, const std::vector<bool>& wanted) {
  return Sieve(network, options, acquisitions).implied(wanted);
}

std::vector<std::string> roles_without_weight(const Touches& touches,
                                              const JourneyOptions& options) {
  const std::vector<bool> unnamed = role_rules(touches, options).unnamed;
  std::vector<bool> met(unnamed.size());
  for (const Touch& touch : touches.rows) met[touch.role] = true;
  std::vector<std::string> names;
  for (std::size_t role = 0; role < met.size(); ++role)
    if (met[role] && unnamed[role]) names.push_back(touches.roles[role]);
  return names;
}

}  // namespace grapevine
