#pragma once
#include <cstdint>
#include <limits>

namespace grapevine {

using NodeId = std::uint32_t;     ///< A node's number, 0 .. n-1.
using EdgeId = std::uint64_t;     ///< A tie's place in the order of the outgoing rows.
using ContextId = std::uint32_t;  ///< A context's place, 0 .. k-1, in the order of external ids.

inline constexpr NodeId kNoNode = std::numeric_limits<NodeId>::max();

/// The context of a tie or answer that belongs to no single context.
inline constexpr ContextId kEveryContext = std::numeric_limits<ContextId>::max();

}  // namespace grapevine
