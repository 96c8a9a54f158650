#pragma once
#include <string>

#include "tests/support/study_folder.hpp"

namespace grapevine::testing {

/// "warning ties 2 of 5" for each finding of that check, or of all with "CHECK " before; each on a
/// line.
inline std::string findings_text(const LoadReport& report, std::string_view check = "") {
  constexpr const char* kWords[] = {"info", "warning", "error"};
  std::string text;
  for (const Finding& finding : report.quality.findings) {
    if (!check.empty() && finding.check != check) continue;
    if (check.empty()) text += finding.check + " ";
    text += std::string(kWords[static_cast<int>(finding.severity)]) + " " + finding.table + " " +
            std::to_string(finding.count) + " of " + std::to_string(finding.of) + "\n";
  }
  return text;
}

/// The same after loading a study.
inline std::string found_in(StudyFolder&& study, std::string_view check = "") {
  study.load();
  return findings_text(study.report, check);
}

/// The first finding of that check, or one without any text.
inline Finding finding_in(const LoadReport& report, std::string_view check) {
  for (const Finding& finding : report.quality.findings)
    if (finding.check == check) return finding;
  return {};
}

}  // namespace grapevine::testing
