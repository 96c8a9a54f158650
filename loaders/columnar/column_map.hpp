#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace grapevine {

/// Which column of the user's holds what we call `ours`.
struct ColumnMapping {
  std::string table;  ///< Empty: any that lacks a column called `ours` and has `theirs`.
  std::string ours, theirs;
};

/// Reads `person_id=sampleid,purchases.t=date`. Errors: InvalidOption for a part that is not of
/// that form, or a column that is mapped twice.
std::vector<ColumnMapping> parse_column_map(std::string_view text);

/// `purchases.t=date`, as `parse_column_map` reads it.
std::string mapping_text(const ColumnMapping& mapping);

}  // namespace grapevine
