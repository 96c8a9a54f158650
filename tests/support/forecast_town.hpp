#pragma once
#include <cmath>
#include <string>
#include <vector>

#include "algorithms/forecast/forecast_window.hpp"
#include "engine/parallel/random.hpp"

namespace grapevine::testing {

inline Time day(std::int64_t number) { return Time{std::chrono::days{number}}; }

/// Four years of a made-up town: person p acts in the contexts p likes at a rate of its own, and
/// refers at a tenth of it. Ties lead to who acts more. The same seed gives the same town.
struct ForecastTown {
  std::vector<ContextEvent> referrals, purchases;
  std::vector<WalkEdge> edges;
  NodeId people;
  ContextId contexts;

  explicit ForecastTown(NodeId num_people = 300, ContextId num_contexts = 4, std::uint64_t seed = 1)
      : people(num_people), contexts(num_contexts) {
    for (NodeId p = 0; p < people; ++p) {
      Random random(seed, p);
      const double rate = 40.0 * std::pow(random.uniform(), 4.0);
      const auto liked = static_cast<ContextId>(random.below(contexts));
      const auto acts = static_cast<int>(rate) + (random.uniform() < 0.5 ? 1 : 0);
      for (int i = 0; i < acts; ++i) {
        const bool here = random.uniform() < 0.8;
        const auto context = here ? liked : static_cast<ContextId>(random.below(contexts));
        const Time when = day(static_cast<std::int64_t>(random.below(1460)));
        purchases.push_back({p, context, when});
        if (random.uniform() < 0.2)
          referrals.push_back({p, context, when, static_cast<NodeId>((p + 1) % people)});
      }
      for (int i = 0; i < 3; ++i) {
        const auto other = static_cast<NodeId>(random.below(people));
        edges.push_back({.from = other,
                         .to = p,
                         .weight = 1.0,
                         .time = kUndated,
                         .context = kEveryContext,
                         .sign = 1,
                         .touch = false});
      }
    }
  }

  ForecastStreams streams() const {
    const auto shared = [](const std::vector<ContextEvent>& events) {
      return std::make_shared<const std::vector<ContextEvent>>(events);
    };
    ForecastStreams made{.num_people = people,
                         .num_contexts = contexts,
                         .referrals = shared(referrals),
                         .kinds = {"purchases"},
                         .purchases = shared(purchases),
                         .edges = edges};
    made.activity = {made.purchases};
    made.listed.assign(people, true);
    return made;
  }

  static ForecastMoment now() { return {.at = day(1460), .horizon_days = 365.0}; }
};

}  // namespace grapevine::testing
