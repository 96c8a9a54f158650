#pragma once
#include "loaders/study_tables/quality/loaded_study.hpp"

namespace grapevine {

/// `mixed_signs`: purchases of negative value beside others; `no_value`: none has any.
void check_values(const LoadedStudy& study, QualityFindings& found);

/// `negative_costs`: costs below zero, which are subtracted and so add value.
void check_costs(const LoadedStudy& study, QualityFindings& found);

/// `unused_stance`: kinds of event that the study gives a stance and no row is of.
void check_stances(const LoadedStudy& study, QualityFindings& found);

}  // namespace grapevine
