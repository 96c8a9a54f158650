#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "algorithms/propagation/batched_walk.hpp"

namespace grapevine {

/// A node, and the context whose walk is meant.
struct NodeInContext {
  NodeId node;
  ContextId context = kEveryContext;
};

struct ReturnVisitsOptions {
  double damping = 0.85;  ///< Less than 1.
  double tolerance = 1e-10;
  int max_iterations = 200;
  double context_factor = 1.0;  ///< What ties of the context are multiplied by.
  /// How many ties are looked at for a node alone, before it takes part in passes over all ties;
  /// absent: a 32nd of all ties, or 65,536.
  std::optional<std::uint64_t> most_local_ties = {};
  /// Most bytes of the state of passes, down to one node at a time. It changes no result.
  std::uint64_t state_bytes = std::uint64_t{1} << 30;
  VectorSet vectors = widest_vectors();  ///< Changes no result.
};

struct ReturnVisits {
  std::vector<double> visits;  ///< One for each node, >= 1.
  int iterations = 0;          ///< Passes over all ties: the most of any node.
  bool converged = true;       ///< All of them.
};

/// How often a walk from v is at v before it ends, its start counted: it goes on with chance
/// `damping` and is lost at sinks. These are entries of the diagonal of (I - dP)^-1, each off by
/// no more than damping / (1 - damping) times `tolerance` of itself, and the rounding.
///
/// A node whose walk stays among few ties is followed alone, until the mass that still walks is
/// within the tolerance. For the others up to 16 walks share each pass. These return from sinks to
/// v: their ranks then sum to 1, so that steps settle as soon as the walk mixes (the part of the
/// error that dies slowest, d^k, sums to what the ranks are off by in all: 0); and with rank S on
/// sinks the rank at v is 1 - d + dS times the visits. `tolerance` 0: exactly `max_iterations`
/// passes; a tolerance that rounding keeps from being reached ends there, not converged. No bit
/// depends on the other nodes, on threads or on `vectors`. `steps` are those of all
/// ties of the view. Time O(nodes (n + m) iterations), memory `state_bytes` and 16 bytes a node and
/// thread.
ReturnVisits return_visits(const GraphView& view, const WalkSteps& steps,
                           std::span<const NodeInContext> nodes,
                           const ReturnVisitsOptions& options = {});

}  // namespace grapevine
