#include "algorithms/attribution/referral_acts.hpp"

#include <algorithm>
#include <chrono>

#include "engine/base/days.hpp"
#include "engine/parallel/loops.hpp"

namespace grapevine {
namespace {

std::optional<ActKind> kind_of(Exclusion reason) {
  switch (reason) {
    case Exclusion::Mutual:
    case Exclusion::Cycle:
      return ActKind::Referral;
    case Exclusion::SelfReferral:
      return ActKind::Self;
    case Exclusion::SamePayer:
      return ActKind::SamePayer;
    default:
      return std::nullopt;
  }
}

void add_rings(const Network& network, std::vector<Act>& acts) {
  std::vector<Referral> referrals;
  for (const Act& act : acts)
    if (act.kind == ActKind::Referral)
      referrals.push_back({act.context, act.referrer, act.newcomer});
  const std::vector<Ring> rings = rings_of(network, referrals);
  auto ring = rings.begin();
  for (Act& act : acts)
    if (act.kind == ActKind::Referral) act.ring = *ring++;
}

}  // namespace

std::vector<Act> acts_of(const Network& network, const Journeys& journeys) {
  std::vector<Act> acts;
  for (const Acquisition& a : journeys.acquisitions)
    for (std::uint64_t k = a.first_touch; k < a.first_touch + a.num_touches; ++k)
      if (const JourneyTouch& touch = journeys.touches[k]; !touch.implied)
        acts.push_back({a.context, touch.referrer, a.person, ActKind::Referral});
  for (const ExcludedTouch& touch : journeys.excluded)
    if (const auto kind = kind_of(touch.reason); kind && !touch.implied)
      acts.push_back({touch.context, touch.referrer, touch.newcomer, *kind});
  add_rings(network, acts);
  parallel_sort(acts, [](const Act& a, const Act& b) { return a.key() < b.key(); });
  return acts;
}

/// Each referrer's acts in each context.
std::vector<std::span<const Act>> by_referrer(std::span<const Act> acts) {
  std::vector<std::span<const Act>> groups;
  for (std::size_t begin = 0, end = 0; begin < acts.size(); begin = end) {
    while (end < acts.size() && acts[end].context == acts[begin].context &&
           acts[end].referrer == acts[begin].referrer)
      ++end;
    groups.push_back(acts.subspan(begin, end - begin));
  }
  return groups;
}

Stakes::Stakes(const Network& network, const Journeys& journeys)
    : acquisitions_(journeys.acquisitions), margins_(acquisitions_.size()) {
  const Days days(journeys.horizon_days.value_or(0.0));
  const auto horizon = std::chrono::round<Time::duration>(days);
  for (const Purchase& p : network.purchases.rows) {
    const auto a = place(p.context, p.person);
    if (!a || p.time < acquisitions_[*a].time) continue;
    if (journeys.horizon_days && p.time >= acquisitions_[*a].time + horizon) continue;
    margins_[*a] = add_money(margins_[*a], p.margin);
  }
}

Money Stakes::margin(ContextId context, NodeId person) const {
  return margins_[*place(context, person)];
}

Time Stakes::time(ContextId context, NodeId person) const {
  return acquisitions_[*place(context, person)].time;
}

std::vector<Time> Stakes::times_of(ContextId context) const {
  std::vector<Time> times;
  for (const Acquisition& a :
       std::ranges::equal_range(acquisitions_, context, {}, &Acquisition::context))
    times.push_back(a.time);
  std::ranges::sort(times);
  return times;
}

std::optional<std::size_t> Stakes::place(ContextId context, NodeId person) const {
  const auto key = [](const Acquisition& a) { return std::tuple(a.context, a.person); };
  const auto found = std::ranges::lower_bound(acquisitions_, std::tuple(context, person), {}, key);
  if (found == acquisitions_.end() || key(*found) != std::tuple(context, person))
    return std::nullopt;
  return static_cast<std::size_t>(found - acquisitions_.begin());
}

}  // namespace grapevine
