#include "algorithms/evaluation/context_events.hpp"

#include <algorithm>
#include <cmath>
#include <map>

#include "engine/base/days.hpp"
#include "engine/base/error.hpp"

namespace grapevine {
namespace {

std::vector<ContextEvent> brought_in(const Journeys& journeys) {
  std::vector<ContextEvent> events;
  for (const Acquisition& acquisition : journeys.acquisitions) {
    const auto first =
        journeys.touches.begin() + static_cast<std::ptrdiff_t>(acquisition.first_touch);
    std::vector<NodeId> referrers;
    for (auto touch = first; touch != first + acquisition.num_touches; ++touch)
      referrers.push_back(touch->referrer);
    std::ranges::sort(referrers);
    const auto repeated = std::ranges::unique(referrers);
    referrers.erase(repeated.begin(), repeated.end());
    for (const NodeId referrer : referrers)
      events.push_back({referrer, acquisition.context, acquisition.time, acquisition.person});
  }
  return events;
}

bool has_weight(const NamedNumbers& roles, const std::string& role) {
  if (roles.empty()) return true;
  const auto found = std::ranges::find(roles, role, &NamedNumbers::value_type::first);
  return found != roles.end() && found->second > 0.0;
}

std::vector<ContextEvent> touches_with_weight(const Network& network, const NamedNumbers& roles) {
  std::vector<bool> counts;
  for (const std::string& role : network.touches.roles) counts.push_back(has_weight(roles, role));
  std::vector<ContextEvent> events;
  for (const Touch& touch : network.touches.rows) {
    const Time time = time_of(touch, network);
    const bool dated = time != kUndated && touch.context != kEveryContext;
    if (dated && counts[touch.role] && touch.status == TouchStatus::Succeeded &&
        touch.from != touch.to && touch.strength > 0.0)
      events.push_back({touch.from, touch.context, time, touch.to});
  }
  return events;
}

/// Acquisitions by person, in the order of contexts.
using EntriesByPerson = std::vector<std::vector<const Acquisition*>>;

EntriesByPerson entries_by_person(const Network& network, const Journeys& journeys) {
  EntriesByPerson entries(network.num_people());
  for (const Acquisition& a : journeys.acquisitions) entries[a.person].push_back(&a);
  return entries;
}

std::vector<ContextEvent> ties_to_newcomers(const Network& network, const Journeys& journeys) {
  const Graph& ties = network.ties;
  const auto& time = ties.columns().time;
  std::vector<ContextEvent> events;
  if (time.empty()) return events;
  const EntriesByPerson entries = entries_by_person(network, journeys);
  const auto add = [&](NodeId from, NodeId to, EdgeId e) {
    for (const Acquisition* entry : entries[to])
      if (ties.context(e) == kEveryContext || ties.context(e) == entry->context)
        events.push_back({from, entry->context, time[e], to});
  };
  for (NodeId u = 0; u < ties.num_nodes(); ++u)
    for (EdgeId e = ties.first_out_edge(u); const NodeId v : ties.out_neighbors(u)) {
      const bool counts = ties.sign(e) > 0 && time[e] != kUndated && u != v;
      if (counts && network.influence != Influence::TargetToSource) add(u, v, e);
      if (counts && network.influence != Influence::SourceToTarget) add(v, u, e);
      ++e;
    }
  return events;
}

void add_activity(const Network& network, const std::string& kind,
                  std::vector<ContextEvent>& events) {
  if (kind == "purchases") {
    for (const Purchase& purchase : network.purchases.rows)
      events.push_back({purchase.person, purchase.context, purchase.time});
  } else if (kind == "touches") {
    for (const Touch& touch : network.touches.rows)
      events.push_back({touch.from, touch.context, time_of(touch, network)});
  } else if (kind == "events") {
    for (const Event& event : network.events)
      events.push_back({event.person, event.context, event.time});
  } else {
    throw Error(ErrorCode::InvalidOption, "activity", in_quotes(kind) + " is no activity",
                "known: purchases, touches, events");
  }
}

}  // namespace

std::vector<ContextEvent> referral_events(const Network& network, const Journeys& journeys,
                                          ReferralKind kind, const NamedNumbers& roles) {
  switch (kind) {
    case ReferralKind::Acquisitions:
      return brought_in(journeys);
    case ReferralKind::Touches:
      return touches_with_weight(network, roles);
    case ReferralKind::Ties:
      break;
  }
  return ties_to_newcomers(network, journeys);
}

std::vector<ContextEvent> worth_it(std::vector<ContextEvent> referrals, const Network& network,
                                   const Journeys& journeys, const NewcomerRule& rule) {
  const EntriesByPerson entries = entries_by_person(network, journeys);
  std::map<std::pair<NodeId, ContextId>, std::vector<Time>> purchases;  // each in order of time
  if (rule.least_purchases > 0)
    for (const Purchase& p : network.purchases.rows)
      purchases[{p.person, p.context}].push_back(p.time);
  const auto is_worth_it = [&](const ContextEvent& event) {
    if (event.whom == kNoNode) return false;
    const auto& of_person = entries[event.whom];
    const auto entry = std::ranges::find(of_person, event.context, &Acquisition::context);
    if (entry == of_person.end()) return false;
    const Time entered = (*entry)->time;
    if (entered < rule.from || entered >= rule.until) return false;
    if (rule.after_entry && event.time <= entered) return false;
    if (rule.least_purchases == 0) return true;
    const Time last = rule.within ? moved(entered, *rule.within) : Time::max();
    return std::ranges::count_if(purchases[{event.whom, event.context}], [&](Time t) {
             return t > entered && t <= last;
           }) >= rule.least_purchases;
  };
  std::erase_if(referrals, [&](const ContextEvent& event) { return !is_worth_it(event); });
  return referrals;
}

std::vector<ContextEvent> activity_events(const Network& network,
                                          const std::vector<std::string>& kinds) {
  std::vector<ContextEvent> events;
  for (const std::string& kind : kinds) add_activity(network, kind, events);
  return events;
}

EventCounts count_events(const std::vector<ContextEvent>& events, NodeId num_people,
                         const std::vector<ContextId>& contexts, const CountWindow& window) {
  EventCounts counts{std::vector<double>(num_people),
                     std::vector(contexts.size(), std::vector<double>(num_people))};
  for (const ContextEvent& event : events) {
    if (event.time == kUndated || event.time < window.since || event.time >= window.until) continue;
    const double days = days_between(event.time, window.until);
    const double weight =
        window.half_life_days > 0.0 ? std::exp2(-days / window.half_life_days) : 1.0;
    counts.everywhere[event.person] += weight;
    const auto context = std::ranges::find(contexts, event.context);
    if (context != contexts.end())
      counts.in_context[static_cast<std::size_t>(context - contexts.begin())][event.person] +=
          weight;
  }
  return counts;
}

}  // namespace grapevine
