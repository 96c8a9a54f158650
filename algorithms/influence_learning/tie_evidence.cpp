#include "algorithms/influence_learning/tie_evidence.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <tuple>

#include "engine/base/progress.hpp"

namespace grapevine {
namespace {

/// Where the likelihood's steps begin.
constexpr double kFirstChance = 0.1;

double days_of(Time::duration span) {
  return std::chrono::duration<double, std::ratio<86'400>>(span).count();
}

/// Somebody acted after somebody to whom they have a tie.
struct Following {
  NodeId follower;
  EdgeId tie;
  double delay_days;
};

/// A log as ties see it.
class LogScan {
 public:
  LogScan(const GraphView& ties, const ActionLog& log, double window_days)
      : ties_(ties),
        window_days_(window_days),
        time_(ties.num_nodes(), kUndated),
        actions_(ties.num_nodes()),
        both_(ties.graph().num_edges()),
        at_risk_(ties.graph().num_edges()) {
    for (std::size_t action = 0; action < log.num_actions(); ++action) {
      scan(log.acts_of(action));
      if (action % 256 == 0) check_interrupt();
    }
  }

  /// Calls `visit(followings)` for everybody who followed somebody in an action.
  template <class Visit>
  void for_each_follower(const Visit& visit) const {
    for (std::size_t i = 0; i < first_.size(); ++i) {
      const std::size_t end = i + 1 < first_.size() ? first_[i + 1] : followings_.size();
      visit(std::span(followings_).subspan(first_[i], end - first_[i]));
    }
  }

  const GraphView& ties() const { return ties_; }
  double actions(NodeId v) const { return actions_[v]; }
  /// Actions of both ends of a tie.
  double both(EdgeId e) const { return both_[e]; }
  /// Actions of the source that its target had not done before.
  double at_risk(EdgeId e) const { return at_risk_[e]; }

 private:
  void scan(std::span<const Act> acts) {
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
      if (i == begin || followings_[i].follower != followings_[i - 1].follower) first_.push_back(i);
    for (const Act& act : acts) time_[act.person] = kUndated;
  }

  void scan_ties(const Act& act) {
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
  bool counts(EdgeId e, Time source, Time target) const {
    const GraphColumns& columns = ties_.graph().columns();
    if (!ties_.has(e) || ties_.graph().sign(e) < 0) return false;
    if (!columns.end.empty() && columns.end[e] != kUndated && columns.end[e] <= source)
      return false;
    const Time begun = columns.time.empty() ? kUndated : columns.time[e];
    return begun == kUndated || target == kUndated || begun <= target;
  }

  const GraphView& ties_;
  double window_days_;
  std::vector<Time> time_;  ///< In the action that is scanned.
  std::vector<double> actions_, both_, at_risk_;
  std::vector<Following> followings_;  ///< By action, follower and tie.
  std::vector<std::size_t> first_;     ///< Where those of a follower begin.
};

/// Calls `visit(u, v, e)` for every tie.
template <class Visit>
void for_each_tie(const Graph& graph, const Visit& visit) {
  for (NodeId u = 0; u < graph.num_nodes(); ++u) {
    EdgeId e = graph.first_out_edge(u);
    for (const NodeId v : graph.out_neighbors(u)) visit(u, v, e++);
  }
}

double chance_of_any(std::span<const Following> followings, std::span<const double> chances) {
  double none = 1.0;
  for (const Following& f : followings) none *= 1.0 - chances[f.tie];
  return 1.0 - none;
}

/// One step of expectation and maximisation; the largest change of a chance.
double improve(const LogScan& scan, std::vector<double>& chances, std::vector<double>& followed) {
  std::ranges::fill(followed, 0.0);
  scan.for_each_follower([&](std::span<const Following> followings) {
    const double any = chance_of_any(followings, chances);
    for (const Following& f : followings) followed[f.tie] += any > 0.0 ? chances[f.tie] / any : 0.0;
  });
  double change = 0.0;
  for (EdgeId e = 0; e < chances.size(); ++e) {
    if (scan.at_risk(e) == 0.0) continue;
    const double next = std::min(1.0, followed[e] / scan.at_risk(e));
    change = std::max(change, std::abs(next - chances[e]));
    chances[e] = next;
  }
  return change;
}

void maximise(const LogScan& scan, const EvidenceOptions& options, TieEvidence& evidence) {
  std::vector<double> chances(evidence.tried.size(), kFirstChance);
  evidence.converged = false;
  while (!evidence.converged && evidence.iterations < options.max_iterations) {
    ++evidence.iterations;
    evidence.converged = improve(scan, chances, evidence.followed) <= options.tolerance;
    report_progress("learning", static_cast<std::uint64_t>(evidence.iterations),
                    static_cast<std::uint64_t>(options.max_iterations));
  }
  for (EdgeId e = 0; e < chances.size(); ++e) {
    evidence.tried[e] = scan.at_risk(e);
    evidence.followed[e] = chances[e] * scan.at_risk(e);
  }
}

void count(const LogScan& scan, LearningMethod method, TieEvidence& evidence) {
  scan.for_each_follower([&](std::span<const Following> followings) {
    const double credit = method == LearningMethod::PartialCredit
                              ? 1.0 / static_cast<double>(followings.size())
                              : 1.0;
    for (const Following& f : followings) evidence.followed[f.tie] += credit;
  });
  for_each_tie(scan.ties().graph(), [&](NodeId u, NodeId v, EdgeId e) {
    if (!scan.ties().has(e) || u == v) return;
    evidence.tried[e] = scan.actions(u);
    if (method == LearningMethod::Jaccard) evidence.tried[e] += scan.actions(v) - scan.both(e);
  });
}

}  // namespace

TieEvidence learn_ties(const GraphView& ties, const ActionLog& log,
                       const EvidenceOptions& options) {
  const LogScan scan(ties, log, options.window_days);
  const EdgeId m = ties.graph().num_edges();
  TieEvidence evidence{.followed = std::vector<double>(m), .tried = std::vector<double>(m)};
  if (options.method == LearningMethod::Likelihood)
    maximise(scan, options, evidence);
  else
    count(scan, options.method, evidence);
  std::vector<double> times(m), delay(m);
  scan.for_each_follower([&](std::span<const Following> followings) {
    for (const Following& f : followings) {
      ++times[f.tie];
      delay[f.tie] += f.delay_days;
    }
  });
  for (EdgeId e = 0; e < m; ++e)
    evidence.mean_delay_days.push_back(times[e] > 0.0 ? delay[e] / times[e]
                                                      : std::numeric_limits<double>::quiet_NaN());
  return evidence;
}

double log_likelihood(const GraphView& ties, const ActionLog& log, std::span<const double> chances,
                      double window_days) {
  const LogScan scan(ties, log, window_days);
  std::vector<double> failed;
  for (EdgeId e = 0; e < chances.size(); ++e) failed.push_back(scan.at_risk(e));
  double sum = 0.0;
  scan.for_each_follower([&](std::span<const Following> followings) {
    sum += std::log(chance_of_any(followings, chances));
    for (const Following& f : followings) --failed[f.tie];
  });
  for (EdgeId e = 0; e < chances.size(); ++e)
    if (failed[e] > 0.0) sum += failed[e] * std::log1p(-chances[e]);
  return sum;
}

}  // namespace grapevine
