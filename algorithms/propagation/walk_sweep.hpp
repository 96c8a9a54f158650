#pragma once
#include <cstddef>
#include <cstdint>

#include "engine/base/ids.hpp"
#include "engine/parallel/vector_set.hpp"

namespace grapevine {

/// Chance that the walk of one lane starts at a node.
template <class T>
struct LaneStart {
  NodeId node;
  std::uint32_t lane;
  T chance;
};

/// What a node passes on per weight in one lane, where its ties do not weigh what they weigh in
/// the others; 0 for a sink.
template <class T>
struct LaneScale {
  NodeId node;
  std::uint32_t lane;
  T per_weight;
};

/// One step of several walks side by side, a *lane* each. The state is `nodes x lanes`, row by row;
/// a cell holds what its node passes on per weight: rank x per_weight, and of a sink, from which
/// nobody pulls, the rank itself. Rows and lists that end with `kNoNode` may be read to that end.
template <class T>
struct WalkSweep {
  std::size_t lanes = 1;            ///< 1, 4, 8, 16, 32 or 64, and at most kMostRowBytes in all.
  const EdgeId* offsets = nullptr;  ///< Of the incoming rows.
  const NodeId* sources = nullptr;  ///< Of their arcs.
  EdgeId num_arcs = 0;
  const T* weight = nullptr;                ///< One an arc; null: all 1.
  const std::uint8_t* arc_class = nullptr;  ///< One an arc: a row of `factor`; null: none has one.
  const std::uint8_t* own_row = nullptr;    ///< One a node: some factor of its arcs is not 1.
  const T* factor = nullptr;      ///< classes x lanes: what an arc's weight is multiplied by.
  std::size_t plain_class = 0;    ///< From here on factors are 1.
  const T* per_weight = nullptr;  ///< One a node: 1 / total weight of its ties; 0 for a sink.
  const T* from = nullptr;
  T* to = nullptr;
  const T* everywhere = nullptr;  ///< One a lane: rank that comes to every node.
  const T* on_start = nullptr;    ///< One a lane: what the chances of the starts are times of.
  T damping = 0;
  /// One a lane: `to` becomes so much of what a step gives, and the rest of what it was; null: 1.
  const T* omega = nullptr;
  double* const* rank_of = nullptr;  ///< One a lane: where ranks go; null: nowhere.
};

/// Most bytes of a row of the state: beyond, accumulators do not fit the registers, and a wider row
/// was slower than two of these.
inline constexpr std::size_t kMostRowBytes = 256;
inline constexpr std::size_t kMostLanes = 64;

/// Consecutive nodes, and the first of the entries in both lists that belongs to them or follows.
template <class T>
struct SweptRows {
  NodeId first, last;
  const LaneStart<T>* start;
  const LaneScale<T>* scale;
};

enum class SweptArcs { None, Plain, Weighted, Own };

/// Writes `to` for some rows: rank[v] = everywhere + on_start x chance of v + damping x sum over
/// arcs u -> v of weight x factor x from[u]; adds the L1 change of their ranks, and the rank of
/// those that are sinks, to `change` and `sunk`, one a lane. With `omega` the change is that of a
/// whole step, and `to` and `sunk` are what was kept of it. Ranks themselves are written for the
/// lanes of `rank_of`: a cell times the total weight would round people apart who rank equally. A
/// row's arcs are added in segments of 256, in each the 1st, 3rd, ... and the 2nd, 4th, ... apart,
/// which halves the wait for additions; segments, and rows 64 by 64, are added in double. So no
/// lane's bits depend on the others, on how many there are, or on `vectors`. Time O(rows + lanes x
/// arcs).
template <class T>
using SweepRows = void (*)(const WalkSweep<T>&, const SweptRows<T>&, double* change, double* sunk);

/// The copy for that many lanes.
SweepRows<double> sweep_rows(double, std::size_t lanes, SweptArcs arcs, VectorSet vectors);
SweepRows<float> sweep_rows(float, std::size_t lanes, SweptArcs arcs, VectorSet vectors);

}  // namespace grapevine
