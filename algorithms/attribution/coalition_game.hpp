#pragma once
#include <cstdint>
#include <span>
#include <vector>

#include "engine/network/paths.hpp"

namespace grapevine {

/// The different sets of players that paths with steps have, and what the rows of each sum to.
/// Order and repetition in a path do not count.
struct Coalitions {
  std::vector<std::uint64_t> first_member = {0};
  std::vector<NodeId> members;                     ///< Of each coalition, ascending.
  std::vector<double> conversions, value, failed;  ///< Of each coalition; `failed` are nulls.
  std::vector<std::size_t> row;                    ///< The first path of each.
  std::vector<std::size_t> rows;                   ///< How many it has.

  std::size_t size() const { return row.size(); }
  std::span<const NodeId> players(std::size_t c) const {
    return std::span(members).subspan(first_member[c], first_member[c + 1] - first_member[c]);
  }
};

/// In ascending order of their players. O(steps log steps).
Coalitions coalitions_of(const Paths& paths);

/// For each set of the players 0 .. n-1, bit i standing for player i, the sum of `worth` over the
/// coalitions within it. Requires n <= 20. O(n 2^n + members).
std::vector<double> sums_within(const Coalitions& coalitions, std::span<const double> worth, int n);

/// The same for the beginnings of an order of all players: sums[i] is over the coalitions within
/// order[0] ... order[i]. O(players + members).
void sums_along(const Coalitions& coalitions, std::span<const double> worth,
                std::span<const std::uint32_t> order, std::span<double> sums);

/// Checks that paths give a game by its set function: each set of players but the empty one is the
/// coalition of exactly one row. Errors: BadInput naming the coalition that is missing, or stands
/// in two rows, or that an empty path has worth.
void refuse_no_set_function(const Paths& paths, const Coalitions& coalitions);

}  // namespace grapevine
