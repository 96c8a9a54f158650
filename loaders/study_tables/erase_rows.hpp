#pragma once
#include "loaders/study_tables/identities.hpp"
#include "loaders/study_tables/load_report.hpp"
#include "loaders/study_tables/table_spec.hpp"

namespace grapevine {

/// Takes the rows of `erasure` out of the tables, as if they had never been read.
///
/// Of a person, under any of his merged ids, these are all rows that name him, and touches that
/// name a purchase of his; not the rows of those for whom he pays. Of a role, or of a value in a
/// column, the touches that have it. What was erased is counted in the report. Errors:
/// InvalidOption for a person, role, column or value that no row has, with names that are close.
void erase_rows(const Erasure& erasure, StudyRows& tables, LoadReport& report);

}  // namespace grapevine
