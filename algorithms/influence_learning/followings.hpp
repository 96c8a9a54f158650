#pragma once
#include <span>
#include <vector>

#include "algorithms/influence_learning/action_log.hpp"
#include "engine/graph/graph_view.hpp"

namespace grapevine {

/// Somebody acted after somebody to whom they have a tie.
struct Following {
  NodeId follower;
  EdgeId tie;
  double delay_days;  ///< > 0.
};

/// A log as ties see it: who followed whom in each action. Ties of the view lead from who
/// influences to who is influenced; one counts for an act if it had begun by then, and had not
/// ended when its source acted. Acts at the same time follow nobody, nor does who acts more than
/// `window_days` later (0: however late).
///
/// Time O(out-ties of all acts), serial; memory 24 bytes a tie and 24 a following.
class Followings {
 public:
  Followings(const GraphView& ties, const ActionLog& log, double window_days = 0.0);

  /// Leaves out who acted later than the tie's own time, by EdgeId: then they do not follow.
  void keep_within(std::span<const double> tau_days);

  /// Calls `visit(action, followings)` for everybody who followed somebody in an action, by
  /// actions, then followers; followings of one are by ties.
  template <class Visit>
  void for_each_follower(const Visit& visit) const {
    for (std::size_t i = 0; i < groups_.size(); ++i) {
      const std::size_t end = i + 1 < groups_.size() ? groups_[i + 1].first : followings_.size();
      visit(groups_[i].action,
            std::span(followings_).subspan(groups_[i].first, end - groups_[i].first));
    }
  }

  const GraphView& ties() const { return ties_; }
  double actions(NodeId v) const { return actions_[v]; }
  /// Actions of both ends of a tie.
  double both(EdgeId e) const { return both_[e]; }
  /// Actions of the source that its target had not done before.
  double at_risk(EdgeId e) const { return at_risk_[e]; }

 private:
  struct Group {
    std::size_t action, first;
  };
  void scan(std::size_t action, std::span<const Act> acts);
  void scan_ties(const Act& act);
  bool counts(EdgeId e, Time source, Time target) const;

  const GraphView& ties_;
  double window_days_;
  std::vector<Time> time_;  ///< In the action that is scanned.
  std::vector<double> actions_, both_, at_risk_;
  std::vector<Following> followings_;  ///< By action, follower and tie.
  std::vector<Group> groups_;          ///< Where those of a follower begin.
};

/// Whether a delay is no longer than a mean of such, but for rounding.
inline bool is_within(double delay_days, double tau_days) {
  return delay_days <= tau_days * (1.0 + 1e-9);
}

/// The source of each tie, by EdgeId. O(m).
std::vector<NodeId> sources_of_ties(const Graph& graph);

}  // namespace grapevine
