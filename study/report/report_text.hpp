#pragma once
#include <string>

#include "study/report/report.hpp"

namespace grapevine {

/// A report for a terminal: sentences and tables, long ones cut with the number of rows left out.
std::string report_text(const Report& report);

}  // namespace grapevine
