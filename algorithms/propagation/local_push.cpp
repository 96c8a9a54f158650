#include "algorithms/propagation/local_push.hpp"

#include <algorithm>
#include <cassert>

namespace grapevine {
namespace {

/// Least rest a tie at which a node is pushed: a level after the other, each this much lower.
constexpr double kFirstLevel = 0.1, kNextLevel = 0.25;

class Push {
 public:
  Push(const WalkSteps& steps, const TieWeights& weights, const WalkStart& start,
       const PushOptions& options)
      : graph_(steps.graph()),
        steps_(steps),
        weights_(weights),
        start_(start),
        options_(options),
        rest_(graph_.num_nodes()),
        score_(graph_.num_nodes()),
        state_(graph_.num_nodes()) {}

  /// False when it gives up.
  bool run() {
    spread(1.0);
    for (double level = kFirstLevel; rest() > options_.error; level *= kNextLevel) {
      for (std::size_t i = 0; i < touched_.size(); ++i) queue_if_large(touched_[i], level);
      for (std::size_t next = 0; next < queue_.size(); ++next) {
        const NodeId u = queue_[next];
        state_[u] = kTouched;
        push(u, level);
        if (result_.visits > options_.most_visits) return false;
      }
      queue_.clear();
      if (level < kLeastLevel) return false;
    }
    return true;
  }

  PushedWalk take() {
    std::ranges::sort(touched_);
    for (const NodeId u : touched_)
      if (score_[u] > 0.0) result_.score.emplace_back(u, score_[u]);
    result_.error = rest();
    return std::move(result_);
  }

 private:
  enum : std::uint8_t { kTouched = 1, kQueued = 2 };
  static constexpr double kLeastLevel = 1e-18;

  /// Summed anew at each level, so that rounding does not pile up.
  double rest() const {
    double sum = 0.0;
    for (const NodeId u : touched_) sum += rest_[u];
    return sum;
  }

  void queue_if_large(NodeId u, double level) {
    if (state_[u] == kQueued || rest_[u] <= level * std::max<NodeId>(1, graph_.out_degree(u)))
      return;
    state_[u] = kQueued;
    queue_.push_back(u);
  }

  void add(NodeId v, double mass) {
    if (mass == 0.0) return;
    if (state_[v] == 0) {
      state_[v] = kTouched;
      touched_.push_back(v);
    }
    rest_[v] += mass;
  }

  void spread(double mass) {
    for (const WalkStart::Seed& seed : start_.seeds) add(seed.node, mass * seed.chance);
  }

  void push(NodeId u, double level) {
    const double moved = options_.damping * rest_[u];
    score_[u] += (1.0 - options_.damping) * rest_[u];
    rest_[u] = 0.0;
    if (steps_.is_sink(u)) {
      ++result_.visits;
      if (options_.sinks == Sinks::Absorb) return;
      spread(moved);
      for (const WalkStart::Seed& seed : start_.seeds) queue_if_large(seed.node, level);
      result_.visits += start_.seeds.size();
      return;
    }
    const double passed = steps_.pass(u, moved);
    EdgeId e = graph_.first_out_edge(u);
    for (const NodeId v : graph_.out_neighbors(u)) {
      add(v, passed * weights_(u, e));
      queue_if_large(v, level);
      ++e;
    }
    result_.visits += graph_.out_degree(u);
  }

  const Graph& graph_;
  const WalkSteps& steps_;
  const TieWeights& weights_;
  const WalkStart& start_;
  const PushOptions& options_;
  Buffer<double> rest_, score_;
  Buffer<std::uint8_t> state_;
  std::vector<NodeId> touched_, queue_;
  PushedWalk result_;
};

}  // namespace

std::optional<PushedWalk> local_push(const WalkSteps& steps, const TieWeights& weights,
                                     const WalkStart& start, const PushOptions& options) {
  assert(options.error > 0.0 && options.sinks != Sinks::All && !start.seeds.empty());
  Push push(steps, weights, start, options);
  if (!push.run()) return std::nullopt;
  return push.take();
}

}  // namespace grapevine
