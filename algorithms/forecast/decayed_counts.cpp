#include "algorithms/forecast/decayed_counts.hpp"

#include <cmath>
#include <numeric>

#include "engine/base/days.hpp"

namespace grapevine {
namespace {

constexpr double kMicrosecondsPerDay = 86'400e6, kHalfReferral = 0.5;

}  // namespace

Time ForecastMoment::end() const {
  return at + std::chrono::microseconds(std::llround(horizon_days * kMicrosecondsPerDay));
}

ForecastMoment ForecastMoment::earlier(double horizons) const {
  const std::chrono::microseconds back(std::llround(horizons * horizon_days * kMicrosecondsPerDay));
  return {at - back, since == Time::min() ? since : since - back, horizon_days};
}

double log_size(double referrals) { return std::log(referrals + kHalfReferral); }

ChosenPeople::ChosenPeople(NodeId num_people, const std::vector<NodeId>& chosen)
    : place_(num_people, kNone), count_(chosen.size()) {
  for (std::size_t i = 0; i < chosen.size(); ++i) place_[chosen[i]] = static_cast<std::uint32_t>(i);
}

ChosenPeople ChosenPeople::everybody(NodeId num_people) {
  std::vector<NodeId> people(num_people);
  std::iota(people.begin(), people.end(), NodeId{0});
  return {num_people, people};
}

DecayedCounts decayed_counts(const std::vector<ContextEvent>& events, const ChosenPeople& people,
                             const ChosenContexts& contexts, const ForecastMoment& moment) {
  DecayedCounts counts;
  for (auto& values : counts.anywhere) values.resize(people.count());
  for (auto& values : counts.in_context) values.resize(contexts.count() * people.count());
  for (const ContextEvent& event : events) {
    const std::uint32_t i = people.place(event.person);
    if (i == ChosenPeople::kNone || event.time == kUndated || event.time >= moment.at) continue;
    const double horizons = days_between(event.time, moment.at) / moment.horizon_days;
    const std::size_t j = contexts.place(event.context);
    const auto add = [&](std::size_t how, double weight) {
      counts.anywhere[how][i] += weight;
      if (j != ChosenContexts::kNone) counts.in_context[how][j * people.count() + i] += weight;
    };
    // Each half-life is a quarter of the next: one power, and squares of it.
    double weight = std::exp2(-horizons / kHalfLives.back());
    for (std::size_t h = kHalfLives.size(); h-- > 0;) {
      add(h, weight);
      weight *= weight;
      weight *= weight;
    }
    if (event.time >= moment.since) add(DecayedCounts::kPlain, 1.0);
  }
  return counts;
}

}  // namespace grapevine
