#include "algorithms/propagation/batched_walk.hpp"

#include <algorithm>
#include <array>
#include <memory>

#include "engine/base/progress.hpp"

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

/// In single precision: a residual that has not fallen for so many steps, and is below this, is
/// rounding.
constexpr int kStalledSteps = 3;
constexpr double kRounding = 1e-5;

/// When one walk ends.
class Stop {
 public:
  explicit Stop(const BatchOptions& options)
      : walk_(options.walk), single_(options.precision == Precision::Single) {}

  /// Whether the next step is the last.
  bool next_is_last() const {
    return end_.iterations + 1 == walk_.max_iterations ||
           (walk_.tolerance > 0.0 && walk_.damping * bound_ <= walk_.tolerance) ||
           stalled_ == kStalledSteps;
  }

  /// Notes a step; true if it was the last.
  bool after(double change) {
    const bool last = next_is_last();
    const bool falls = change < bound_ || change > kRounding;
    stalled_ = falls || !single_ ? 0 : std::min(stalled_ + 1, kStalledSteps);
    bound_ = std::min(bound_, change);
    end_ = {end_.iterations + 1, change, walk_.tolerance > 0.0 && change <= walk_.tolerance};
    return last &&
           (end_.converged || end_.iterations == walk_.max_iterations || stalled_ == kStalledSteps);
  }

  const WalkEnd& end() const { return end_; }

 private:
  WalkOptions walk_;
  bool single_;
  WalkEnd end_;
  double bound_ = 2.0;  ///< Of the change of a step: two distributions differ by 2 at most.
  int stalled_ = 0;
};

/// Takes up to a tile of walks to their ends.
template <class T>
class TileRun {
 public:
  TileRun(const SharedWalk<T>& walk, std::span<const WalkStart> starts, std::size_t first,
          std::size_t lanes, const BatchOptions& options, const RankRoom& room)
      : options_(options), room_(room), lanes_(lanes) {
    std::vector<const WalkStart*> taken;
    for (std::size_t i = 0; i < std::min(lanes, starts.size() - first); ++i) {
      taken.push_back(&starts[first + i]);
      walks_.push_back({first + i, i, Stop(options)});
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
    Stop stop;
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
    std::vector<double> change(lanes_);
    tile_->step(change, any ? std::span<double* const>(rank_of) : std::span<double* const>());
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
  std::vector<Walk> walks_;
  std::unique_ptr<WalkTile<T>> tile_;
};

template <class T>
std::vector<WalkEnd> run_all(const SharedWalk<T>& walk, std::span<const WalkStart> starts,
                             const BatchOptions& options, const RankRoom& room) {
  const std::uint64_t nodes = walk.graph().num_nodes();
  if (nodes == 0) return {starts.size(), WalkEnd{.residual = 0.0, .converged = true}};
  const std::uint64_t allowed = options.state_bytes / (2 * sizeof(T) * nodes);
  const std::size_t most = widest(std::min<std::uint64_t>(kMostRowBytes / sizeof(T), allowed));
  std::vector<WalkEnd> ends(starts.size());
  for (std::size_t first = 0; first < starts.size();) {
    const std::size_t lanes = cheapest(starts.size() - first, most).lanes;
    TileRun<T>(walk, starts, first, lanes, options, room).run(ends);
    first += lanes;
  }
  return ends;
}

std::vector<WalkEnd> run_all(const GraphView* view, const WalkSteps& steps,
                             std::span<const WalkStart> starts, const BatchOptions& options,
                             const RankRoom& room) {
  if (options.precision == Precision::Single)
    return run_all(SharedWalk<float>(steps, view, options.factors), starts, options, room);
  return run_all(SharedWalk<double>(steps, view, options.factors), starts, options, room);
}

}  // namespace

std::vector<WalkEnd> batched_walks(const WalkSteps& steps, std::span<const WalkStart> starts,
                                   const BatchOptions& options, const RankRoom& room) {
  return run_all(nullptr, steps, starts, options, room);
}

std::vector<WalkEnd> batched_walks(const GraphView& view, const WalkSteps& steps,
                                   std::span<const WalkStart> starts, const BatchOptions& options,
                                   const RankRoom& room) {
  return run_all(&view, steps, starts, options, room);
}

}  // namespace grapevine
