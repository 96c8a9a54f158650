#pragma once
#include <array>
#include <cstdint>
#include <span>

#include "engine/base/ids.hpp"
#include "engine/parallel/random.hpp"

namespace grapevine {

/// A pseudo-random permutation of 0 .. 2^bits - 1, without a table: rounds of steps each of which
/// can be undone modulo 2^bits, namely x * odd + any, and x ^ (x >> half). A product moves what low
/// bits say upwards, a shift what high bits say downwards. Requires bits <= 32.
class NodePermutation {
 public:
  NodePermutation(int bits, std::uint64_t seed, std::uint64_t item)
      : mask_(static_cast<std::uint32_t>((std::uint64_t{1} << bits) - 1)),
        half_(bits > 1 ? (bits + 1) / 2 : 1) {
    Random random(seed, item);
    for (Round& round : rounds_) {
      round.factor = static_cast<std::uint32_t>(random()) | 1;
      round.summand = static_cast<std::uint32_t>(random());
    }
  }

  NodeId operator()(NodeId node) const {
    for (const Round& round : rounds_) {
      node = (node * round.factor + round.summand) & mask_;
      node ^= node >> half_;
    }
    return node;
  }

  void apply(std::span<NodeId> nodes) const {
    for (NodeId& node : nodes) node = (*this)(node);
  }

 private:
  struct Round {
    std::uint32_t factor, summand;
  };
  std::array<Round, 4> rounds_;
  std::uint32_t mask_;
  int half_;
};

}  // namespace grapevine
