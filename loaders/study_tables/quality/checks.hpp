#pragma once
#include <span>
#include <string_view>

#include "loaders/study_tables/quality/loaded_study.hpp"

namespace grapevine {

/// A check of a study's tables. It changes nothing; what it finds is told.
struct QualityCheck {
  std::string_view name;  ///< As `Finding::check` has it, or what its findings have in common.
  std::string_view looks_for;
  void (*run)(const LoadedStudy& study, QualityFindings& found);
};

/// All checks, in the order in which findings of one severity are told.
std::span<const QualityCheck> quality_checks();

/// Runs all checks; what they find, the most severe first, goes into the report. The same at any
/// number of threads, and but for examples in any order of rows. O(rows log rows).
void check_quality(const LoadedStudy& study, LoadReport& report);

}  // namespace grapevine
