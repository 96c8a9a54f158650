#pragma once
#include <span>
#include <vector>

#include "algorithms/propagation/shared_walk.hpp"
#include "algorithms/propagation/walk_sweep.hpp"

namespace grapevine {

/// Some walks of one graph, side by side, and where they are. Memory: 2 numbers a node and lane;
/// with weights of their own also a byte an arc and a node, and an entry for each node and lane
/// that differ.
template <class T>
class WalkTile {
 public:
  /// At least as many lanes as starts, as `sweep_rows` has them; those beyond stay empty. Starts
  /// must outlive the tile.
  WalkTile(const SharedWalk<T>& walk, std::vector<const WalkStart*> starts, std::size_t lanes,
           const WalkOptions& options, VectorSet vectors);
  /// The walks of some of its lanes, in a narrower tile.
  WalkTile(WalkTile&& wide, const std::vector<std::size_t>& kept, std::size_t lanes);

  /// One step of all lanes. Sets the L1 change of each; writes the ranks of those lanes whose
  /// pointer in `rank_of` is not null (which may be empty). With `omega`, one a lane, the tile goes
  /// on from so much of what the step gives, and the rest of what was before the last step.
  void step(std::span<double> change, std::span<double* const> rank_of,
            std::span<const double> omega = {});

  /// The rank of a node in one lane, and of all sinks together.
  double rank(NodeId v, std::size_t lane) const;
  double sunk(std::size_t lane) const { return sunk_[lane]; }

 private:
  void make_starts();
  void make_factors();
  void find_scales();
  void add_scales_of(NodeId u, std::vector<LaneScale<T>>& found) const;
  void classify_contexts();
  void classify_arcs();
  std::uint8_t class_of(ContextId context) const {
    return context == kEveryContext ? static_cast<std::uint8_t>(own_classes_ + 1)
                                    : class_of_context_[context];
  }
  T even_chance() const;
  void begin();
  void run(WalkSweep<T> sweep, SweptArcs arcs, std::span<double> change);
  WalkSweep<T> sweep() const;

  const SharedWalk<T>& walk_;
  std::vector<const WalkStart*> starts_;
  std::size_t lanes_;
  WalkOptions options_;
  VectorSet vectors_;
  std::vector<LaneStart<T>> lane_starts_;  ///< By node, as are the scales.
  std::vector<LaneScale<T>> lane_scales_;
  /// Ties of one context of the lanes each; then those of other contexts, then of every one.
  std::size_t own_classes_ = 0;
  std::vector<std::uint8_t> class_of_context_;
  std::vector<std::uint64_t>
      class_lanes_;  ///< One a class: bits of the lanes it weighs otherwise in.
  std::vector<std::uint8_t> arc_class_, own_row_;
  Buffer<T> factor_, everywhere_, on_start_, omega_;
  Buffer<T> from_, to_;
  std::vector<double> sunk_;  ///< Rank of sinks, one a lane.
};

}  // namespace grapevine
