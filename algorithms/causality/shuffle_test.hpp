#pragma once
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "algorithms/causality/exposure.hpp"
#include "algorithms/causality/influence_steps.hpp"
#include "algorithms/evaluation/paired_bootstrap.hpp"
#include "engine/base/time.hpp"
#include "engine/registry/registry.hpp"

namespace grapevine {

struct ShuffleTestOptions {
  Period step = Period::Month;
  int shuffles = 100;
  double level = 0.95;
  int least_entries = 20;
  std::uint64_t seed = 0;

  static constexpr auto fields() {
    using O = ShuffleTestOptions;
    return std::tuple{
        field("step", &O::step, "Time step in which a person may enter a context", kStepNames),
        field("shuffles", &O::shuffles, "Random orders of entry that the test compares with", 20,
              1e5),
        field("level", &O::level, "Chance that an interval is meant to cover the truth", 0.5,
              0.9999),
        field("least_entries", &O::least_entries,
              "Contexts with fewer entries of people with ties are not judged", 2, 1e9),
        field("seed", &O::seed, "Seed of the shuffles")};
  }
};

/// What the two tests say of one context.
struct InfluenceTest {
  ContextId context = 0;
  std::int64_t entries = 0;          ///< Of people who have a tie.
  std::int64_t exposed_entries = 0;  ///< Of them, those with a friend who had entered before.
  double alpha = 0.0;                ///< NaN when the data do not tell, as all that follows.
  double shuffled_low = 0.0, shuffled_high = 0.0;  ///< Of alpha when order means nothing.
  double p_value = 0.0;         ///< Chance of so high an alpha when order means nothing.
  double reversed_alpha = 0.0;  ///< With every tie turned round.
  Verdict verdict = Verdict::CannotBeJudged;  ///< Better: entries follow friends' entries.
};

struct ShuffleTestResult {
  std::vector<InfluenceTest> contexts;
  std::vector<NamedTable> tables;

  static constexpr auto columns() { return std::tuple{}; }
};

inline constexpr AlgorithmDoc kShuffleTestDoc{
    .name = "shuffle_test",
    .section = "causality",
    .summary =
        "Whether people follow their friends into a context, beyond what friends have in "
        "common: the shuffle test and the edge-reversal test, in a table of their own.",
    .complexity = "Time O(contexts x shuffles x (people + ties log d)), in parallel over shuffles",
    .reference =
        "Anagnostopoulos, Kumar, Mahdian 2008, Influence and Correlation in Social "
        "Networks, KDD",
    .by_request = true};

/// alpha says how the chance of entering in a step rises with the number of friends who have
/// entered. Likeness of friends (homophily) raises it as well; but if that is all, the order in
/// which they enter means nothing, so alpha is the same once the times of entry are shuffled among
/// those who entered. The second test turns all ties round: likeness has no direction, influence
/// has. Neither sees through likeness in time (those who are alike also come early together): that
/// needs a matched comparison. Ties count from their own date on; negative ones are left out.
ShuffleTestResult shuffle_test(const ScoreInputs& inputs, const ShuffleTestOptions& options = {});

/// Both tests for one context's entries. `influence` points from the influencer.
InfluenceTest test_influence(const Graph& influence, const TieSteps& ties,
                             const EntrySteps& entries, const ShuffleTestOptions& options = {});

}  // namespace grapevine
