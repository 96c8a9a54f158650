#include "algorithms/influence_learning/tie_evidence.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>

#include "algorithms/influence_learning/follow_delays.hpp"
#include "algorithms/influence_learning/followings.hpp"
#include "engine/base/progress.hpp"

namespace grapevine {
namespace {

/// Where the likelihood's steps begin.
constexpr double kFirstChance = 0.1;

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

/// Of a tie along which nothing has come by now: the chance that something still will.
double still_to_come(double chance, double left) {
  const double silent = 1.0 - chance + chance * left;
  return silent > 0.0 ? chance * left / silent : 1.0;
}

/// Chances that each tie carried the action over, given when its follower acted.
class Carried {
 public:
  Carried(std::span<const double> chances, std::span<const double> tau_days)
      : chances_(chances), tau_days_(tau_days) {}

  void add_to(std::vector<double>& followed, std::span<const Following> followings) {
    if (tau_days_.empty()) {
      const double any = chance_of_any(followings, chances_);
      for (const Following& f : followings)
        followed[f.tie] += any > 0.0 ? chances_[f.tie] / any : 0.0;
      return;
    }
    // One of them was the cause; another may have been about to be.
    to_come_.clear();
    double rates = 0.0;
    for (const Following& f : followings) {
      const double left = left_after(f.delay_days, tau_days_[f.tie]);
      to_come_.push_back(still_to_come(chances_[f.tie], left));
      rates += to_come_.back() / tau_days_[f.tie];
    }
    for (std::size_t i = 0; i < followings.size(); ++i) {
      const EdgeId tie = followings[i].tie;
      const double cause = rates > 0.0 ? to_come_[i] / tau_days_[tie] / rates : 0.0;
      followed[tie] += cause + (1.0 - cause) * to_come_[i];
    }
  }

 private:
  std::span<const double> chances_, tau_days_;
  std::vector<double> to_come_;
};

/// One step of expectation and maximisation; the largest change of a chance.
double improve(const Followings& log, std::span<const double> tau_days, bool pooled,
               std::vector<double>& chances, std::vector<double>& followed) {
  std::ranges::fill(followed, 0.0);
  Carried carried(chances, tau_days);
  log.for_each_follower([&](std::size_t, std::span<const Following> followings) {
    carried.add_to(followed, followings);
  });
  double change = 0.0, all = 0.0, tried = 0.0;
  for (EdgeId e = 0; pooled && e < chances.size(); ++e) {
    all += followed[e];
    tried += log.at_risk(e);
  }
  for (EdgeId e = 0; e < chances.size(); ++e) {
    if (log.at_risk(e) == 0.0) continue;
    const double next = std::min(1.0, pooled ? all / tried : followed[e] / log.at_risk(e));
    change = std::max(change, std::abs(next - chances[e]));
    chances[e] = next;
  }
  return change;
}

void maximise(const Followings& log, std::span<const double> tau_days,
              const EvidenceOptions& options, TieEvidence& evidence) {
  std::vector<double> chances(evidence.tried.size(), kFirstChance);
  evidence.converged = false;
  while (!evidence.converged && evidence.iterations < options.max_iterations) {
    ++evidence.iterations;
    evidence.converged =
        improve(log, tau_days, options.pooled, chances, evidence.followed) <= options.tolerance;
    report_progress("learning", static_cast<std::uint64_t>(evidence.iterations),
                    static_cast<std::uint64_t>(options.max_iterations));
  }
  for (EdgeId e = 0; e < chances.size(); ++e) {
    evidence.tried[e] = log.at_risk(e);
    if (!options.pooled) evidence.followed[e] = chances[e] * log.at_risk(e);
  }
}

/// Adds one follower, shared among those before as what is left of each; evenly without decay.
void share_credit(std::span<const Following> followings, std::span<const double> tau_days,
                  std::vector<double>& followed) {
  const auto left = [&](const Following& f) {
    return tau_days.empty() ? 1.0 : left_after(f.delay_days, tau_days[f.tie]);
  };
  double sum = 0.0;
  for (const Following& f : followings) sum += left(f);
  for (const Following& f : followings)
    followed[f.tie] += sum > 0.0 ? left(f) / sum : 1.0 / static_cast<double>(followings.size());
}

void count(const Followings& log, LearningMethod method, std::span<const double> tau_days,
           TieEvidence& evidence) {
  log.for_each_follower([&](std::size_t, std::span<const Following> followings) {
    if (method == LearningMethod::PartialCredit)
      share_credit(followings, tau_days, evidence.followed);
    else
      for (const Following& f : followings) ++evidence.followed[f.tie];
  });
  for_each_tie(log.ties().graph(), [&](NodeId u, NodeId v, EdgeId e) {
    if (!log.ties().has(e) || u == v) return;
    evidence.tried[e] = log.actions(u);
    if (method == LearningMethod::Jaccard) evidence.tried[e] += log.actions(v) - log.both(e);
  });
}

std::vector<double> mean_delays(std::span<const DelayTally> tallies) {
  std::vector<double> means;
  for (const DelayTally& t : tallies)
    means.push_back(t.times > 0.0 ? t.sum / t.times : std::numeric_limits<double>::quiet_NaN());
  return means;
}

}  // namespace

TieEvidence learn_ties(const GraphView& ties, const ActionLog& log,
                       const EvidenceOptions& options) {
  assert(options.method != LearningMethod::Background);
  Followings followings(ties, log, options.window_days);
  const EdgeId m = ties.graph().num_edges();
  std::vector<DelayTally> delays(m);
  add_delays(followings, delays);
  std::vector<double> learned;
  std::span<const double> tau = options.tau_days;
  if (tau.empty() && options.decay != TimeDecay::None) tau = learned = pulled_delays(delays);
  if (options.decay == TimeDecay::Window) followings.keep_within(tau);
  if (options.decay != TimeDecay::Exponential) tau = {};
  TieEvidence evidence{.followed = std::vector<double>(m),
                       .tried = std::vector<double>(m),
                       .mean_delay_days = mean_delays(delays)};
  if (options.method == LearningMethod::Likelihood)
    maximise(followings, tau, options, evidence);
  else
    count(followings, options.method, tau, evidence);
  return evidence;
}

double log_likelihood(const GraphView& ties, const ActionLog& log, std::span<const double> chances,
                      double window_days, std::span<const double> tau_days) {
  const Followings followings(ties, log, window_days);
  std::vector<double> failed;
  for (EdgeId e = 0; e < chances.size(); ++e) failed.push_back(followings.at_risk(e));
  double sum = 0.0;
  followings.for_each_follower([&](std::size_t, std::span<const Following> own) {
    for (const Following& f : own) --failed[f.tie];
    if (tau_days.empty()) {
      sum += std::log(chance_of_any(own, chances));
      return;
    }
    double rates = 0.0;
    for (const Following& f : own) {
      const double chance = chances[f.tie], left = left_after(f.delay_days, tau_days[f.tie]);
      sum += std::log(1.0 - chance + chance * left);
      rates += still_to_come(chance, left) / tau_days[f.tie];
    }
    sum += std::log(rates);
  });
  for (EdgeId e = 0; e < chances.size(); ++e)
    if (failed[e] > 0.0) sum += failed[e] * std::log1p(-chances[e]);
  return sum;
}

}  // namespace grapevine
