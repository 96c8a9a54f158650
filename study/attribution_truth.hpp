#pragma once
#include <filesystem>
#include <string>
#include <vector>

#include "algorithms/evaluation/attribution_error.hpp"
#include "study/attribute_study.hpp"

namespace grapevine {

/// How far each model lies from what truly happened.
struct TruthComparison {
  std::vector<AttributionError> errors;  ///< The least misattributed value first.
  std::vector<std::string> left_out;     ///< Models that cannot share out these journeys.
  std::string file, unit;
  std::size_t acquisitions = 0;  ///< Of the study.
  std::size_t known = 0;         ///< Of them those of which the truth is told.
  std::size_t truth_only = 0;    ///< In the truth, and no acquisition of the study.
};

/// The file of true causes that `grapevine simulate` wrote beside the study. Errors: NotFound.
std::filesystem::path truth_beside(const StudyFile& study);

/// Compares every model, or those that the request names, with a table of true causes: `person_id`,
/// `context_id`, `caused_by` (ids joined by `;`; empty: nobody). Beside the models stands
/// `(nobody)`, which credits nobody. Errors: those of the tables; BadInput for a cause that the
/// study does not know or that is named twice, an acquisition that stands there twice, or when no
/// row is of an acquisition of the study.
TruthComparison compare_with_truth(const StudyFile& study, const AttributionRequest& request,
                                   const std::filesystem::path& truth);

/// One row for each model.
Table truth_table(const TruthComparison& comparison);
std::string truth_text(const TruthComparison& comparison);
std::string truth_json(const TruthComparison& comparison);

}  // namespace grapevine
