#include "algorithms/influence_learning/followings.hpp"

#include <algorithm>
#include <tuple>

#include "engine/base/days.hpp"
#include "engine/base/progress.hpp"

namespace grapevine {

Followings::Followings(const GraphView& ties, const ActionLog& log, double window_days)
    : ties_(ties),
      window_days_(window_days),
      time_(ties.num_nodes(), kUndated),
      actions_(ties.num_nodes()),
      both_(ties.graph().num_edges()),
      at_risk_(ties.graph().num_edges()) {
  for (std::size_t action = 0; action < log.num_actions(); ++action) {
    scan(action, log.acts_of(action));
    if (action % 256 == 0) check_interrupt();
  }
}

void Followings::keep_within(std::span<const double> tau_days) {
  std::vector<Following> kept;
  std::vector<Group> groups;
  for_each_follower([&](std::size_t action, std::span<const Following> followings) {
    const std::size_t first = kept.size();
    for (const Following& f : followings)
      if (is_within(f.delay_days, tau_days[f.tie])) kept.push_back(f);
    if (kept.size() > first) groups.push_back({action, first});
  });
  followings_ = std::move(kept);
  groups_ = std::move(groups);
}

void Followings::scan(std::size_t action, std::span<const Act> acts) {
  for (const Act& act : acts) {
    time_[act.person] = act.time;
    ++actions_[act.person];
  }
  const std::size_t begin = followings_.size();
  for (const Act& act : acts) scan_ties(act);
  std::sort(followings_.begin() + static_cast<std::ptrdiff_t>(begin), followings_.end(),
            [](const Following& a, const Following& b) {
              return std::tuple(a.follower, a.tie) < std::tuple(b.follower, b.tie);
            });
  for (std::size_t i = begin; i < followings_.size(); ++i)
    if (i == begin || followings_[i].follower != followings_[i - 1].follower)
      groups_.push_back({action, i});
  for (const Act& act : acts) time_[act.person] = kUndated;
}

void Followings::scan_ties(const Act& act) {
  const Graph& graph = ties_.graph();
  EdgeId e = graph.first_out_edge(act.person);
  for (const NodeId v : graph.out_neighbors(act.person)) {
    const EdgeId tie = e++;
    if (v == act.person || !counts(tie, act.time, time_[v])) continue;
    const bool acts = time_[v] != kUndated;
    if (acts) ++both_[tie];
    if (acts && time_[v] <= act.time) continue;
    ++at_risk_[tie];
    if (!acts) continue;
    const double delay = days_of(time_[v] - act.time);
    if (window_days_ == 0.0 || delay <= window_days_) followings_.push_back({v, tie, delay});
  }
}

/// Whether the tie was there for what the target did, or could have done.
bool Followings::counts(EdgeId e, Time source, Time target) const {
  const GraphColumns& columns = ties_.graph().columns();
  if (!ties_.has(e) || ties_.graph().sign(e) < 0) return false;
  if (!columns.end.empty() && columns.end[e] != kUndated && columns.end[e] <= source) return false;
  const Time begun = columns.time.empty() ? kUndated : columns.time[e];
  return begun == kUndated || target == kUndated || begun <= target;
}

std::vector<NodeId> sources_of_ties(const Graph& graph) {
  std::vector<NodeId> source(graph.num_edges());
  for (NodeId u = 0; u < graph.num_nodes(); ++u)
    std::fill_n(source.begin() + static_cast<std::ptrdiff_t>(graph.first_out_edge(u)),
                graph.out_degree(u), u);
  return source;
}

}  // namespace grapevine
