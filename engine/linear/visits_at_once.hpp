#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "engine/linear/resolvent.hpp"

namespace grapevine {

/// Expected visits of a few states by walks that begin there, found together: a pass over the
/// entries serves all of them. It is for walks that reach most states, and end soon.
class VisitsAtOnce {
 public:
  static constexpr std::size_t kNodes = 8;

  /// `into`: the matrix, transposed; `order`: that of a sweep, predecessors first. Both must
  /// outlive the object.
  VisitsAtOnce(const SparseRows& into, std::span<const std::uint32_t> order)
      : into_(into), order_(order), visits_(into.size()) {}

  /// (I - Q)^-1 at (v, v) for each of at most kNodes `nodes`, by Gauss-Seidel sweeps until no entry
  /// changes by more than 1e-14 of itself. Nothing where 200 sweeps do not do it: what then is left
  /// may be more than the last change tells. O(sweeps x entries).
  std::optional<std::array<double, kNodes>> find(std::span<const std::uint32_t> nodes);

 private:
  using Lanes = std::array<double, kNodes>;

  bool update(std::uint32_t state, std::span<const std::uint32_t> nodes);

  const SparseRows& into_;
  std::span<const std::uint32_t> order_;
  std::vector<Lanes> visits_;
};

}  // namespace grapevine
