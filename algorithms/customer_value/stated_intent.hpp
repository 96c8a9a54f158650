#pragma once
#include <tuple>
#include <vector>

#include "engine/registry/registry.hpp"

namespace grapevine {

struct StatedIntentOptions {
  static constexpr auto fields() { return std::tuple{}; }
};

struct StatedIntentResult {
  std::vector<double> nps;  ///< Per (context, person); NaN: not asked.
  IntegerColumn intends, intent_gap;

  static constexpr auto columns() {
    using R = StatedIntentResult;
    return std::tuple{
        column("nps", &R::nps, "0-10",
               "latest answer to how likely one is to recommend; never value", "surveys.value"),
        column("intends", &R::intends, "0 or 1", "whether the person says they will recommend",
               "surveys.value"),
        column("intent_gap", &R::intent_gap, "-1, 0 or 1",
               "intends, less whether the person has referred anybody: 1 is all talk",
               "surveys.value touches purchases")};
  }
};

inline constexpr AlgorithmDoc kStatedIntentDoc{
    .name = "stated_intent",
    .section = "stated_intent",
    .summary = "What people say they would do, beside what they did.",
    .complexity = "Time O(answers log answers + people x contexts)",
    .reference = "Reichheld 2003 (NPS); Kumar, Petersen, Leone 2007 on intention against action"};

/// Answers of the context come before general ones, the latest counts. `intends` is 1 where the
/// answer is at least one half.
StatedIntentResult stated_intent(const ScoreInputs& inputs,
                                 const StatedIntentOptions& options = {});

}  // namespace grapevine
