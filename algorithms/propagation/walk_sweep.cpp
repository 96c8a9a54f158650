#include "algorithms/propagation/walk_sweep.hpp"

#include <cassert>
#include <type_traits>

// Everything that a copy for a set of instructions consists of is inlined into it.
#define GRAPEVINE_INLINE [[gnu::always_inline]] inline

namespace grapevine {
namespace {

constexpr EdgeId kSegment = 256;
constexpr NodeId kFlushedRows = 64;
/// Arcs between one that is added and the one whose source is asked from memory: across the ends
/// of rows, most of which are short. In the last rows, where there are none so far on: 0.
constexpr EdgeId kAhead = 16;
constexpr std::size_t kLineBytes = 64;

template <class T, std::size_t kBytes>
struct VectorOf {
  typedef T Type __attribute__((vector_size(kBytes), may_alias));
};
template <>
struct VectorOf<double, sizeof(double)> {
  using Type = double;
};
template <>
struct VectorOf<float, sizeof(float)> {
  using Type = float;
};

/// A row of lanes as vectors of at most `kRegister` bytes. Two sums of `kStrip` vectors each fit
/// the 16 registers that all but the widest set have; wider rows are pulled strip by strip.
template <class TValue, std::size_t kRowLanes, std::size_t kRegister>
struct Lanes {
  using T = TValue;
  static constexpr std::size_t kLanes = kRowLanes;
  static constexpr std::size_t kRowBytes = kLanes * sizeof(T);
  static constexpr std::size_t kBytes = kRowBytes < kRegister ? kRowBytes : kRegister;
  static constexpr std::size_t kVectors = kRowBytes / kBytes;
  static constexpr std::size_t kStrip = kVectors < 4 ? kVectors : 4;
  using V = typename VectorOf<T, kBytes>::Type;

  GRAPEVINE_INLINE static const V* row(const T* state, std::size_t v) {
    return reinterpret_cast<const V*>(state + v * kLanes);
  }
  GRAPEVINE_INLINE static V* row(T* state, std::size_t v) {
    return reinterpret_cast<V*>(state + v * kLanes);
  }
};

template <class L, SweptArcs kArcs>
GRAPEVINE_INLINE void add_arc(const WalkSweep<typename L::T>& s, EdgeId e, EdgeId ahead,
                              std::size_t strip, typename L::V (&sum)[L::kStrip]) {
  const auto* next = reinterpret_cast<const char*>(L::row(s.from, s.sources[e + ahead]) + strip);
  for (std::size_t byte = 0; byte < L::kStrip * L::kBytes; byte += kLineBytes)
    __builtin_prefetch(next + byte);
  const auto* passed = L::row(s.from, s.sources[e]) + strip;
  if constexpr (kArcs == SweptArcs::Plain) {
    for (std::size_t k = 0; k < L::kStrip; ++k) sum[k] += passed[k];
    return;
  }
  const typename L::T weight = s.weight[e];
  // A wide row is worth a branch: most arcs of a tile belong to none of its contexts.
  if (kArcs == SweptArcs::Weighted || (L::kStrip > 1 && s.arc_class[e] >= s.plain_class)) {
    for (std::size_t k = 0; k < L::kStrip; ++k) sum[k] += weight * passed[k];
    return;
  }
  const auto* factor = L::row(s.factor, s.arc_class[e]) + strip;
  for (std::size_t k = 0; k < L::kStrip; ++k) sum[k] += (weight * factor[k]) * passed[k];
}

/// Sets `pulled` to the sum over arcs `first` ... `end` - 1 of a row.
template <class L, SweptArcs kArcs>
GRAPEVINE_INLINE void pull_segment(const WalkSweep<typename L::T>& s, EdgeId ahead, EdgeId first,
                                   EdgeId end, typename L::V (&pulled)[L::kVectors]) {
  for (std::size_t strip = 0; strip < L::kVectors; strip += L::kStrip) {
    typename L::V odd[L::kStrip] = {}, even[L::kStrip] = {};
    EdgeId e = first;
    for (; e + 1 < end; e += 2) {
      add_arc<L, kArcs>(s, e, ahead, strip, odd);
      add_arc<L, kArcs>(s, e + 1, ahead, strip, even);
    }
    if (e < end) add_arc<L, kArcs>(s, e, ahead, strip, odd);
    for (std::size_t k = 0; k < L::kStrip; ++k) pulled[strip + k] = odd[k] + even[k];
  }
}

template <class L, SweptArcs kArcs>
GRAPEVINE_INLINE void pull_row(const WalkSweep<typename L::T>& s, EdgeId ahead, NodeId v,
                               typename L::V (&pulled)[L::kVectors]) {
  using T = typename L::T;
  EdgeId first = s.offsets[v];
  const EdgeId end = s.offsets[v + 1];
  if (end - first <= kSegment) {
    pull_segment<L, kArcs>(s, ahead, first, end, pulled);
    return;
  }
  alignas(kLineBytes) T part[L::kLanes];
  double total[L::kLanes] = {};
  for (; first < end; first += kSegment) {
    const EdgeId rest = end - first;
    typename L::V sums[L::kVectors];
    pull_segment<L, kArcs>(s, ahead, first, first + (rest < kSegment ? rest : kSegment), sums);
    for (std::size_t k = 0; k < L::kVectors; ++k) L::row(part, 0)[k] = sums[k];
    for (std::size_t lane = 0; lane < L::kLanes; ++lane)
      total[lane] += static_cast<double>(part[lane]);
  }
  for (std::size_t lane = 0; lane < L::kLanes; ++lane) part[lane] = static_cast<T>(total[lane]);
  for (std::size_t k = 0; k < L::kVectors; ++k) pulled[k] = L::row(part, 0)[k];
}

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
    const typename L::V passed = rank * pass;
    add_size(passed - L::row(s.from, v)[k], total, change[k]);
    if (is_sink) sunk[k] += rank;
    L::row(s.to, v)[k] = passed;
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
    const typename L::V passed = rank * L::row(own.pass, 0)[k];
    add_size(passed - L::row(s.from, v)[k], L::row(own.total, 0)[k], change[k]);
    sunk[k] += rank * L::row(own.sink, 0)[k];
    L::row(s.to, v)[k] = passed;
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

/// Writes the ranks of `rows` nodes from `first` on for the lanes that want them.
template <class L>
GRAPEVINE_INLINE void write_ranks(const WalkSweep<typename L::T>& s, NodeId first, NodeId rows,
                                  const typename L::T* ranks) {
  for (std::size_t lane = 0; lane < L::kLanes; ++lane)
    if (s.rank_of[lane] != nullptr)
      for (NodeId i = 0; i < rows; ++i)
        s.rank_of[lane][first + i] = static_cast<double>(ranks[i * L::kLanes + lane]);
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
