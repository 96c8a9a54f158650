#pragma once
#include <string>
#include <tuple>
#include <vector>

#include "algorithms/causality/influence_steps.hpp"
#include "algorithms/influence_learning/tie_evidence.hpp"
#include "engine/registry/registry.hpp"

namespace grapevine {

struct LearnedTiesOptions {
  LearningMethod method = LearningMethod::Likelihood;
  double window_days = 0.0;
  TimeDecay decay = TimeDecay::None;
  Period step = Period::Month;
  std::string group;
  std::uint64_t seed = 0;

  static constexpr auto fields() {
    using O = LearnedTiesOptions;
    return std::tuple{
        field("method", &O::method, "How an entry after a friend's speaks for the tie",
              kLearningMethodNames),
        field("window_days", &O::window_days,
              "Who enters later than so many days after a friend does not follow; 0: however late",
              0.0, 1e6)
            .in("days"),
        field("decay", &O::decay,
              "How influence fades after an entry (not with em_background): none; "
              "window: gone after the tie's mean delay "
              "tau; exponential: exp(-days / tau) of it is left",
              kTimeDecayNames),
        field("step", &O::step, "Time step of the tests of likeness", kStepNames),
        field("group", &O::group,
              "Column of the people table for the matched test; empty: everybody is compared"),
        field("seed", &O::seed, "Seed of the shuffles")};
  }
};

struct LearnedTiesResult {
  std::vector<NamedTable> tables;  ///< learned_ties, learned_people, learned_contexts.
  std::vector<std::string> warnings;

  static constexpr auto columns() { return std::tuple{}; }
};

inline constexpr AlgorithmDoc kLearnedTiesDoc{
    .name = "learned_ties",
    .section = "influence_learning",
    .summary =
        "Chances that people follow each other into a context, learned from who entered after "
        "whom, with the tests of how much of it is likeness beside them: tables of their own.",
    .complexity =
        "Time O(contexts x iterations x ties of those who entered), and that of the tests; memory "
        "O(ties)",
    .reference =
        "Goyal, Bonchi, Lakshmanan 2010, Learning Influence Probabilities in Social Networks; "
        "Saito, Nakano, Kimura 2008, Prediction of Information Diffusion Probabilities for "
        "Independent Cascade Model",
    .by_request = true};

/// What `ChanceLearner` learns, a row for each tie that was tried in a context; for each person who
/// entered any, how easily they are moved; and for each context its rate, the shuffle test and the
/// matched estimate, with what may be said of them. A warning says in how many contexts nothing is
/// left once people are compared with their like.
LearnedTiesResult learned_ties(const ScoreInputs& inputs, const LearnedTiesOptions& options = {});

}  // namespace grapevine
