#include "algorithms/influence_learning/credit_flow.hpp"

#include <algorithm>
#include <queue>
#include <tuple>

#include "algorithms/influence_learning/follow_delays.hpp"
#include "engine/base/progress.hpp"

namespace grapevine {
namespace {

/// Credits that should sum to 1 miss it by roundings; a gain that small is none.
constexpr double kNoise = 1e-12;

/// How many people, and how many ties of each, those who were before a follower are.
class Predecessors {
 public:
  Predecessors(std::span<const Following> followings, std::span<const NodeId> source)
      : followings_(followings), source_(source) {
    for (std::size_t i = 0; i < followings.size(); ++i)
      people_ += i == 0 || source_of(i) != source_of(i - 1);
  }

  double people() const { return people_; }

  /// Ties are by source: those of one person are side by side.
  double ties_beside(std::size_t i) const {
    std::size_t begin = i, end = i + 1;
    while (begin > 0 && source_of(begin - 1) == source_of(i)) --begin;
    while (end < followings_.size() && source_of(end) == source_of(i)) ++end;
    return static_cast<double>(end - begin);
  }

  NodeId source_of(std::size_t i) const { return source_[followings_[i].tie]; }

 private:
  std::span<const Following> followings_;
  std::span<const NodeId> source_;
  double people_ = 0.0;
};

}  // namespace

void CreditFlow::add(const GraphView& ties, const ActionLog& log, const CreditTerms& terms) {
  const std::size_t first_action = num_actions();
  for (std::size_t action = 0; action < log.num_actions(); ++action) {
    const auto given = log.acts_of(action);
    std::vector<Act> acts(given.begin(), given.end());
    std::ranges::sort(acts, {}, [](const Act& a) { return std::tuple(a.time, a.person); });
    for (const Act& act : acts) {
      acts_of_[act.person].push_back(static_cast<std::uint32_t>(person_.size()));
      person_.push_back(act.person);
    }
    first_act_.push_back(person_.size());
  }
  const Followings followings(ties, log, terms.window_days);
  const std::vector<NodeId> source = sources_of_ties(ties.graph());
  std::vector<std::uint32_t> place(acts_of_.size());  // in the action that is looked at
  std::vector<Direct> found;
  std::size_t placed = num_actions();
  followings.for_each_follower([&](std::size_t action, std::span<const Following> own) {
    const std::size_t now = first_action + action;
    if (now != placed)
      for (std::size_t i = first_act_[now]; i < first_act_[now + 1]; ++i)
        place[person_[i]] = static_cast<std::uint32_t>(i);
    placed = now;
    const Predecessors before(own, source);
    for (std::size_t i = 0; i < own.size(); ++i) {
      double credit = 1.0 / (before.people() * before.ties_beside(i));
      if (terms.rule == CreditRule::Decayed)
        credit *= terms.influenceability[own[i].follower] *
                  left_after(own[i].delay_days, terms.tau_days[own[i].tie]);
      found.push_back({place[before.source_of(i)], place[own[i].follower], credit});
    }
  });
  add_direct(found);
}

/// Those of parallel ties are added up.
void CreditFlow::add_direct(std::span<Direct> found) {
  std::ranges::sort(found, {}, [](const Direct& d) { return std::tuple(d.to, d.from, d.credit); });
  std::size_t next = 0;
  for (std::size_t act = first_direct_.size() - 1; act < person_.size(); ++act) {
    const std::size_t first = direct_.size();
    for (; next < found.size() && found[next].to == act; ++next)
      if (direct_.size() > first && direct_.back().from == found[next].from)
        direct_.back().credit += found[next].credit;
      else
        direct_.push_back(found[next]);
    first_direct_.push_back(direct_.size());
  }
}

double CreditFlow::spread(std::span<const NodeId> seeds) const {
  std::vector<bool> seed(acts_of_.size());
  for (const NodeId person : seeds) seed[person] = true;
  std::vector<double> credit(person_.size());
  double sum = 0.0;
  for (std::size_t act = 0; act < person_.size(); ++act) {
    if (seed[person_[act]])
      credit[act] = 1.0;
    else
      for (const Direct& d : direct_of(act)) credit[act] += d.credit * credit[d.from];
    sum += weight(act) * credit[act];
  }
  return sum;
}

std::vector<double> CreditFlow::spreads() const {
  // What an act brings: its own weight, and its part of what later acts bring.
  std::vector<double> brings(person_.size()), result(acts_of_.size());
  for (std::size_t act = person_.size(); act-- > 0;) {
    brings[act] += weight(act);
    result[person_[act]] += brings[act];
    for (const Direct& d : direct_of(act)) brings[d.from] += d.credit * brings[act];
  }
  return result;
}

/// What each person would add to those who are chosen (theorem 3 of the paper): of every action,
/// the part of their act that is not credited to these, times what it brings along paths without
/// them.
class CreditFlow::Gains {
 public:
  explicit Gains(const CreditFlow& all)
      : all_(all),
        chosen_(all.acts_of_.size()),
        credited_(all.person_.size()),
        brings_(all.person_.size()) {
    for (std::size_t action = 0; action < all.num_actions(); ++action) look_at(action);
  }

  double of(NodeId person) const {
    double sum = 0.0;
    for (const std::uint32_t act : all_.acts_of_[person])
      sum += (1.0 - credited_[act]) * brings_[act];
    return sum;
  }

  void choose(NodeId person) {
    chosen_[person] = true;
    std::size_t action = 0;
    for (const std::uint32_t act : all_.acts_of_[person]) {
      const auto next =
          std::upper_bound(all_.first_act_.begin() + static_cast<std::ptrdiff_t>(action),
                           all_.first_act_.end(), act);
      action = static_cast<std::size_t>(next - all_.first_act_.begin()) - 1;
      look_at(action);
    }
  }

 private:
  void look_at(std::size_t action) {
    const std::size_t begin = all_.first_act_[action], end = all_.first_act_[action + 1];
    for (std::size_t act = begin; act < end; ++act) {
      credited_[act] = 0.0;
      for (const Direct& d : all_.direct_of(act)) credited_[act] += d.credit * credited_[d.from];
      if (chosen_[all_.person_[act]]) credited_[act] = 1.0;
      brings_[act] = all_.weight(act);
    }
    for (std::size_t act = end; act-- > begin;)
      if (!chosen_[all_.person_[act]])
        for (const Direct& d : all_.direct_of(act)) brings_[d.from] += d.credit * brings_[act];
  }

  const CreditFlow& all_;
  std::vector<bool> chosen_;
  std::vector<double> credited_, brings_;  ///< By act: Gamma_{S,x}, and sum of Gamma_{x,u} / A_u.
};

std::vector<CreditSeed> CreditFlow::choose(std::size_t most) const {
  struct Bound {
    double gain;
    NodeId person;
    std::size_t chosen_then;
    bool operator<(const Bound& other) const {
      return std::tuple(gain, other.person) < std::tuple(other.gain, person);
    }
  };
  Gains gains(*this);
  std::priority_queue<Bound> queue;
  for (NodeId person = 0; person < acts_of_.size(); ++person)
    if (!acts_of_[person].empty()) queue.push({gains.of(person), person, 0});
  std::vector<CreditSeed> seeds;
  while (seeds.size() < most && !queue.empty()) {
    const Bound top = queue.top();
    queue.pop();
    if (top.chosen_then != seeds.size()) {
      queue.push({gains.of(top.person), top.person, seeds.size()});
      continue;
    }
    if (top.gain <= kNoise) break;
    seeds.push_back({top.person, top.gain});
    gains.choose(top.person);
    check_interrupt();
  }
  return seeds;
}

PassedCredits CreditFlow::passed(double truncation) const {
  PassedCredits result;
  std::vector<double> sum(person_.size()), direct(person_.size()), missing(person_.size());
  std::vector<std::vector<std::pair<std::uint32_t, double>>> kept(person_.size());
  for (std::size_t action = 0; action < num_actions(); ++action) {
    for (std::size_t act = first_act_[action]; act < first_act_[action + 1]; ++act) {
      std::vector<std::uint32_t> met;
      const auto add = [&](std::uint32_t from, double credit) {
        if (sum[from] == 0.0) met.push_back(from);
        sum[from] += credit;
      };
      for (const Direct& d : direct_of(act)) {
        if (d.credit == 0.0) continue;
        add(d.from, d.credit);
        direct[d.from] = d.credit;
        missing[act] += d.credit * missing[d.from];
        for (const auto& [from, credit] : kept[d.from]) add(from, d.credit * credit);
      }
      std::ranges::sort(met);
      double most_dropped = 0.0;
      for (const std::uint32_t from : met) {
        if (sum[from] >= truncation) {
          kept[act].emplace_back(from, sum[from]);
          result.credits.push_back({action, person_[from], person_[act], direct[from], sum[from]});
        } else {
          most_dropped = std::max(most_dropped, sum[from]);
        }
        sum[from] = direct[from] = 0.0;
      }
      missing[act] += most_dropped;
      result.most_missing = std::max(result.most_missing, missing[act]);
    }
    for (std::size_t act = first_act_[action]; act < first_act_[action + 1]; ++act) kept[act] = {};
    check_interrupt();
  }
  return result;
}

}  // namespace grapevine
