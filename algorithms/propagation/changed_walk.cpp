#include "algorithms/propagation/changed_walk.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <utility>

namespace grapevine {
namespace {

/// The chances of a walk of one context.
class ContextSteps {
 public:
  ContextSteps(const Graph& graph, const ContextFactors& factors, ContextId context)
      : graph_(graph), factors_(factors), context_(context) {}

  /// Calls `visit(target, chance)`; chances sum to 1, or there are none. Weights are first divided
  /// by the largest, so that no sum overflows.
  template <class Visit>
  void for_each_step(NodeId source, const Visit& visit) const {
    double largest = 0.0, total = 0.0;
    for_each_tie(source,
                 [&](NodeId, double weight, double) { largest = std::max(largest, weight); });
    if (largest == 0.0) return;
    for_each_tie(source,
                 [&](NodeId, double weight, double factor) { total += weight / largest * factor; });
    for_each_tie(source, [&](NodeId target, double weight, double factor) {
      visit(target, weight / largest * factor / total);
    });
  }

  bool is_sink(NodeId source) const {
    const EdgeId first = graph_.first_out_edge(source);
    for (EdgeId e = first; e < first + graph_.out_degree(source); ++e)
      if (factor(e) > 0.0) return false;
    return true;
  }

 private:
  /// Those that weigh something.
  template <class Visit>
  void for_each_tie(NodeId source, const Visit& visit) const {
    EdgeId e = graph_.first_out_edge(source);
    for (const NodeId target : graph_.out_neighbors(source)) {
      if (const double times = factor(e); times > 0.0) visit(target, graph_.weight(e), times);
      ++e;
    }
  }

  /// 0 for a tie that weighs nothing.
  double factor(EdgeId e) const {
    if (graph_.sign(e) < 0 || graph_.weight(e) == 0.0) return 0.0;
    const ContextId context = graph_.context(e);
    if (context == kEveryContext || context_ == kEveryContext) return 1.0;
    return context == context_ ? factors_.own : factors_.other;
  }

  const Graph& graph_;
  ContextFactors factors_;
  ContextId context_;
};

bool rows_differ(const Graph& a, const Graph& b, NodeId u) {
  const auto row = a.out_neighbors(u);
  if (!std::ranges::equal(row, b.out_neighbors(u))) return true;
  const EdgeId first = a.first_out_edge(u), other = b.first_out_edge(u);
  for (std::size_t i = 0; i < row.size(); ++i)
    if (a.weight(first + i) != b.weight(other + i) || a.sign(first + i) != b.sign(other + i) ||
        a.context(first + i) != b.context(other + i))
      return true;
  return false;
}

/// What most seeds that stay are scaled by: a purchase more scales all others down.
double usual_scale(const WalkStart& before, const WalkStart& after) {
  std::vector<double> ratios;
  auto now = after.seeds.begin();
  for (const WalkStart::Seed& seed : before.seeds) {
    while (now != after.seeds.end() && now->node < seed.node) ++now;
    if (now != after.seeds.end() && now->node == seed.node)
      ratios.push_back(now->chance / seed.chance);
  }
  if (ratios.empty()) return 1.0;
  const auto middle = ratios.begin() + static_cast<std::ptrdiff_t>(ratios.size() / 2);
  std::ranges::nth_element(ratios, middle);
  return *middle;
}

/// Solves y = s + d P'y from a y that nearly does: scores are y (1 - d), or y divided by its sum
/// where sinks return to the seeds.
class Follower {
 public:
  Follower(const ContextSteps& steps, NodeId num_nodes, const ChangedWalkOptions& options)
      : steps_(steps), options_(options), y_(num_nodes), residual_(num_nodes), marks_(num_nodes) {}

  void set(NodeId v, double y) {
    y_[v] = y;
    sum_ += y;
  }

  void add_residual(NodeId v, double residual) {
    residual_[v] += residual;
    if ((marks_[v] & kResident) != 0) return;
    marks_[v] |= kResident;
    residents_.push_back(v);
  }

  /// What a node of that y passes on, times `sign`.
  void pass_on(const ContextSteps& steps, NodeId u, double y) {
    if (y == 0.0) return;
    steps.for_each_step(u, [&](NodeId v, double chance) {
      add_residual(v, options_.damping * chance * y);
      ++visits_;
    });
  }

  /// False when that takes too many visits.
  bool run(std::uint64_t most_visits) {
    double level = 0.0;
    for (const NodeId v : residents_) level = std::max(level, std::abs(residual_[v]));
    while (error() > options_.tolerance && level > 0.0) {
      push_down_to(level /= 4.0, most_visits);
      if (visits_ > most_visits) return false;
    }
    return true;
  }

  /// An L1 bound of all scores' errors: dividing by a sum that is off itself doubles it.
  double error() const {
    double left = 0.0;
    for (const NodeId v : residents_) left += std::abs(residual_[v]);
    return options_.sinks == Sinks::Seeds ? 2.0 * left / ((1.0 - options_.damping) * sum_) : left;
  }

  WalkUpdate write(std::span<double> scores) const {
    const double scale = options_.sinks == Sinks::Seeds ? 1.0 / sum_ : 1.0 - options_.damping;
    for (std::size_t v = 0; v < scores.size(); ++v) scores[v] = std::max(0.0, y_[v] * scale);
    return {.edge_visits = visits_, .error = error()};
  }

 private:
  enum : std::uint8_t { kResident = 1, kQueued = 2 };

  void push_down_to(double level, std::uint64_t most_visits) {
    std::vector<NodeId> queue;
    const auto enqueue = [&](NodeId v) {
      if ((marks_[v] & kQueued) != 0 || std::abs(residual_[v]) <= level) return;
      marks_[v] |= kQueued;
      queue.push_back(v);
    };
    for (const NodeId v : residents_) enqueue(v);
    for (std::size_t next = 0; next < queue.size() && visits_ <= most_visits; ++next) {
      const NodeId u = queue[next];
      marks_[u] = kResident;
      const double residual = std::exchange(residual_[u], 0.0);
      y_[u] += residual;
      sum_ += residual;
      pass_on(steps_, u, residual);
      ++visits_;
      steps_.for_each_step(u, [&](NodeId v, double) { enqueue(v); });
    }
  }

  const ContextSteps& steps_;
  const ChangedWalkOptions& options_;
  std::vector<double> y_, residual_;
  std::vector<std::uint8_t> marks_;
  std::vector<NodeId> residents_;
  double sum_ = 0.0;
  std::uint64_t visits_ = 0;
};

}  // namespace

ChangedWalk::ChangedWalk(const Graph& before, const Graph& after, const ChangedWalkOptions& options)
    : before_(before), after_(after), options_(options) {
  assert(before.num_nodes() == after.num_nodes() && options.sinks != Sinks::All);
  for (NodeId u = 0; u < before.num_nodes(); ++u)
    if (rows_differ(before, after, u)) changed_.push_back(u);
}

std::optional<WalkUpdate> ChangedWalk::follow(const WalkStart& start_before,
                                              const WalkStart& start_after,
                                              std::span<const double> scores_before,
                                              std::uint64_t most_visits,
                                              std::span<double> scores_after) const {
  assert(!start_before.seeds.empty() && !start_after.seeds.empty());
  const ContextSteps was(before_, options_.factors, start_before.context),
      is(after_, options_.factors, start_after.context);
  double restarts = 1.0 - options_.damping;
  for (NodeId v = 0; options_.sinks == Sinks::Seeds && v < before_.num_nodes(); ++v)
    if (scores_before[v] > 0.0 && was.is_sink(v)) restarts += options_.damping * scores_before[v];
  const double scale = usual_scale(start_before, start_after);
  Follower follower(is, after_.num_nodes(), options_);
  for (NodeId v = 0; v < before_.num_nodes(); ++v)
    follower.set(v, scale * scores_before[v] / restarts);
  for (const WalkStart::Seed& seed : start_after.seeds)
    follower.add_residual(seed.node, seed.chance);
  for (const WalkStart::Seed& seed : start_before.seeds)
    follower.add_residual(seed.node, -scale * seed.chance);
  for (const NodeId u : changed_) {
    const double y = scale * scores_before[u] / restarts;
    follower.pass_on(was, u, -y);
    follower.pass_on(is, u, y);
  }
  if (!follower.run(most_visits)) return std::nullopt;
  return follower.write(scores_after);
}

}  // namespace grapevine
