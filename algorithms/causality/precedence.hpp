#pragma once
#include <string>
#include <tuple>
#include <vector>

#include "algorithms/causality/entries.hpp"
#include "algorithms/evaluation/paired_bootstrap.hpp"
#include "engine/registry/registry.hpp"

namespace grapevine {

struct PrecedenceOptions {
  std::string group;
  int draws = 1000;
  double level = 0.95;
  std::uint64_t seed = 0;

  static constexpr auto fields() {
    using O = PrecedenceOptions;
    return std::tuple{
        field("group", &O::group,
              "Column of the people table; the placebo draws from people of the same value. Empty: "
              "from everybody in the context"),
        field("draws", &O::draws, "Resamples that an interval rests on", 100, 1e6),
        field("level", &O::level, "Chance that an interval is meant to cover the truth", 0.5,
              0.9999),
        field("seed", &O::seed, "Seed of the resamples")};
  }
};

/// `helper` is named by a tie as the influencer of `helped`, or by a touch as who brought them.
struct HelpedPair {
  ContextId context;
  NodeId helped, helper;
  auto operator<=>(const HelpedPair&) const = default;
};

/// What one kind of relation says about who came first.
struct Precedence {
  std::string relation;  ///< "ties friend", "touches uploader".
  std::int64_t pairs = 0, helper_first = 0;
  double share = 0.0;    ///< helper_first / pairs; NaN without pairs, as all that follows.
  double placebo = 0.0;  ///< Mean share for a helper drawn from the others of the helped's group.
  PairedDifference difference;  ///< share - placebo, helped people being the clusters.
  Verdict verdict = Verdict::CannotBeJudged;
};

struct PrecedenceResult {
  std::vector<Precedence> relations;
  std::vector<NamedTable> tables;

  static constexpr auto columns() { return std::tuple{}; }
};

inline constexpr AlgorithmDoc kPrecedenceDoc{
    .name = "precedence",
    .section = "causality",
    .summary =
        "Whether helpers enter a context before those they help, more often than chance: for "
        "each type of tie and role of touch, a table of its own.",
    .complexity = "Time O(P log P + draws x people) for P pairs of ties or touches and contexts",
    .reference =
        "Anagnostopoulos, Kumar, Mahdian 2008, Influence and Correlation in Social "
        "Networks (why order is a necessary sign of influence, and not a sufficient one)"};

/// Over distinct (helped, helper, context) whose two ends entered the context at different times:
/// the share in which the helper came first, beside what a helper drawn from the others would give.
/// Ties that run both ways name no helper and are left out; a tie without a context counts in every
/// context both ends entered; touches that failed or expired are left out.
PrecedenceResult precedence(const ScoreInputs& inputs, const PrecedenceOptions& options = {});

/// The same for one list of distinct pairs.
Precedence precedence_of(std::string relation, const std::vector<HelpedPair>& pairs,
                         const Entries& entries, const PrecedenceOptions& options = {});

}  // namespace grapevine
