#pragma once
#include <cstddef>

#include "algorithms/propagation/walk_sweep.hpp"

// What comes to one node along its arcs, in all lanes of a sweep; a part of walk_sweep.cpp.

namespace grapevine {

inline constexpr EdgeId kSegment = 256;
/// Arcs between one that is added and the one whose source is asked from memory: across the ends
/// of rows, most of which are short. In the last rows, where there are none so far on: 0.
inline constexpr EdgeId kAhead = 16;
inline constexpr std::size_t kLineBytes = 64;

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

}  // namespace grapevine
