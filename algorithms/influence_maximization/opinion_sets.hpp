#pragma once
#include <array>
#include <span>
#include <vector>

#include "algorithms/diffusion/simulate_spread.hpp"
#include "algorithms/diffusion/target_draw.hpp"

namespace grapevine {

/// One who would have reached a target, and the opinion that the target would have taken.
struct Speaker {
  NodeId person;
  std::int8_t opinion;  ///< 1 or -1.
};

/// Of targets drawn at random, in simulated worlds of live ties: who would have reached them, in
/// the order in which they decide. Whatever group begins, the first of its people who stands in a
/// list gives the target its opinion: who is nearer is earlier, and of those that are as near one
/// comes first who arrives by the ties that decide (see `OpinionSampler`).
struct OpinionSets {
  std::vector<Speaker> speakers;             ///< Of one list after another.
  std::vector<std::uint64_t> offsets = {0};  ///< Of each list, and the end.

  std::size_t count() const { return offsets.size() - 1; }
  std::span<const Speaker> list(std::size_t s) const {
    return std::span(speakers).subspan(offsets[s], offsets[s + 1] - offsets[s]);
  }
};

/// How often whose opinion reached targets.
struct OpinionCounts {
  static constexpr std::size_t kOutcomes = 3;  ///< Against, not reached, for.

  std::uint64_t sets = 0, looked_at = 0;  ///< Lists, and speakers in them.
  /// By what came of the first group and of the second.
  std::array<std::array<std::uint64_t, kOutcomes>, kOutcomes> times{};
};

/// Draws such lists for cascades as `SignedCascade` has them. The search goes backwards from the
/// target, step by step, and along the live ties into somebody in an order drawn at random, which
/// stands for who decides when several arrive in one step. Then the first way by which the search
/// finds a person is the one by which their word arrives: of all ways from a group it is shortest,
/// and of these the one whose ties decide, from the target on. So lists are in the order of the
/// search, and an opinion is the product of signs along the way, fixed by the last detractor on it.
///
/// Every block of lists has random numbers of its own, so the thread count changes no bit.
class OpinionSampler {
 public:
  /// Lists that are kept have at most so many speakers: those who are furthest are left out. What
  /// judges looks as far as it must.
  static constexpr std::size_t kLongest = 1 << 14;
  /// Lists that are drawn together, to be kept and to judge: of the latter a thread may look at all
  /// people in each.
  static constexpr std::size_t kListsPerBlock = 256, kJudgingPerBlock = 64;

  /// All must outlive it. People are drawn in proportion to `values` (>= 0, not all 0), or all
  /// alike where there are none; `detractors` of each person, empty: nobody. Where their own word
  /// is silent targets are not in their own lists.
  OpinionSampler(const TieChances& chances, const std::vector<bool>& detractors,
                 std::span<const double> values, std::uint64_t seed,
                 OwnWord own_word = OwnWord::Counts);

  const Graph& graph() const { return chances_.graph(); }
  double total_value() const { return draw_target_.total_value(); }

  /// Adds at least `count` lists, in whole blocks.
  void add(OpinionSets& sets, std::uint64_t count, std::uint64_t stream) const;

  /// Looks at `count` more lists, in whole blocks, of a stream that is independent of others, as
  /// far as both groups need.
  void look(OpinionCounts& counts, const std::vector<NodeId>& first,
            const std::vector<NodeId>& second, std::uint64_t count, std::uint64_t stream) const;

  /// How often somebody was the first of a group in a list, and the sum of the opinions they gave.
  struct Given {
    std::uint64_t times = 0;
    std::int64_t net = 0;
  };
  /// Of the first `count` lists of a stream, for each of the group.
  std::vector<Given> given_by(const std::vector<NodeId>& group, std::uint64_t count,
                              std::uint64_t stream) const;

  /// Most bytes that a thread searches with.
  static std::uint64_t scratch_bytes(std::uint64_t people);

 private:
  struct Scratch;

  template <class Hear>
  void search(FastRandom& random, Scratch& scratch, const Hear& hear) const;
  template <class Work>
  void for_each_block_of_lists(std::uint64_t first, std::uint64_t count, std::size_t per_block,
                               std::uint64_t stream, const Work& work) const;

  const TieChances& chances_;
  const std::vector<bool>& detractors_;
  std::uint64_t seed_;
  OwnWord own_word_;
  TargetDraw draw_target_;
};

}  // namespace grapevine
