#include "algorithms/simulation/spread.hpp"

#include <algorithm>
#include <queue>
#include <tuple>

#include "engine/base/progress.hpp"

namespace grapevine {
namespace {

struct Arrival {
  double day;
  NodeId from;
  bool warns;
  double threshold;
};

/// When one person comes, given when those before them did.
class Decision {
 public:
  Decision(const Market& market, const ShopOptions& options)
      : market_(market),
        consideration_(options, Draw::Consideration, market.context),
        consideration_days_(options.consideration_days),
        spared_(1.0 - options.deterrence) {}

  /// `joined_of` tells the day of whoever has come, and kNever of others. Leaves the successes
  /// before that day in `successes`; they are its causes when it lies before the organic day.
  template <class JoinedOf>
  double day_of(NodeId person, const JoinedOf& joined_of) {
    collect_arrivals(person, joined_of);
    successes_.clear();
    double day = market_.organic[person], factor = 1.0;
    for (const Arrival& arrival : arrivals_) {
      if (arrival.day >= day) break;
      if (arrival.warns) {
        factor *= spared_;
      } else if (arrival.threshold < factor) {
        if (successes_.empty()) day = std::min(day, arrival.day + consideration_of(person));
        successes_.push_back(arrival);
      }
    }
    return day < market_.end ? day : kNever;
  }

  const std::vector<Arrival>& successes() const { return successes_; }

 private:
  template <class JoinedOf>
  void collect_arrivals(NodeId person, const JoinedOf& joined_of) {
    arrivals_.clear();
    for (const Attempt& attempt : market_.attempts_on(person))
      if (const double day = joined_of(attempt.from) + attempt.delay; day < market_.end)
        arrivals_.push_back({day, attempt.from, attempt.warns, attempt.threshold});
    std::ranges::sort(arrivals_, {}, [](const Arrival& a) { return std::tuple(a.day, a.from); });
  }

  double consideration_of(NodeId person) const {
    Random random = consideration_.of(person);
    return consideration_days_ * exponential(random);
  }

  const Market& market_;
  Draws consideration_;
  double consideration_days_, spared_;
  std::vector<Arrival> arrivals_, successes_;
};

/// Something that happens to a person; the queue gives the earliest first.
struct Event {
  double day;
  NodeId person;

  friend bool operator>(const Event& a, const Event& b) {
    return std::tuple(a.day, a.person) > std::tuple(b.day, b.person);
  }
};
using Queue = std::priority_queue<Event, std::vector<Event>, std::greater<>>;

Queue organic_events(const Market& market, NodeId removed) {
  std::vector<Event> events;
  for (NodeId v = 0; v < market.num_people(); ++v)
    if (v != removed && market.organic[v] != kNever) events.push_back({market.organic[v], v});
  return Queue(std::greater<>(), std::move(events));
}

std::vector<double> joined_days(const Market& market, Decision& decision, NodeId removed) {
  std::vector<double> planned = market.organic;
  std::vector<bool> settled(planned.size());
  if (removed != kNoNode) planned[removed] = kNever;
  const auto joined_of = [&](NodeId u) { return settled[u] ? planned[u] : kNever; };
  Queue queue = organic_events(market, removed);
  for (std::uint64_t popped = 0; !queue.empty(); ++popped) {
    if (popped % 4096 == 0) check_interrupt();
    const auto [day, person] = queue.top();
    queue.pop();
    if (settled[person] || day != planned[person]) continue;
    settled[person] = true;
    for (const NodeId target : market.targets_of(person)) {
      if (settled[target] || target == removed) continue;
      const double plan = decision.day_of(target, joined_of);
      if (plan == planned[target]) continue;
      planned[target] = plan;
      if (plan != kNever) queue.push({plan, target});
    }
  }
  return planned;
}

}  // namespace

Spread spread(const Market& market, const ShopOptions& options, NodeId removed) {
  Decision decision(market, options);
  Spread result{.joined = joined_days(market, decision, removed)};
  const auto joined_of = [&](NodeId u) { return result.joined[u]; };
  const NodeId people = market.num_people();
  result.first_cause.reserve(std::size_t{people} + 1);
  result.brought.resize(people);
  for (NodeId v = 0; v < people; ++v) {
    result.first_cause.push_back(result.causes.size());
    if (v == removed || !(result.joined[v] < market.organic[v])) continue;
    decision.day_of(v, joined_of);
    for (const Arrival& success : decision.successes()) {
      result.causes.push_back(success.from);
      result.cause_days.push_back(success.day);
      ++result.brought[success.from];
    }
  }
  result.first_cause.push_back(result.causes.size());
  return result;
}

double Removal::joined(NodeId person) const {
  const auto moved = now_.find(person);
  return moved == now_.end() ? spread_.joined[person] : moved->second;
}

std::vector<Moved> Removal::moved_without(NodeId removed) {
  now_ = {};
  const double day = spread_.joined[removed];
  if (day == kNever || market_.targets_of(removed).empty()) return {};
  Decision decision(market_, options_);
  const auto joined_of = [&](NodeId u) { return joined(u); };
  now_[removed] = kNever;
  Queue changes;
  changes.push({day, removed});
  // A change of one person's day moves others only after it. So once all changes up to some day
  // are followed, everything up to that day is final; a cycle that held itself up falls in steps
  // of its own delays until it ends with the study.
  while (!changes.empty()) {
    const NodeId person = changes.top().person;
    changes.pop();
    for (const NodeId target : market_.targets_of(person)) {
      if (target == removed) continue;
      const double before = joined(target), after = decision.day_of(target, joined_of);
      if (before == after) continue;
      now_[target] = after;
      changes.push({std::min(before, after), target});
    }
  }
  std::vector<Moved> moved;
  for (const auto& [person, joined_now] : now_)
    if (person != removed && joined_now != spread_.joined[person])
      moved.push_back({person, joined_now});
  return moved;
}

std::uint64_t spread_bytes(const ShopOptions& options) {
  return static_cast<std::uint64_t>(options.people) *
         (sizeof(double) + sizeof(EdgeId) + sizeof(std::uint32_t));
}

std::uint64_t spread_build_bytes(const ShopOptions& options) {
  // About an event a person in the queue.
  return static_cast<std::uint64_t>(options.people) * (sizeof(double) + sizeof(Event));
}

}  // namespace grapevine
