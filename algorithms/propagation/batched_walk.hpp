#pragma once
#include <cstdint>
#include <functional>
#include <limits>
#include <span>
#include <vector>

#include "algorithms/propagation/random_walk.hpp"
#include "algorithms/propagation/walk_tile.hpp"

namespace grapevine {

/// What numbers a walk computes with.
enum class Precision {
  Double,  ///< 53 bits.
  Single   ///< 24 bits: half the memory, an L1 error of some 1e-7.
};
inline constexpr std::string_view kPrecisionNames[] = {"double", "single"};

struct BatchOptions {
  WalkOptions walk = {};
  Precision precision = Precision::Double;
  ContextFactors factors = {};
  /// Most bytes of the state of walks that are advanced together, down to one walk at a time. It
  /// changes no result.
  std::uint64_t state_bytes = std::uint64_t{1} << 30;
  VectorSet vectors = widest_vectors();  ///< Changes no result.
};

/// How a walk ended.
struct WalkEnd {
  int iterations = 0;
  double residual = std::numeric_limits<double>::infinity();  ///< L1 change of the last step.
  bool converged = false;
};

/// Where the ranks of walk i go: one a node. Called from one thread at a time.
using RankRoom = std::function<std::span<double>(std::size_t)>;

/// The long-run distributions of many walks over one graph, each from its own start. Walks are
/// advanced up to 256 bytes of numbers a node at a time, so that one pass over the ties serves all
/// of these; those that have ended leave the pass. A walk ends after the first step known
/// beforehand to change it by no more than the tolerance (`damping` times the change before is a
/// bound), or in single precision where rounding alone still moves it; with tolerance 0 after
/// `max_iterations` steps, which count as not converged. The error is at most damping / (1 -
/// damping) times the residual, and the rounding. No bit of a walk depends on the others, on the
/// order of `starts`, on threads or on `vectors`. Time O(iterations (n + m)) a pass, memory
/// `state_bytes` at most, or that of one walk.
std::vector<WalkEnd> batched_walks(const WalkSteps& steps, std::span<const WalkStart> starts,
                                   const BatchOptions& options, const RankRoom& room);

/// The same where ties of the context of a start weigh `factors.own` times, and ties of other
/// contexts `factors.other` times: one pass over the ties still serves all walks. `steps` are those
/// of all ties of the view. At tolerances of 1e-6 or more, a walk from seeds whose ties weigh what
/// they weigh in all, and which does not go on from sinks to everybody, is first tried by
/// `local_push`, which ends it with 0 iterations, at the same error, where that is cheaper.
std::vector<WalkEnd> batched_walks(const GraphView& view, const WalkSteps& steps,
                                   std::span<const WalkStart> starts, const BatchOptions& options,
                                   const RankRoom& room);

}  // namespace grapevine
