#include "algorithms/evaluation/context_events.hpp"

#include <algorithm>
#include <cmath>

#include "engine/base/error.hpp"

namespace grapevine {
namespace {

constexpr double kMicrosecondsPerDay = 86'400e6;

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
  return kind == ReferralKind::Acquisitions ? brought_in(journeys)
                                            : touches_with_weight(network, roles);
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
    const double days =
        static_cast<double>((window.until - event.time).count()) / kMicrosecondsPerDay;
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
