#pragma once
#include <span>
#include <vector>

#include "algorithms/diffusion/simulate_spread.hpp"
#include "algorithms/diffusion/target_draw.hpp"

namespace grapevine {

/// Sets of people, each of those who would have reached one person drawn at random (reverse
/// reachable sets; Borgs, Brautbar, Chayes, Lucier 2014). The share of sets that some people meet
/// is, but for chance, the share of everybody's value that they reach.
struct ReverseSets {
  static constexpr std::size_t kSetsPerBlock = 256;

  /// Consecutive sets; all blocks but the last are full.
  struct Block {
    std::vector<NodeId> members;      ///< Of one set after another.
    std::vector<std::uint32_t> ends;  ///< Of each set, in `members`.

    std::span<const NodeId> set(std::size_t i) const {
      const std::size_t begin = i == 0 ? 0 : ends[i - 1];
      return std::span(members).subspan(begin, ends[i] - begin);
    }
  };

  std::vector<Block> blocks;
  std::uint64_t count = 0;     ///< Sets, those that were met early among them.
  std::uint64_t left_out = 0;  ///< Sets that are empty here, as somebody meets them in any case.
  std::uint64_t members = 0;   ///< Of all sets.

  std::span<const NodeId> set(std::uint64_t s) const {
    return blocks[s / kSetsPerBlock].set(s % kSetsPerBlock);
  }
};

/// Which sets need not be known whole. Those that one of `sure` would meet, and those of more than
/// `largest` people, are left empty as soon as they are known to be; or, cut, keep what they have.
struct SetLimits {
  std::span<const NodeId> sure = {};
  std::size_t largest = ~std::size_t{0};
  bool cut = false;
};

/// How often which of some groups of people meet reverse sets.
struct Meetings {
  static constexpr std::size_t kMostGroups = 4;

  std::uint64_t sets = 0;
  std::uint64_t members = 0;         ///< That were looked at.
  std::vector<std::uint64_t> times;  ///< By groups, one bit each, that met a set.

  std::uint64_t of(std::size_t group) const;
  /// Sets that the first group met and the second did not.
  std::uint64_t of_first_alone(std::size_t first, std::size_t second) const;
};

/// Draws reverse sets. Every block of them has random numbers of its own, so the thread count
/// changes no bit.
class ReverseSampler {
 public:
  /// `chances` must outlive it. People are drawn in proportion to `values` (>= 0, not all 0), or
  /// all alike where there are none. Where their own word is silent they are not in their own sets.
  /// Errors: BadInput where linear thresholds cannot be.
  ReverseSampler(const TieChances& chances, CascadeModel model, std::span<const double> values,
                 std::uint64_t seed, OwnWord own_word = OwnWord::Counts);

  const Graph& graph() const { return chances_.graph(); }
  /// Of everybody together.
  double total_value() const { return draw_target_.total_value(); }

  /// Adds at least `count` sets, in whole blocks.
  void add(ReverseSets& sets, std::uint64_t count, std::uint64_t stream,
           const SetLimits& limits = {}) const;

  /// Looks at `count` more sets, in whole blocks, of a stream that is independent of others: of
  /// each which of the groups of people meet it. The sets are not kept, and followed until all
  /// groups but empty ones have met them.
  void look(Meetings& meetings, std::span<const std::vector<NodeId>> groups, std::uint64_t count,
            std::uint64_t stream) const;

  /// Of the first `count` sets of a stream how many each of `people` meets whom nobody before in
  /// that order does.
  std::vector<std::uint64_t> first_met(std::span<const NodeId> people, std::uint64_t count,
                                       std::uint64_t stream) const;

 private:
  struct Scratch;

  template <class Meets>
  bool follow(FastRandom& random, MeetingMarks& marks, std::vector<NodeId>& members,
              const Meets& meets) const;

  const TieChances& chances_;
  CascadeModel model_;
  std::uint64_t seed_;
  OwnWord own_word_;
  TargetDraw draw_target_;
};

}  // namespace grapevine
