#pragma once
#include <optional>
#include <span>
#include <type_traits>
#include <vector>

#include "algorithms/propagation/random_walk.hpp"
#include "algorithms/propagation/walk_sweep.hpp"
#include "engine/base/buffer.hpp"

namespace grapevine {

/// Where a walk starts, and the context whose ties it may weigh otherwise.
struct WalkStart {
  struct Seed {
    NodeId node;
    double chance;
  };
  std::vector<Seed> seeds;  ///< By node, each once, summing to 1; none: every node alike.
  ContextId context = kEveryContext;
};

/// The seeds of a restart vector that sums to 1.
WalkStart start_of(std::span<const double> restart);

/// What the walk of a context multiplies weights by.
struct ContextFactors {
  double own = 1.0;    ///< Of ties of its context.
  double other = 1.0;  ///< Of ties of other contexts; 0 masks them.
};

/// What all walks on one graph have in common. In double it is what `steps` has; in single
/// precision each weight is its share of its row, which no power of 2 takes out of range.
template <class T>
class SharedWalk {
 public:
  /// `steps` must outlive the object, as must `view`, whose ties they are. With factors other than
  /// 1, on a graph with contexts, each walk has weights of its own; a null view: none has.
  SharedWalk(const WalkSteps& steps, const GraphView* view = nullptr,
             const ContextFactors& factors = {});
  SharedWalk(const SharedWalk&) = delete;
  SharedWalk& operator=(const SharedWalk&) = delete;

  const Graph& graph() const { return steps_.graph(); }
  bool own_weights() const { return ties_.has_value(); }
  const ContextFactors& factors() const { return factors_; }
  std::span<const T> weight() const { return weight_; }
  std::span<const T> per_weight() const { return per_weight_; }
  /// First nodes of the blocks of a sweep, and the number of nodes: some 32,768 nodes and arcs
  /// each, cut by the graph alone. Sums over nodes are sums over blocks.
  std::span<const NodeId> blocks() const { return blocks_; }

  /// Of a tie from u, as `weight` has it in the order of incoming rows. Requires own_weights().
  T out_weight(NodeId u, EdgeId e) const { return as_weight(u, (*ties_)(u, e)); }

 private:
  /// In single precision all weights are shares where there are any.
  T as_weight(NodeId u, double weight) const {
    if constexpr (std::is_same_v<T, double>)
      return weight;
    else
      return static_cast<T>(weight * steps_.per_weight()[u]);
  }
  void fill_weights();

  const WalkSteps& steps_;
  ContextFactors factors_;
  std::optional<TieWeights> ties_;
  Buffer<T> made_weight_, made_per_weight_;
  std::span<const T> weight_, per_weight_;
  std::vector<NodeId> blocks_;
};

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
  /// pointer in `rank_of` is not null (which may be empty).
  void step(std::span<double> change, std::span<double* const> rank_of);

 private:
  void make_starts();
  void make_factors();
  void find_scales();
  void add_scales_of(NodeId u, std::vector<LaneScale<T>>& found) const;
  void classify_arcs();
  std::uint8_t class_of(ContextId context) const;
  bool is_plain(std::uint8_t arc_class) const;
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
  std::vector<ContextId> classes_;  ///< Contexts of the lanes, each once, ascending.
  std::vector<std::uint8_t> arc_class_, own_row_;
  Buffer<T> factor_, everywhere_, on_start_;
  Buffer<T> from_, to_;
  std::vector<double> sunk_;  ///< Rank of sinks, one a lane.
};

}  // namespace grapevine
