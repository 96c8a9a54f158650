#include "algorithms/forecast/forecast_window.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "engine/base/days.hpp"
#include "engine/parallel/loops.hpp"
#include "engine/parallel/random.hpp"

namespace grapevine {
namespace {

constexpr std::string_view kHalfLifeNames[] = {"quarter_horizon", "horizon", "four_horizons"};
/// Beside what a person did: so that everybody can be reached, whoever acted.
constexpr double kSeedFloor = 1e-3, kOnceSeedFloor = 3e-4, kLeastSeed = 1e-6;
/// Keeps the logarithms of shares finite.
constexpr double kLeastShare = 1e-3;

/// Fills the columns of a window one after the other.
class ColumnWriter {
 public:
  explicit ColumnWriter(ForecastWindow& window) : window_(window) {}

  /// `value(i)` for person i of the window, in `FeatureScope::Context` for context i, or for row i.
  template <class Value>
  void add(FeatureScope scope, const Value& value) {
    const std::size_t count = scope == FeatureScope::Person    ? window_.people.size()
                              : scope == FeatureScope::Context ? window_.contexts.size()
                                                               : window_.num_rows();
    window_.features.push_back({scope, std::vector<float>(count)});
    std::vector<float>& column = window_.features.back().values;
    for_each_index(count, [&](std::size_t i) { column[i] = static_cast<float>(value(i)); });
  }

 private:
  ForecastWindow& window_;
};

}  // namespace

std::vector<Feature> feature_list(const std::vector<std::string>& kinds) {
  using enum FeatureGroup;
  std::vector<Feature> features;
  const auto decayed = [&](const std::string& what, FeatureGroup group, bool forecast,
                           bool general) {
    for (const std::string_view half_life : kHalfLifeNames)
      features.push_back({what + "_" + std::string(half_life), group, forecast, general});
  };
  decayed("referrals_anywhere", Anywhere, false, true);
  for (const std::string& kind : kinds) decayed(kind + "_anywhere", Anywhere, true, true);
  features.push_back({"pagerank", Position});
  features.push_back({"audience_anywhere", Audience});
  features.push_back({"in_degree", Audience});
  features.push_back({"context_referrals", Size});
  for (const std::string& kind : kinds) {
    decayed(kind + "_in_context", InContext, true, false);
    features.push_back({kind + "_in_context_ever", InContext, true, false});
  }
  features.push_back({"context_pagerank", Position, true, false});
  features.push_back({"audience_in_context", Audience, true, false});
  features.push_back({"audience_in_context_x_acted", Audience, true, false});
  return features;
}

ForecastWindows::ForecastWindows(const ForecastStreams& streams,
                                 const ForecastWindowOptions& options)
    : streams_(streams),
      options_(options),
      walk_never_changes_(std::ranges::none_of(
          streams.edges, [](const WalkEdge& edge) { return edge.time != kUndated; })) {}

const KnownWalk& ForecastWindows::walk_at(const ForecastMoment& moment) {
  if (walk_ && (walk_never_changes_ || walked_at_ == moment.at)) return *walk_;
  EdgeList edges;
  for (const WalkEdge& edge : streams_.edges) {
    const bool known = edge.time == kUndated || edge.time < moment.at;
    const bool recent =
        !edge.touch || !options_.walk_recent || edge.time == kUndated || edge.time >= moment.since;
    if (!known || !recent) continue;
    edges.source.push_back(edge.from);
    edges.target.push_back(edge.to);
    edges.columns.weight.push_back(edge.weight);
    edges.columns.context.push_back(edge.context);
  }
  walk_ = std::make_unique<const KnownWalk>(Graph::build(streams_.num_people, std::move(edges)),
                                            options_.damping);
  walked_at_ = moment.at;
  return *walk_;
}

std::vector<ContextId> ForecastWindows::largest_contexts(const ForecastMoment& moment) const {
  std::vector<std::int64_t> referrals(streams_.num_contexts);
  for (const ContextEvent& event : *streams_.referrals)
    if (event.time >= moment.since && event.time < moment.at && event.context < referrals.size())
      ++referrals[event.context];
  std::vector<ContextId> order(streams_.num_contexts);
  std::iota(order.begin(), order.end(), ContextId{0});
  std::erase_if(order, [&](ContextId c) { return referrals[c] < options_.least_referrals; });
  std::ranges::sort(order, {}, [&](ContextId c) { return std::pair(-referrals[c], c); });
  if (order.size() > static_cast<std::size_t>(options_.contexts))
    order.resize(static_cast<std::size_t>(options_.contexts));
  return order;
}

std::int64_t ForecastWindows::referrals_before(Time time) const {
  return std::ranges::count_if(*streams_.referrals, [&](const ContextEvent& e) {
    return e.time != kUndated && e.time < time;
  });
}

std::int64_t ForecastWindows::referrals_in(const ForecastMoment& moment) const {
  return std::ranges::count_if(*streams_.referrals, [&](const ContextEvent& e) {
    return e.time >= moment.at && e.time < moment.end();
  });
}

namespace {

/// When each person was first seen acting or referring before `until`; Time::max(): never.
std::vector<Time> first_seen(const ForecastStreams& streams, Time until) {
  std::vector<Time> first(streams.num_people, Time::max());
  const auto see = [&](const std::vector<ContextEvent>& events) {
    for (const ContextEvent& event : events)
      if (event.time != kUndated && event.time < until)
        first[event.person] = std::min(first[event.person], event.time);
  };
  for (const EventList& events : streams.activity) see(*events);
  see(*streams.referrals);
  return first;
}

std::vector<NodeId> pool_of(const ForecastStreams& streams, const ForecastMoment& moment,
                            PeoplePool pool, const Graph& graph, const std::vector<Time>& first) {
  std::vector<bool> in_pool(streams.num_people);
  for (NodeId p = 0; p < streams.num_people; ++p) {
    const bool tied = graph.in_degree(p) + graph.out_degree(p) > 0;
    const bool seen = first[p] != Time::max() || (!streams.listed.empty() && streams.listed[p]);
    in_pool[p] = pool == PeoplePool::Tied ? tied : pool == PeoplePool::Known && (tied || seen);
  }
  if (pool == PeoplePool::Active)
    for (const EventList& events : streams.activity)
      for (const ContextEvent& event : *events)
        if (event.time != kUndated && event.time >= moment.since && event.time < moment.at)
          in_pool[event.person] = true;
  std::vector<NodeId> people;
  for (NodeId p = 0; p < streams.num_people; ++p)
    if (in_pool[p]) people.push_back(p);
  return people;
}

}  // namespace

/// Makes one window.
class ForecastWindows::Maker {
 public:
  Maker(const ForecastStreams& streams, const ForecastWindowOptions& options, const KnownWalk& walk,
        const ForecastMoment& moment, const std::vector<ContextId>& contexts)
      : streams_(streams),
        options_(options),
        walk_(walk),
        n_(streams.num_people),
        contexts_(streams.num_contexts, contexts) {
    window_.moment = moment;
    window_.contexts = contexts;
  }

  ForecastWindow make(bool everybody) {
    choose_people(everybody);
    const ChosenPeople people(streams_.num_people, window_.people);
    bought_ = decayed_counts(*streams_.purchases, ChosenPeople::everybody(streams_.num_people),
                             contexts_, window_.moment);
    make_features(people);
    make_outcome(people);
    return std::move(window_);
  }

 private:
  void choose_people(bool everybody) {
    const std::vector<Time> first = first_seen(streams_, window_.moment.at);
    window_.people = pool_of(streams_, window_.moment, options_.pool, walk_.graph(), first);
    pool_ = static_cast<double>(window_.people.size());
    if (everybody) {
      window_.people.resize(n_);
      std::iota(window_.people.begin(), window_.people.end(), NodeId{0});
    } else if (window_.num_rows() > options_.most_rows) {
      const double share =
          static_cast<double>(options_.most_rows) / static_cast<double>(window_.num_rows());
      std::erase_if(window_.people, [&](NodeId p) { return Random(0, p).uniform() >= share; });
    }
    for (const NodeId p : window_.people)
      window_.age_days.push_back(first[p] == Time::max()
                                     ? window_.moment.horizon_days
                                     : days_between(first[p], window_.moment.at));
  }

  /// In the order of `feature_list`.
  void make_features(const ChosenPeople& people) {
    const auto counts = [&](const EventList& events) {
      return decayed_counts(*events, people, contexts_, window_.moment);
    };
    const DecayedCounts referrals = counts(streams_.referrals);
    std::vector<DecayedCounts> activity;
    for (const EventList& events : streams_.activity) activity.push_back(counts(events));
    ColumnWriter columns(window_);
    add_decayed_anywhere(columns, referrals);
    for (const DecayedCounts& of : activity) add_decayed_anywhere(columns, of);
    add_place_anywhere(columns);
    add_size_of_contexts(columns);
    for (const DecayedCounts& of : activity) add_activity_in_context(columns, of);
    add_place_in_context(columns, activity.front().in_context[DecayedCounts::kPlain]);
    for (std::size_t h = 0; h < kHalfLives.size(); ++h)
      window_.record[h].assign(referrals.in_context[h].begin(), referrals.in_context[h].end());
  }

  void add_decayed_anywhere(ColumnWriter& columns, const DecayedCounts& of) {
    for (std::size_t h = 0; h < kHalfLives.size(); ++h)
      columns.add(FeatureScope::Person,
                  [&](std::size_t i) { return std::log1p(of.anywhere[h][i]); });
  }

  void add_place_anywhere(ColumnWriter& columns) {
    const std::vector<double>& acted = bought_.anywhere[kOneHorizon];
    const auto person = [&](std::size_t i) { return window_.people[i]; };
    columns.add(FeatureScope::Person,
                [&](std::size_t i) { return share(walk_.rank()[person(i)]); });
    columns.add(FeatureScope::Person, [&](std::size_t i) {
      return std::log1p(walk_.over_followers(person(i), [&](NodeId v) { return acted[v]; }));
    });
    columns.add(FeatureScope::Person, [&](std::size_t i) {
      return std::log1p(static_cast<double>(walk_.graph().in_degree(person(i))));
    });
  }

  /// Referrals of a context by anybody, recent ones counting more.
  void add_size_of_contexts(ColumnWriter& columns) {
    std::vector<double> size(window_.contexts.size());
    for (const ContextEvent& event : *streams_.referrals) {
      const std::size_t j = contexts_.place(event.context);
      if (j != ChosenContexts::kNone && event.time != kUndated && event.time < window_.moment.at)
        size[j] +=
            std::exp2(-days_between(event.time, window_.moment.at) / window_.moment.horizon_days);
    }
    columns.add(FeatureScope::Context, [&](std::size_t j) { return log_size(size[j]); });
  }

  void add_activity_in_context(ColumnWriter& columns, const DecayedCounts& of) {
    for (std::size_t h = 0; h < kHalfLives.size(); ++h)
      columns.add(FeatureScope::Row,
                  [&](std::size_t row) { return std::log1p(of.in_context[h][row]); });
    columns.add(FeatureScope::Row, [&](std::size_t row) {
      return of.in_context[DecayedCounts::kPlain][row] > 0.0 ? 1.0 : 0.0;
    });
  }

  void add_place_in_context(ColumnWriter& columns, const std::vector<double>& acted) {
    const std::size_t people = window_.people.size();
    const auto in_network = [&](std::size_t row) {
      return row / people * n_ + window_.people[row % people];
    };
    const std::vector<double> ranks = context_ranks();
    columns.add(FeatureScope::Row, [&](std::size_t row) { return share(ranks[in_network(row)]); });
    std::vector<double> audience(window_.num_rows());
    for_each_index(audience.size(), [&](std::size_t row) {
      audience[row] = std::log1p(audience_of(window_.people[row % people], row / people));
    });
    columns.add(FeatureScope::Row, [&](std::size_t row) { return audience[row]; });
    columns.add(FeatureScope::Row,
                [&](std::size_t row) { return acted[row] > 0.0 ? audience[row] : 0.0; });
  }

  /// The logarithm of a share of a walk, in shares of a member of the pool.
  double share(double rank) const { return std::log(rank * pool_ + kLeastShare); }

  std::vector<double> context_ranks() const {
    const auto& anywhere = bought_.anywhere[kOneHorizon];
    const double everything = std::accumulate(anywhere.begin(), anywhere.end(), 0.0);
    const double cells = std::max(1.0, static_cast<double>(n_) * streams_.num_contexts);
    const double floor = streams_.once ? kOnceSeedFloor : kSeedFloor * everything / cells;
    std::vector<double> seeds = bought_.in_context[kOneHorizon];
    for (double& seed : seeds) seed += floor + kLeastSeed;
    return walk_.ranks_from(window_.contexts, seeds, options_.context_factor);
  }

  /// What a person's followers do in a context, or how many of them have not acted there.
  double audience_of(NodeId person, std::size_t context) const {
    const double* const lately = &bought_.in_context[kOneHorizon][context * n_];
    const double* const ever = &bought_.in_context[kHalfLives.size() - 1][context * n_];
    return walk_.over_followers(person, [&](NodeId v) {
      if (streams_.once) return ever[v] == 0.0 ? 1.0 : 0.0;
      return lately[v];
    });
  }

  void make_outcome(const ChosenPeople& people) {
    const Time begin = window_.moment.at, end = window_.moment.end();
    window_.outcome.resize(window_.num_rows());
    for (const ContextEvent& event : *streams_.referrals) {
      const std::size_t j = contexts_.place(event.context);
      const std::uint32_t i = people.place(event.person);
      if (event.time >= begin && event.time < end && j != ChosenContexts::kNone &&
          i != ChosenPeople::kNone)
        window_.outcome[j * people.count() + i] += 1.0;
    }
  }

  const ForecastStreams& streams_;
  const ForecastWindowOptions& options_;
  const KnownWalk& walk_;
  const std::size_t n_;
  const ChosenContexts contexts_;
  double pool_ = 0.0;
  DecayedCounts bought_;  ///< By everybody: followers are not all in the window.
  ForecastWindow window_;
};

ForecastWindow ForecastWindows::at(const ForecastMoment& moment,
                                   const std::vector<ContextId>& contexts, bool everybody) {
  return Maker(streams_, options_, walk_at(moment), moment, contexts).make(everybody);
}

}  // namespace grapevine
