#pragma once
#include "study/run_study.hpp"

namespace grapevine {

/// One algorithm of a study, for a front end that has a function for each. `options` go before what
/// the study's section says of the same. Errors: those of a run.

/// The columns of an `on_network` algorithm, one row per person and context; of one that has none,
/// its own table. The providers before it run too, as it may rest on them.
TableOutput score_study(StudyFile study, const Algorithm& algorithm, const OptionMap& options);

/// The shares of an `on_journeys` algorithm: one row for each touch that counts for an acquisition,
/// in the order of journeys. `options` may be the model's own and those of journeys.
TableOutput share_study(StudyFile study, const Algorithm& algorithm, const OptionMap& options);

/// What an `on_purchases` algorithm says of the study's purchases.
TableOutput score_purchases(const StudyFile& study, const Algorithm& algorithm,
                            const OptionMap& options);

}  // namespace grapevine
