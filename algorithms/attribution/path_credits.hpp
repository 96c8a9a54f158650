#pragma once
#include <cstdint>
#include <span>
#include <vector>

#include "engine/network/journey_shares.hpp"
#include "engine/network/paths.hpp"

namespace grapevine {

/// Whether a player met twice in one path has two touches, as a channel has, or one, as a person.
enum class Repeats { Count, Once };

/// What one rule gives each player; what a path without steps brought is nobody's.
struct PathCredits {
  std::vector<double> conversions, value;
  double unattributed_conversions = 0.0, unattributed_value = 0.0;
};

/// Shares out the conversions and the value of every path by each of `rules`, all in one pass.
/// Credits and what is unattributed sum to the totals within 1e-12 of them. Sums are over blocks of
/// paths that depend on the data alone, so threads change no bit. O(rules x steps) time, at most
/// O(rules x (players + steps)) memory. Errors: those of the rules.
std::vector<PathCredits> credit_paths(const Paths& paths, std::span<const JourneyRule> rules,
                                      Repeats repeats = Repeats::Count);

/// Blocks of paths that `credit_paths` sums over, each with credits of its own for every player.
std::size_t credit_blocks(std::uint64_t steps, std::uint64_t players);

}  // namespace grapevine
