#pragma once
#include <string>

#include "engine/table/table.hpp"
#include "study/study_file.hpp"

namespace grapevine {

/// Completes what a result's columns say of themselves by what the study knows: the unit of value,
/// and for each input column that a result rests on whether it was observed, derived or assumed.
class ColumnSources {
 public:
  explicit ColumnSources(const StudyFile& study) : study_(study) {}

  /// "money" becomes the study's unit; "purchases.value touches" becomes
  /// "purchases.units (assumed), touches (observed)" where the study's provenance says so. What
  /// rests on no table is another result, which is derived; what rests on nothing, the study's own
  /// word. A source that says its status already stays.
  ColumnInfo completed(ColumnInfo info) const;

 private:
  std::string described(const std::string& input) const;

  const StudyFile& study_;
};

}  // namespace grapevine
