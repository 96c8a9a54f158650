#pragma once
#include "engine/network/score_inputs.hpp"
#include "loaders/study_tables/load_report.hpp"

namespace grapevine {

/// The join of all providers' columns: one row per person and context.
NamedTable scores_table(const Network& network, const ScoreColumns& columns);

/// Referrals that earn nothing because their ends brought each other.
NamedTable cycles_table(const Network& network, const Journeys& journeys);

/// Touches of acquisitions that earn nothing, each with the reason.
NamedTable excluded_touches_table(const Network& network, const Journeys& journeys);

/// Input rows that were left out, and why.
NamedTable rejected_table(const LoadReport& report);

}  // namespace grapevine
