#pragma once
#include <filesystem>
#include <optional>
#include <string>

#include "study/report/report.hpp"

namespace grapevine {

/// Whether this build has the page: it is bundled where npm was there when Grapevine was built.
bool has_report_page();

/// What `write_report` calls its file: report.html, or report.txt where this build has no page.
std::string report_file_name();

/// A report as one HTML file that needs nothing else: data, style, and the code that draws it.
/// Nothing where `has_report_page()` is false.
std::optional<std::string> report_page(const Report& report);

/// Writes a report into `folder`, as a page where this build has it, else as text; whole or not at
/// all. Errors: Storage.
void write_report(const Report& report, const std::filesystem::path& folder);

}  // namespace grapevine
