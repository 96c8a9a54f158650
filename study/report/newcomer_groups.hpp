#pragma once
#include "study/report/report.hpp"
#include "study/report/report_rows.hpp"

namespace grapevine {

/// Newcomers whom somebody brought beside those whom nobody did: margin, and how many go on buying
/// within three years, of those who joined that long before the study's end. No claim of cause:
/// who is brought in differs in other ways too. Adds nothing where one group is empty.
void add_newcomer_groups(const ReportRows& rows, ReportSection& section);

}  // namespace grapevine
