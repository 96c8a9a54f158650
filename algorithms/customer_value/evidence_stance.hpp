#pragma once
#include <tuple>
#include <vector>

#include "engine/registry/registry.hpp"

namespace grapevine {

struct EvidenceStanceOptions {
  static constexpr auto fields() { return std::tuple{}; }
};

struct EvidenceStanceResult {
  std::vector<double> stance;  ///< Per (context, person), in (-1, 1).

  static constexpr auto columns() {
    return std::tuple{column("stance", &EvidenceStanceResult::stance, "[-1, 1]",
                             "sign and strength of what the person says about the context",
                             "surveys.value mentions.polarity events.kind")};
  }
};

inline constexpr AlgorithmDoc kEvidenceStanceDoc{
    .name = "evidence_stance",
    .section = "evidence_stance",
    .summary = "What each person says about each context: promoters above 0, detractors below.",
    .complexity = "Time O(answers + mentions + events + people x contexts)",
    .reference =
        "Sum of signed evidence over 1 + its weight; NPS answers as (v - 5) / 5 (Reichheld 2003)"};

/// sum(v) / (1 + n) over the person's n pieces of evidence: `nps` answers as (v - 5) / 5,
/// polarities of mentions, events that the study's stance map signs. Evidence that names the
/// context is used where there is any, else evidence that names none. 0 without evidence.
EvidenceStanceResult evidence_stance(const ScoreInputs& inputs,
                                     const EvidenceStanceOptions& options = {});

}  // namespace grapevine
