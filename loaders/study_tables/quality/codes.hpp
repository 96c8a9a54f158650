#pragma once
#include "loaders/study_tables/quality/loaded_study.hpp"

namespace grapevine {

/// `undeclared_code`: values that look like codes for "not known" and stand apart from all others:
/// 99, -999, 1900-01-01, 9999-12-31. A question; they are used as they are.
void check_codes(const LoadedStudy& study, QualityFindings& found);

/// `censored`: cells with a code that the study declares to mean "not yet when it ended", by
/// column, whether their rows were used or not.
void check_censored(const LoadedStudy& study, QualityFindings& found);

/// `placeholder_text`: people, contexts, roles and kinds called "NULL", "n/a", "?" and the like.
void check_placeholders(const LoadedStudy& study, QualityFindings& found);

}  // namespace grapevine
