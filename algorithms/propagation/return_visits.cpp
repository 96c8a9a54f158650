#include "algorithms/propagation/return_visits.hpp"

#include <algorithm>
#include <array>
#include <cassert>

#include "algorithms/propagation/step_shares.hpp"
#include "engine/base/progress.hpp"
#include "engine/parallel/loops.hpp"

namespace grapevine {
namespace {

/// No more: twice as many cost a sixth less each, and twice the memory.
constexpr std::array<std::size_t, 4> kLanes = {1, 4, 8, 16};
/// A change that has not fallen for so many steps, and is below this, is rounding.
constexpr int kStalledSteps = 3;
constexpr double kRounding = 1e-12;
constexpr std::size_t kNodesOfBlock = 16;

/// The distribution of a walk step by step, over the nodes that it reaches.
class LocalWalk {
 public:
  LocalWalk(const StepShares& shares, double damping, double tolerance, std::uint64_t most_ties)
      : shares_(shares),
        damping_(damping),
        least_left_(std::max(tolerance, 1e-16)),
        most_ties_(most_ties),
        mass_(shares.graph().num_nodes()),
        next_(shares.graph().num_nodes()) {}

  /// Visits of `start`; nothing where that takes too many ties.
  std::optional<double> visits(NodeId start) {
    touched_ = {start};
    mass_[start] = 1.0;
    double visits = 1.0, left = 1.0;
    for (ties_ = 0; left > least_left_ && ties_ < most_ties_;) {
      left = advance();
      visits += mass_[start];
    }
    for (const NodeId u : touched_) mass_[u] = 0.0;
    if (left > least_left_) return std::nullopt;
    return visits;
  }

 private:
  /// Returns the mass that walks on.
  double advance() {
    const Graph& graph = shares_.graph();
    reached_.clear();
    double left = 0.0;
    for (const NodeId u : touched_) {
      EdgeId e = graph.first_out_edge(u);
      for (const NodeId v : graph.out_neighbors(u)) {
        const double moved = mass_[u] * (damping_ * shares_(u, e++));
        if (moved == 0.0) continue;
        if (next_[v] == 0.0) reached_.push_back(v);
        next_[v] += moved;
        left += moved;
      }
      ties_ += 1 + graph.out_degree(u);
      mass_[u] = 0.0;
    }
    std::swap(mass_, next_);
    std::swap(touched_, reached_);
    return left;
  }

  const StepShares& shares_;
  double damping_, least_left_;
  std::uint64_t most_ties_, ties_ = 0;
  Buffer<double> mass_, next_;
  std::vector<NodeId> touched_, reached_;
};

/// When the passes of one walk end.
class Settling {
 public:
  explicit Settling(const ReturnVisitsOptions& options) : tolerance_(options.tolerance) {
    // Ranks are off by d / (1 - d) times the last change, and visits by (1 + d) / (1 - d) times
    // that.
    last_change_ = tolerance_ * (1.0 - options.damping) / (1.0 + options.damping);
  }

  bool ended() const { return converged_ || (tolerance_ > 0.0 && stalled_ == kStalledSteps); }
  bool converged() const { return converged_; }

  void after(double change) {
    stalled_ = change < least_ || change > kRounding ? 0 : stalled_ + 1;
    least_ = std::min(least_, change);
    converged_ = tolerance_ > 0.0 && change <= last_change_;
  }

 private:
  double tolerance_, last_change_ = 0.0, least_ = 2.0;
  int stalled_ = 0;
  bool converged_ = false;
};

class Finder {
 public:
  Finder(const GraphView& view, const WalkSteps& steps, std::span<const NodeInContext> nodes,
         const ReturnVisitsOptions& options)
      : view_(view), steps_(steps), nodes_(nodes), options_(options) {
    result_.visits.resize(nodes.size());
  }

  ReturnVisits find() {
    for (std::size_t first = 0; first < nodes_.size();) {
      std::size_t end = first;
      while (end < nodes_.size() && nodes_[end].context == nodes_[first].context) ++end;
      follow_alone(first, end);
      first = end;
    }
    for (std::size_t i = 0; i < nodes_.size(); ++i)
      if (result_.visits[i] == 0.0) left_.push_back(i);
    if (!left_.empty()) sweep();
    return std::move(result_);
  }

 private:
  std::uint64_t most_local_ties() const {
    return options_.most_local_ties.value_or(
        std::max<std::uint64_t>(view_.num_edges() / 32, 1 << 16));
  }

  /// The nodes from `first` to `end`, all of one context.
  void follow_alone(std::size_t first, std::size_t end) {
    if (most_local_ties() == 0) return;
    const ContextId context = nodes_[first].context;
    const double factor = context == kEveryContext ? 1.0 : options_.context_factor;
    const StepShares shares(view_, context, factor, TieSigns::Positive);
    for_each_block(
        end - first,
        [&](std::size_t block_begin, std::size_t block_end) {
          LocalWalk walk(shares, options_.damping, options_.tolerance, most_local_ties());
          for (std::size_t i = first + block_begin; i != first + block_end; ++i)
            result_.visits[i] = walk.visits(nodes_[i].node).value_or(0.0);
        },
        kNodesOfBlock);
  }

  /// The fewest lanes that hold so many walks, as far as the memory goes.
  std::size_t lanes_for(std::size_t walks) const {
    const std::uint64_t allowed = options_.state_bytes / (2 * sizeof(double) * view_.num_nodes());
    std::size_t lanes = 1;
    for (const std::size_t wider : kLanes)
      if (lanes < walks && wider <= allowed) lanes = wider;
    return lanes;
  }

  void sweep() {
    const SharedWalk<double> walk(steps_, &view_, {.own = options_.context_factor});
    for (std::span<const std::size_t> left = left_; !left.empty();) {
      const std::size_t lanes = lanes_for(left.size());
      const auto taken = left.first(std::min(lanes, left.size()));
      run_tile(walk, taken, lanes);
      left = left.subspan(taken.size());
      report_progress("return visits", left_.size() - left.size(), left_.size());
    }
  }

  void run_tile(const SharedWalk<double>& walk, std::span<const std::size_t> numbers,
                std::size_t lanes) {
    std::vector<WalkStart> starts;
    for (const std::size_t i : numbers)
      starts.push_back({.seeds = {{nodes_[i].node, 1.0}}, .context = nodes_[i].context});
    std::vector<const WalkStart*> started;
    for (const WalkStart& start : starts) started.push_back(&start);
    WalkTile<double> tile(walk, std::move(started), lanes,
                          {.damping = options_.damping, .sinks = Sinks::Seeds}, options_.vectors);
    std::vector<double> change(lanes);
    std::vector<Settling> settling(numbers.size(), Settling(options_));
    int iterations = 0;
    for (bool walking = true; walking && iterations < options_.max_iterations;) {
      tile.step(change, {});
      ++iterations;
      walking = false;
      for (std::size_t lane = 0; lane < numbers.size(); ++lane) {
        if (settling[lane].ended()) continue;
        note(tile, lane, numbers[lane]);
        settling[lane].after(change[lane]);
        walking = walking || !settling[lane].ended();
      }
    }
    result_.iterations = std::max(result_.iterations, iterations);
    result_.converged = result_.converged && std::ranges::all_of(settling, &Settling::converged);
  }

  void note(const WalkTile<double>& tile, std::size_t lane, std::size_t number) {
    const double d = options_.damping;
    result_.visits[number] = tile.rank(nodes_[number].node, lane) / (1.0 - d + d * tile.sunk(lane));
  }

  const GraphView& view_;
  const WalkSteps& steps_;
  const std::span<const NodeInContext> nodes_;
  const ReturnVisitsOptions& options_;
  std::vector<std::size_t> left_;  ///< Places of those that take part in passes.
  ReturnVisits result_;
};

}  // namespace

ReturnVisits return_visits(const GraphView& view, const WalkSteps& steps,
                           std::span<const NodeInContext> nodes,
                           const ReturnVisitsOptions& options) {
  assert(options.damping >= 0.0 && options.damping < 1.0);
  return Finder(view, steps, nodes, options).find();
}

}  // namespace grapevine
