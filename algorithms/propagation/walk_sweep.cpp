#include "algorithms/propagation/walk_sweep.hpp"

#include <cassert>
#include <type_traits>

#include "algorithms/propagation/pulled_row.hpp"

namespace grapevine {
namespace {

constexpr NodeId kFlushedRows = 64;

/// What comes to a node that is a start, in `room`.
template <class L>
GRAPEVINE_INLINE const typename L::T* with_starts(const WalkSweep<typename L::T>& s, NodeId v,
                                                  const LaneStart<typename L::T>*& start,
                                                  typename L::T (&room)[L::kLanes]) {
  for (std::size_t lane = 0; lane < L::kLanes; ++lane) room[lane] = s.everywhere[lane];
  for (; start->node == v; ++start) room[start->lane] += s.on_start[start->lane] * start->chance;
  return room;
}

/// What a node passes on per weight, its total weight, and 1 where it is a sink, in each lane.
template <class L>
struct RowScales {
  alignas(kLineBytes) typename L::T pass[L::kLanes];
  alignas(kLineBytes) typename L::T total[L::kLanes];
  alignas(kLineBytes) typename L::T sink[L::kLanes];

  GRAPEVINE_INLINE void set(std::size_t lane, typename L::T per_weight) {
    const bool is_sink = per_weight == 0;
    pass[lane] = is_sink ? typename L::T{1} : per_weight;
    total[lane] = 1 / pass[lane];
    sink[lane] = is_sink ? 1 : 0;
  }
};

template <class V, class Times>
GRAPEVINE_INLINE void add_size(const V& change, const Times& times, V& sum) {
  if constexpr (std::is_same_v<V, double>)
    sum += __builtin_fabs(change) * times;
  else if constexpr (std::is_same_v<V, float>)
    sum += __builtin_fabsf(change) * times;
  else
    sum += (change < 0 ? -change : change) * times;
}

/// Writes what a node passes on, or the part of it that is kept, which it then is.
template <class L>
GRAPEVINE_INLINE void keep(const WalkSweep<typename L::T>& s, NodeId v, std::size_t k,
                           typename L::V& passed) {
  if (s.omega != nullptr) {
    const typename L::V omega = L::row(s.omega, 0)[k];
    passed = omega * passed + (1 - omega) * L::row(s.to, v)[k];
  }
  L::row(s.to, v)[k] = passed;
}

template <class L>
GRAPEVINE_INLINE void finish_row(const WalkSweep<typename L::T>& s, NodeId v,
                                 const typename L::V (&pulled)[L::kVectors],
                                 const typename L::T* base, typename L::V (&change)[L::kVectors],
                                 typename L::V (&sunk)[L::kVectors], typename L::T* ranks) {
  using T = typename L::T;
  const T per_weight = s.per_weight[v];
  const bool is_sink = per_weight == 0;
  const T pass = is_sink ? T{1} : per_weight;
  const T total = 1 / pass;
  for (std::size_t k = 0; k < L::kVectors; ++k) {
    const typename L::V rank = L::row(base, 0)[k] + s.damping * pulled[k];
    typename L::V passed = rank * pass;
    add_size(passed - L::row(s.from, v)[k], total, change[k]);
    keep<L>(s, v, k, passed);
    if (is_sink) sunk[k] += passed;
    if (ranks != nullptr) L::row(ranks, 0)[k] = rank;
  }
}

/// The same for a node that has scales of its own in some lanes.
template <class L>
GRAPEVINE_INLINE void finish_own_row(const WalkSweep<typename L::T>& s, NodeId v,
                                     const LaneScale<typename L::T>*& scale,
                                     const typename L::V (&pulled)[L::kVectors],
                                     const typename L::T* base,
                                     typename L::V (&change)[L::kVectors],
                                     typename L::V (&sunk)[L::kVectors], typename L::T* ranks) {
  RowScales<L> own;
  for (std::size_t lane = 0; lane < L::kLanes; ++lane) own.set(lane, s.per_weight[v]);
  for (; scale->node == v; ++scale) own.set(scale->lane, scale->per_weight);
  for (std::size_t k = 0; k < L::kVectors; ++k) {
    const typename L::V rank = L::row(base, 0)[k] + s.damping * pulled[k];
    typename L::V passed = rank * L::row(own.pass, 0)[k];
    add_size(passed - L::row(s.from, v)[k], L::row(own.total, 0)[k], change[k]);
    keep<L>(s, v, k, passed);
    sunk[k] += passed * L::row(own.sink, 0)[k];
    if (ranks != nullptr) L::row(ranks, 0)[k] = rank;
  }
}

template <class L>
GRAPEVINE_INLINE void flush(const typename L::V (&sums)[L::kVectors], double* totals) {
  alignas(kLineBytes) typename L::T lanes[L::kLanes];
  for (std::size_t k = 0; k < L::kVectors; ++k) L::row(lanes, 0)[k] = sums[k];
  for (std::size_t lane = 0; lane < L::kLanes; ++lane)
    totals[lane] += static_cast<double>(lanes[lane]);
}

template <class L, SweptArcs kArcs>
GRAPEVINE_INLINE void pull_node(const WalkSweep<typename L::T>& s, EdgeId ahead, NodeId v,
                                typename L::V (&pulled)[L::kVectors]) {
  if constexpr (kArcs == SweptArcs::None) {
    for (std::size_t k = 0; k < L::kVectors; ++k) pulled[k] = typename L::V{};
  } else if constexpr (kArcs == SweptArcs::Own) {
    if (s.own_row[v] != 0)
      pull_row<L, kArcs>(s, ahead, v, pulled);
    else
      pull_row<L, SweptArcs::Weighted>(s, ahead, v, pulled);
  } else {
    pull_row<L, kArcs>(s, ahead, v, pulled);
  }
}

/// Writes the ranks of `rows` nodes from `first` on for the lanes that want them. Steps of which
/// more than all is kept may leave a rank that is 0 but for rounding below it.
template <class L>
GRAPEVINE_INLINE void write_ranks(const WalkSweep<typename L::T>& s, NodeId first, NodeId rows,
                                  const typename L::T* ranks) {
  for (std::size_t lane = 0; lane < L::kLanes; ++lane)
    if (s.rank_of[lane] != nullptr)
      for (NodeId i = 0; i < rows; ++i) {
        const auto rank = static_cast<double>(ranks[i * L::kLanes + lane]);
        s.rank_of[lane][first + i] = rank < 0.0 ? 0.0 : rank;
      }
}

template <class L, SweptArcs kArcs>
GRAPEVINE_INLINE void sweep(const WalkSweep<typename L::T>& s, const SweptRows<typename L::T>& rows,
                            double* change_totals, double* sunk_totals) {
  using T = typename L::T;
  const LaneStart<T>* start = rows.start;
  const LaneScale<T>* scale = rows.scale;
  const EdgeId ahead = s.offsets[rows.last] + kAhead <= s.num_arcs ? kAhead : 0;
  alignas(kLineBytes) T ranks[kFlushedRows * L::kLanes];
  NodeId count = 0;
  for (NodeId first = rows.first; first < rows.last; first += count) {
    count = rows.last - first < kFlushedRows ? rows.last - first : kFlushedRows;
    typename L::V change[L::kVectors] = {}, sunk[L::kVectors] = {};
    for (NodeId i = 0; i < count; ++i) {
      const NodeId v = first + i;
      typename L::V pulled[L::kVectors];
      pull_node<L, kArcs>(s, ahead, v, pulled);
      alignas(kLineBytes) T room[L::kLanes];
      const T* base = start->node == v ? with_starts<L>(s, v, start, room) : s.everywhere;
      T* rank = s.rank_of != nullptr ? ranks + i * L::kLanes : nullptr;
      if (scale->node == v)
        finish_own_row<L>(s, v, scale, pulled, base, change, sunk, rank);
      else
        finish_row<L>(s, v, pulled, base, change, sunk, rank);
    }
    flush<L>(change, change_totals);
    flush<L>(sunk, sunk_totals);
    if (s.rank_of != nullptr) write_ranks<L>(s, first, count, ranks);
  }
}

template <class T, std::size_t kLanes, SweptArcs kArcs>
void sweep_plain(const WalkSweep<T>& s, const SweptRows<T>& rows, double* change, double* sunk) {
  sweep<Lanes<T, kLanes, 16>, kArcs>(s, rows, change, sunk);
}
template <class T, std::size_t kLanes, SweptArcs kArcs>
GRAPEVINE_AVX2 void sweep_avx2(const WalkSweep<T>& s, const SweptRows<T>& rows, double* change,
                               double* sunk) {
  sweep<Lanes<T, kLanes, 32>, kArcs>(s, rows, change, sunk);
}
template <class T, std::size_t kLanes, SweptArcs kArcs>
GRAPEVINE_AVX512 void sweep_avx512(const WalkSweep<T>& s, const SweptRows<T>& rows, double* change,
                                   double* sunk) {
  sweep<Lanes<T, kLanes, 64>, kArcs>(s, rows, change, sunk);
}

template <class T, std::size_t kLanes, SweptArcs kArcs>
SweepRows<T> copy_for(VectorSet vectors) {
  if (vectors == VectorSet::Avx512) return sweep_avx512<T, kLanes, kArcs>;
  if (vectors == VectorSet::Avx2) return sweep_avx2<T, kLanes, kArcs>;
  return sweep_plain<T, kLanes, kArcs>;
}

template <class T, std::size_t kLanes>
SweepRows<T> copy_for(SweptArcs arcs, VectorSet vectors) {
  switch (arcs) {
    case SweptArcs::None:
      return copy_for<T, kLanes, SweptArcs::None>(vectors);
    case SweptArcs::Plain:
      return copy_for<T, kLanes, SweptArcs::Plain>(vectors);
    case SweptArcs::Weighted:
      return copy_for<T, kLanes, SweptArcs::Weighted>(vectors);
    default:
      return copy_for<T, kLanes, SweptArcs::Own>(vectors);
  }
}

template <class T>
SweepRows<T> copy_for(std::size_t lanes, SweptArcs arcs, VectorSet vectors) {
  assert(lanes * sizeof(T) <= kMostRowBytes);
  if (lanes == 1) return copy_for<T, 1>(arcs, vectors);
  if (lanes == 4) return copy_for<T, 4>(arcs, vectors);
  if (lanes == 8) return copy_for<T, 8>(arcs, vectors);
  if (lanes == 16) return copy_for<T, 16>(arcs, vectors);
  if constexpr (sizeof(T) * 64 <= kMostRowBytes)
    if (lanes == 64) return copy_for<T, 64>(arcs, vectors);
  assert(lanes == 32);
  return copy_for<T, 32>(arcs, vectors);
}

}  // namespace

SweepRows<double> sweep_rows(double, std::size_t lanes, SweptArcs arcs, VectorSet vectors) {
  return copy_for<double>(lanes, arcs, vectors);
}
SweepRows<float> sweep_rows(float, std::size_t lanes, SweptArcs arcs, VectorSet vectors) {
  return copy_for<float>(lanes, arcs, vectors);
}

}  // namespace grapevine
