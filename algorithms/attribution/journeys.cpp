#include "algorithms/attribution/journeys.hpp"

#include <algorithm>
#include <chrono>
#include <numeric>
#include <span>

#include "engine/graph/components.hpp"
#include "engine/parallel/loops.hpp"

namespace grapevine {
namespace {

/// A touch that counts for an acquisition.
struct Candidate {
  std::uint32_t acquisition;
  Time time;
  std::int64_t seq;
  NodeId referrer;
  std::uint16_t role;
  double weight;
  bool incentivised;

  auto order() const {
    return std::tuple(acquisition, time, seq, referrer, role, weight, incentivised);
  }
};

/// First purchases that are no refunds, in the order (context, person).
std::vector<Acquisition> find_acquisitions(const Network& network) {
  const auto& purchases = network.purchases.rows;
  std::vector<Acquisition> acquisitions;
  for (std::uint32_t i = 0; i < purchases.size(); ++i)
    if (purchases[i].margin >= 0)
      acquisitions.push_back({purchases[i].person, purchases[i].context, purchases[i].time, i});
  const auto key = [](const Acquisition& a) { return std::tuple(a.context, a.person, a.purchase); };
  parallel_sort(acquisitions,
                [&](const Acquisition& a, const Acquisition& b) { return key(a) < key(b); });
  const auto repeated = std::ranges::unique(
      acquisitions, {}, [](const Acquisition& a) { return std::tuple(a.context, a.person); });
  acquisitions.erase(repeated.begin(), repeated.end());
  return acquisitions;
}

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
  Sieve(const Network& network, const JourneyOptions& options, Journeys& journeys)
      : network_(network),
        options_(options),
        journeys_(journeys),
        rules_(role_rules(network.touches, options)) {}

  std::vector<Candidate> run() {
    for (const Touch& touch : network_.touches.rows) offer(touch);
    parallel_sort(candidates_,
                  [](const Candidate& a, const Candidate& b) { return a.order() < b.order(); });
    name_unweighted_roles();
    return std::move(candidates_);
  }

 private:
  const Acquisition* find(ContextId context, NodeId person) const {
    const auto found = std::ranges::lower_bound(
        journeys_.acquisitions, std::tuple(context, person), {},
        [](const Acquisition& a) { return std::tuple(a.context, a.person); });
    const bool hit = found != journeys_.acquisitions.end() && found->context == context &&
                     found->person == person;
    return hit ? &*found : nullptr;
  }

  void offer(const Touch& touch) {
    if (rules_.unnamed[touch.role]) ++journeys_.touches_of_such_roles;
    bool counted = false;
    const auto offer_in = [&](ContextId context) {
      const Acquisition* acquisition = find(context, touch.to);
      if (!acquisition) return;
      if (touch.purchase != kNoId && touch.purchase != acquisition->purchase) return;
      counted = true;
      consider(touch, *acquisition);
    };
    if (touch.context != kEveryContext)
      offer_in(touch.context);
    else
      for (ContextId c = 0; c < network_.num_contexts(); ++c) offer_in(c);
    if (!counted) ++journeys_.excluded.not_an_acquisition;
  }

  void consider(const Touch& touch, const Acquisition& acquisition) {
    if (std::uint64_t* reason = excluded(touch, acquisition)) {
      ++*reason;
      return;
    }
    const double weight = weight_of(touch);
    if (weight < 1e-300 ||
        weight > 1e300)  // else sums of them could overflow, or shares of them vanish
      throw Error(ErrorCode::BadInput, "touches",
                  "a role's weight times a strength is " + to_text(weight),
                  "keep it between 1e-300 and 1e300");
    const auto number = &acquisition - journeys_.acquisitions.data();
    candidates_.push_back({static_cast<std::uint32_t>(number), touch.time, touch.seq, touch.from,
                           touch.role, weight, touch.incentivised != YesNo::No});
  }

  double weight_of(const Touch& touch) const { return rules_.weight[touch.role] * touch.strength; }

  /// The count of the first reason to leave the touch out, or null when it counts.
  std::uint64_t* excluded(const Touch& touch, const Acquisition& acquisition) {
    ExcludedTouches& counts = journeys_.excluded;
    if (touch.status != TouchStatus::Succeeded || touch.expires < acquisition.time)
      return &counts.failed_or_expired;
    if (touch.time > acquisition.time) return &counts.after_acquisition;
    if (undated_but_must_be_dated(touch)) return &counts.undated;
    if (before_lookback(touch, acquisition)) return &counts.outside_lookback;
    if (touch.from == acquisition.person) return &counts.self_referral;
    if (same_payer(touch.from, acquisition.person)) return &counts.same_payer;
    if (weight_of(touch) == 0.0) return &counts.no_weight;
    if (rules_.senior[touch.role] && !is_senior(touch.from, acquisition)) return &counts.not_senior;
    return nullptr;
  }

  /// A touch of a person must be seen to come first, and any touch to lie within the look-back;
  /// only tables without any times are taken in their stated order.
  bool undated_but_must_be_dated(const Touch& touch) const {
    if (touch.time != kUndated) return false;
    return options_.lookback_days || (touch.purchase == kNoId && network_.touches.have_times);
  }

  bool before_lookback(const Touch& touch, const Acquisition& acquisition) const {
    if (!options_.lookback_days) return false;
    const std::chrono::duration<double, std::micro> age = acquisition.time - touch.time;
    return age > std::chrono::duration<double, std::ratio<86400>>(*options_.lookback_days);
  }

  bool same_payer(NodeId a, NodeId b) const {
    const auto& payer = network_.payer;
    return !payer.empty() && payer[a] != kNoId && payer[a] == payer[b];
  }

  bool is_senior(NodeId referrer, const Acquisition& acquisition) const {
    const Acquisition* first = find(acquisition.context, referrer);
    return first && day_number(first->time) < day_number(acquisition.time);
  }

  void name_unweighted_roles() {
    std::vector<bool> met(rules_.unnamed.size());
    for (const Touch& touch : network_.touches.rows) met[touch.role] = true;
    for (std::size_t role = 0; role < met.size(); ++role)
      if (met[role] && rules_.unnamed[role])
        journeys_.roles_without_weight.push_back(network_.touches.roles[role]);
  }

  const Network& network_;
  const JourneyOptions& options_;
  Journeys& journeys_;
  RoleRules rules_;
  std::vector<Candidate> candidates_;
};

/// For each candidate, whether referrer and newcomer lie in one strongly connected component of the
/// context's graph of credited touches. Contexts share no node, so one pass over all finds them.
std::vector<bool> in_cycles(const Network& network, const Journeys& journeys,
                            std::span<const Candidate> candidates) {
  const auto key = [&](ContextId context, NodeId person) {
    return static_cast<std::int64_t>(network.row(context, person));
  };
  std::vector<std::int64_t> keys;
  for (const Candidate& c : candidates) {
    const Acquisition& acquisition = journeys.acquisitions[c.acquisition];
    keys.push_back(key(acquisition.context, c.referrer));
    keys.push_back(key(acquisition.context, acquisition.person));
  }
  const IdIndex nodes = IdIndex::from_integers(keys);
  EdgeList edges;
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    edges.source.push_back(*nodes.find(keys[2 * i]));
    edges.target.push_back(*nodes.find(keys[2 * i + 1]));
  }
  const Graph graph = Graph::build(static_cast<NodeId>(nodes.size()), edges);
  const auto component = strong_components(graph);
  std::vector<bool> cyclic;
  for (std::size_t i = 0; i < candidates.size(); ++i)
    cyclic.push_back(component[edges.source[i]] == component[edges.target[i]]);
  return cyclic;
}

void remove_cycles(const Network& network, Journeys& journeys, std::vector<Candidate>& candidates) {
  const std::vector<bool> cyclic = in_cycles(network, journeys, candidates);
  std::vector<Candidate> kept;
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    if (!cyclic[i]) {
      kept.push_back(candidates[i]);
      continue;
    }
    const Acquisition& acquisition = journeys.acquisitions[candidates[i].acquisition];
    journeys.cycle_edges.push_back(
        {acquisition.context, candidates[i].referrer, acquisition.person});
    ++journeys.excluded.in_cycle;
  }
  candidates = std::move(kept);
  auto& edges = journeys.cycle_edges;
  const auto order = [](const CycleEdge& e) {
    return std::tuple(e.context, e.referrer, e.newcomer);
  };
  std::ranges::sort(edges, {}, order);
  const auto repeated = std::ranges::unique(edges, {}, order);
  edges.erase(repeated.begin(), repeated.end());
}

}  // namespace

Journeys build_journeys(const Network& network, const JourneyOptions& options) {
  validate(options);
  Journeys journeys;
  journeys.horizon_days = options.horizon_days;
  journeys.acquisitions = find_acquisitions(network);
  std::vector<Candidate> candidates = Sieve(network, options, journeys).run();
  if (options.exclude_cycles) remove_cycles(network, journeys, candidates);
  for (const Candidate& c : candidates) {
    ++journeys.acquisitions[c.acquisition].num_touches;
    journeys.touches.push_back({c.referrer, c.weight, c.time, c.incentivised});
  }
  std::uint64_t first = 0;
  for (Acquisition& acquisition : journeys.acquisitions) {
    acquisition.first_touch = first;
    first += acquisition.num_touches;
  }
  return journeys;
}

}  // namespace grapevine
