#pragma once
#include <optional>
#include <span>
#include <vector>

#include "algorithms/causality/entries.hpp"
#include "engine/graph/graph.hpp"

namespace grapevine {

/// Steps that a person spent with `friends` active friends, and how many of them ended in the
/// person's own entry (0 or 1 a person).
struct Exposure {
  NodeId friends = 0;
  std::int64_t stayed = 0, entered = 0;
};

/// When each person entered, as a step 0 .. num_steps-1, or kNeverEntered.
inline constexpr std::int32_t kNeverEntered = -1;
struct EntrySteps {
  std::vector<std::int32_t> step;  ///< One per person.
  std::int32_t num_steps = 0;
};

/// From when on a tie lets its influence through: one per EdgeId of the graph; empty: always.
using TieSteps = std::vector<std::int32_t>;

/// What one person met before entering, or until the end: friends are those whose tie points at the
/// person (`reversed`: those the person's ties point at), each counted once, from the step after
/// both the friend's entry and the tie's own step. Ascending by friends. O(d log d).
std::vector<Exposure> exposures_of(const Graph& influence, const TieSteps& ties,
                                   const EntrySteps& entries, NodeId person, bool reversed = false);

/// p(a) = 1 / (1 + exp(-(alpha ln(a + 1) + beta))): the chance of entering in a step with a active
/// friends (Anagnostopoulos, Kumar, Mahdian 2008, section 3).
struct ExposureFit {
  double alpha = 0.0, beta = 0.0;
  int iterations = 0;
};

/// Maximum likelihood by Newton's method. Nothing when the data do not tell: nobody entered, nobody
/// stayed, all had equally many friends, or the likelihood has no maximum (those who entered and
/// those who stayed can be parted by their friends alone). O(rows) an iteration.
std::optional<ExposureFit> fit_exposures(std::span<const Exposure> exposures);

/// Sums equal numbers of friends; ascending.
std::vector<Exposure> merged(std::vector<Exposure> exposures);

}  // namespace grapevine
