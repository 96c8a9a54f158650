#include "algorithms/propagation/batched_walk.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <memory>
#include <numeric>
#include <optional>

#include "algorithms/propagation/local_push.hpp"
#include "algorithms/propagation/walk_stop.hpp"
#include "engine/base/progress.hpp"
#include "engine/parallel/loops.hpp"

namespace grapevine {
namespace {

/// Lanes of a tile, and what a pass with that many costs beside one of a single walk (R-MAT graph
/// of 31 million arcs).
struct TileWidth {
  std::size_t lanes;
  double cost;
};
constexpr std::array<TileWidth, 6> kWidths = {
    {{1, 1.0}, {4, 1.7}, {8, 2.1}, {16, 2.8}, {32, 4.6}, {64, 8.3}}};

/// The widest that `most` allows.
std::size_t widest(std::size_t most) {
  std::size_t lanes = 1;
  for (const TileWidth& width : kWidths)
    if (width.lanes <= most) lanes = width.lanes;
  return lanes;
}

/// What serves `walks` at the least cost: one tile that holds them all, or the widest that they
/// fill and what serves the rest.
TileWidth cheapest(std::size_t walks, std::size_t most) {
  TileWidth best{1, static_cast<double>(walks)};
  for (const TileWidth& width : kWidths) {
    if (width.lanes > most) break;
    if (width.lanes >= walks) return width.cost < best.cost ? width : best;
    const std::size_t rest = walks % width.lanes;
    const double full = static_cast<double>(walks / width.lanes) * width.cost;
    best = {width.lanes, full + (rest > 0 ? cheapest(rest, most).cost : 0.0)};
  }
  return best;
}

/// Takes up to a tile of walks to their ends.
template <class T>
class TileRun {
 public:
  TileRun(const SharedWalk<T>& walk, std::span<const WalkStart> starts,
          std::span<const std::size_t> numbers, std::size_t lanes, const BatchOptions& options,
          const RankRoom& room)
      : options_(options), room_(room), lanes_(lanes), reversible_(walk.reversible()) {
    std::vector<const WalkStart*> taken;
    for (const std::size_t number : numbers) {
      walks_.push_back({number, taken.size(), WalkStop(options, walk.reversible())});
      taken.push_back(&starts[number]);
    }
    tile_ =
        std::make_unique<WalkTile<T>>(walk, std::move(taken), lanes, options.walk, options.vectors);
  }

  void run(std::vector<WalkEnd>& ends) {
    while (!walks_.empty()) {
      step();
      std::erase_if(walks_, [&](const Walk& walk) {
        if (walk.ended) ends[walk.number] = walk.stop.end();
        return walk.ended;
      });
      if (!walks_.empty()) narrow();
    }
  }

 private:
  struct Walk {
    std::size_t number, lane;
    WalkStop stop;
    bool ended = false;
  };

  void step() {
    std::vector<double*> rank_of(lanes_);
    bool any = false;
    for (const Walk& walk : walks_)
      if (walk.stop.next_is_last()) {
        rank_of[walk.lane] = room_(walk.number).data();
        any = true;
      }
    std::vector<double> change(lanes_), omega(reversible_ ? lanes_ : 0, 1.0);
    for (const Walk& walk : walks_)
      if (reversible_) omega[walk.lane] = walk.stop.omega();
    tile_->step(change, any ? std::span<double* const>(rank_of) : std::span<double* const>(),
                omega);
    for (Walk& walk : walks_) walk.ended = walk.stop.after(change[walk.lane]);
    report_progress("random walk", static_cast<std::uint64_t>(walks_.front().stop.end().iterations),
                    static_cast<std::uint64_t>(options_.walk.max_iterations));
  }

  /// Moves the walks that are left to a tile of half the lanes or fewer, where these do.
  void narrow() {
    std::size_t lanes = lanes_;
    for (const TileWidth& width : kWidths)
      if (width.lanes >= walks_.size()) lanes = std::min(lanes, width.lanes);
    if (2 * lanes > lanes_) return;
    std::vector<std::size_t> kept;
    for (Walk& walk : walks_) {
      kept.push_back(walk.lane);
      walk.lane = kept.size() - 1;
    }
    tile_ = std::make_unique<WalkTile<T>>(std::move(*tile_), kept, lanes);
    lanes_ = lanes;
  }

  const BatchOptions& options_;
  const RankRoom& room_;
  std::size_t lanes_;
  bool reversible_;
  std::vector<Walk> walks_;
  std::unique_ptr<WalkTile<T>> tile_;
};

/// Takes the walks of these numbers to their ends.
template <class T>
void run_tiles(const SharedWalk<T>& walk, std::span<const WalkStart> starts,
               std::span<const std::size_t> numbers, const BatchOptions& options,
               const RankRoom& room, std::vector<WalkEnd>& ends) {
  const std::uint64_t allowed = options.state_bytes / (2 * sizeof(T) * walk.graph().num_nodes());
  const std::size_t most = widest(std::min<std::uint64_t>(kMostRowBytes / sizeof(T), allowed));
  while (!numbers.empty()) {
    const std::size_t lanes = cheapest(numbers.size(), most).lanes;
    const std::size_t taken = std::min(lanes, numbers.size());
    TileRun<T>(walk, starts, numbers.first(taken), lanes, options, room).run(ends);
    numbers = numbers.subspan(taken);
  }
}

void run_sweeps(const GraphView* view, const WalkSteps& steps, std::span<const WalkStart> starts,
                std::span<const std::size_t> numbers, const BatchOptions& options,
                const RankRoom& room, std::vector<WalkEnd>& ends) {
  if (numbers.empty()) return;
  if (options.precision == Precision::Single)
    run_tiles(SharedWalk<float>(steps, view, options.factors), starts, numbers, options, room,
              ends);
  else
    run_tiles(SharedWalk<double>(steps, view, options.factors), starts, numbers, options, room,
              ends);
}

std::vector<std::size_t> all_numbers(std::size_t count) {
  std::vector<std::size_t> numbers(count);
  std::iota(numbers.begin(), numbers.end(), std::size_t{0});
  return numbers;
}

/// A push is tried at this tolerance or a looser one, and may visit this part of the ties that
/// sweeps would: a tie costs it some 30 times what it costs a lane, and a vain try little.
constexpr double kLoose = 1e-6;
constexpr double kPushedPart = 1.0 / 128;

bool may_push(const Graph& graph, const WalkStart& start, const BatchOptions& options) {
  const WalkOptions& walk = options.walk;
  const ContextFactors& factors = options.factors;
  const bool own = start.context != kEveryContext && !graph.columns().context.empty() &&
                   (factors.own != 1.0 || factors.other != 1.0);
  return walk.tolerance >= kLoose && walk.sinks != Sinks::All && !own && walk.damping > 0.0 &&
         walk.damping < 1.0 && !start.seeds.empty();
}

/// The push of an error that sweeps to the tolerance promise, where it is cheaper.
std::optional<PushedWalk> cheap_push(const WalkSteps& steps, const TieWeights& weights,
                                     const WalkStart& start, const WalkOptions& walk) {
  const double passes = std::max(1.0, std::log(walk.tolerance / 2.0) / std::log(walk.damping));
  const double ties = static_cast<double>(steps.graph().num_edges());
  return local_push(steps, weights, start,
                    {.damping = walk.damping,
                     .error = walk.damping / (1.0 - walk.damping) * walk.tolerance,
                     .sinks = walk.sinks,
                     .most_visits = static_cast<std::uint64_t>(kPushedPart * passes * ties)});
}

/// Ends the walks for which a push is cheaper; returns the numbers of the others.
std::vector<std::size_t> push_some(const GraphView& view, const WalkSteps& steps,
                                   std::span<const WalkStart> starts, const BatchOptions& options,
                                   const RankRoom& room, std::vector<WalkEnd>& ends) {
  const auto pushable = [&](const WalkStart& start) {
    return may_push(view.graph(), start, options);
  };
  if (std::ranges::none_of(starts, pushable)) return all_numbers(starts.size());
  const TieWeights weights(view);
  std::vector<std::optional<PushedWalk>> pushed(starts.size());
  for_each_index(
      starts.size(),
      [&](std::size_t i) {
        if (pushable(starts[i])) pushed[i] = cheap_push(steps, weights, starts[i], options.walk);
      },
      1);
  std::vector<std::size_t> left;
  for (std::size_t i = 0; i < starts.size(); ++i) {
    if (!pushed[i]) {
      left.push_back(i);
      continue;
    }
    const std::span<double> rank = room(i);
    std::ranges::fill(rank, 0.0);
    for (const auto& [node, score] : pushed[i]->score) rank[node] = score;
    const double residual = pushed[i]->error * (1.0 - options.walk.damping) / options.walk.damping;
    ends[i] = {.iterations = 0, .residual = residual, .converged = true};
  }
  return left;
}

std::vector<WalkEnd> nobody_moves(std::size_t walks) {
  return {walks, WalkEnd{.residual = 0.0, .converged = true}};
}

}  // namespace

std::vector<WalkEnd> batched_walks(const WalkSteps& steps, std::span<const WalkStart> starts,
                                   const BatchOptions& options, const RankRoom& room) {
  if (steps.graph().num_nodes() == 0) return nobody_moves(starts.size());
  std::vector<WalkEnd> ends(starts.size());
  run_sweeps(nullptr, steps, starts, all_numbers(starts.size()), options, room, ends);
  return ends;
}

std::vector<WalkEnd> batched_walks(const GraphView& view, const WalkSteps& steps,
                                   std::span<const WalkStart> starts, const BatchOptions& options,
                                   const RankRoom& room) {
  if (view.num_nodes() == 0) return nobody_moves(starts.size());
  std::vector<WalkEnd> ends(starts.size());
  const auto left = push_some(view, steps, starts, options, room, ends);
  run_sweeps(&view, steps, starts, left, options, room, ends);
  return ends;
}

}  // namespace grapevine
