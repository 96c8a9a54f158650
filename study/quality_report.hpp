#pragma once
#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "loaders/study_tables/load_report.hpp"

namespace grapevine {

/// The quality of a study's tables, for its manifest and for programs: which checks were made, what
/// they found, the joins, and the test of id spaces.
nlohmann::ordered_json quality_json(const LoadReport& report);

/// The same for people: rows of each table, joins, and findings, the most severe first, each
/// with what to do and where.
std::string quality_text(const LoadReport& report);

/// "Data quality: 1 error, 2 warnings, 5 notes", or that nothing was found.
std::string quality_headline(const LoadReport& report);

/// One line for each finding that is an error, and for the first warnings, up to five in all; one
/// that counts the rest.
std::vector<std::string> quality_warnings(const LoadReport& report);

std::int64_t count_of(const LoadReport& report, Severity severity);

}  // namespace grapevine
