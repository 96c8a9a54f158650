#pragma once
#include <cstddef>
#include <cstdint>
#include <vector>

#include "engine/base/ids.hpp"

namespace grapevine {

/// Some arcs, side by side: sources[i] -> targets[i].
struct ArcBlock {
  std::vector<NodeId> sources, targets;

  std::size_t size() const { return sources.size(); }
  void clear() { resize(0); }
  void resize(std::size_t arcs) {
    sources.resize(arcs);
    targets.resize(arcs);
  }
  void add(NodeId source, NodeId target) {
    sources.push_back(source);
    targets.push_back(target);
  }
};

/// Arcs of a source that come in one block, about.
inline constexpr std::uint64_t kArcsPerBlock = 1 << 16;

/// Arcs that are made block by block and never held all at once. A block is a pure function of the
/// source and its number: any thread may make any block, in any order and as often as it likes, so
/// whoever needs two passes (degrees, then rows) makes the arcs twice. The order of arcs is that of
/// blocks.
class ArcSource {
 public:
  virtual ~ArcSource() = default;

  /// Ends of arcs are 0 .. num_nodes() - 1; at most 2^32.
  virtual std::uint64_t num_nodes() const = 0;
  virtual std::uint64_t num_blocks() const = 0;

  /// How many arcs all blocks have; where chance decides that, the expected number.
  virtual double expected_arcs() const = 0;

  /// Replaces `arcs` by those of `block` < num_blocks(): about kArcsPerBlock, in the last block
  /// fewer. Safe from several threads at once.
  virtual void fill(std::uint64_t block, ArcBlock& arcs) const = 0;
};

}  // namespace grapevine
