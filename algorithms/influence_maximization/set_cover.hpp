#pragma once
#include <optional>
#include <span>
#include <vector>

#include "algorithms/influence_maximization/reverse_sets.hpp"

namespace grapevine {

/// Who may be chosen, and how many.
struct SeedLimits {
  std::size_t most = 0;           ///< People.
  std::optional<double> budget;   ///< Of the costs of all chosen.
  std::span<const double> costs;  ///< > 0, of each person; empty: 1 each.
  std::vector<bool> excluded;     ///< Of each person; empty: nobody.

  double cost(NodeId v) const { return costs.empty() ? 1.0 : costs[v]; }
  bool may_choose(NodeId v) const { return excluded.empty() || !excluded[v]; }
};

/// Which sets each person is in.
class SetIndex {
 public:
  /// O(people + members) time, 4 bytes a member and 40 a person. Sets must be fewer than 2^32.
  SetIndex(const ReverseSets& sets, NodeId people);

  std::span<const std::uint32_t> sets_of(NodeId v) const {
    return {sets_.data() + offsets_[v], sets_.data() + offsets_[v + 1]};
  }

 private:
  std::vector<EdgeId> offsets_;
  Buffer<std::uint32_t> sets_;
};

struct Cover {
  std::vector<NodeId> chosen;
  std::vector<std::uint64_t> gains;  ///< Sets that each of them met first.
  std::uint64_t covered = 0;         ///< Sets that they meet.
  std::uint64_t most = 0;            ///< No choice within the limits meets more of these sets.
};

/// Chooses people one by one, each the one who meets most sets that nobody before did (of those who
/// can still be paid, for its cost), the lower number where equal; where nobody adds a set, those
/// with the most ties. `sure` are chosen first; sets that were left out count as met. With costs
/// the better of that and of choosing by sets alone. O(members + chosen x log people).
///
/// `most` is the smallest, over prefixes of the chosen, of the sets they meet plus what the best of
/// the others would add if they met none twice (Tang, Tang, Xiao, Yuan 2018, Online Processing
/// Algorithms for Influence Maximization); with costs the last one added in part.
Cover greedy_cover(const ReverseSets& sets, const Graph& graph, const SeedLimits& limits,
                   std::span<const NodeId> sure = {});

/// Bytes that an index of so many members and a cover hold.
std::uint64_t set_cover_bytes(std::uint64_t people, std::uint64_t members);

}  // namespace grapevine
