#pragma once
#include <string>
#include <vector>

#include "algorithms/customer_value/acquisition_value.hpp"
#include "study/attribute.hpp"
#include "study/study_file.hpp"

namespace grapevine {

/// The journeys of a study, shared out by some models.
struct StudyShares {
  Network network;
  Journeys journeys;
  std::vector<Attribution> attributions;
  std::vector<AcquisitionValue> values;  ///< One per acquisition.
  EconomicsOptions economics;
  std::vector<std::string> left_out;  ///< "MODEL: why it cannot share out these journeys".
};

/// Builds the journeys by the study's rules and shares them out. `request.options` go before those
/// of the study. With `all` and no models named, by every model that can. Errors: those of loading;
/// InvalidOption for a model or an option that a study's journeys have not.
StudyShares share_out_study(const StudyFile& study, const AttributionRequest& request, bool all);

/// Credits of a study's acquisitions.
struct AttributedStudy {
  Table credits;
  std::vector<std::string> models;
  std::string unit;
  std::size_t acquisitions = 0, touches = 0, referrers = 0;
  std::size_t unattributed = 0;  ///< Acquisitions without a touch that counts.
};

/// One row for each model, context and person with a touch that counts: `person_id`, `context_id`,
/// `model`, `conversions` (the sum of shares), `value` (of the margin, in exact amounts); a last
/// row of each model and context without a person holds what nobody earned. Of each model and
/// context values sum to the margin inside the horizon to the last unit.
AttributedStudy attribute_study(const StudyFile& study, const AttributionRequest& request);

/// Credits as a terminal shows them, the persons with most by the first model.
std::string study_attribution_text(const AttributedStudy& attributed);
std::string study_attribution_json(const AttributedStudy& attributed);

/// Whether `attribute` was given a study, not a table of paths.
bool is_study_file(const std::string& path);

}  // namespace grapevine
