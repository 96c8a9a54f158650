#pragma once
#include <cstdint>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "loaders/columnar/source_table.hpp"

namespace grapevine {

/// The cells of a column as a loader takes them: text, missing values empty.
struct ColumnCells {
  std::vector<std::string> texts;
  std::unordered_map<std::int64_t, std::string>
      written;  ///< What stood in cells that a code emptied.
  std::unordered_set<std::int64_t>
      censored;      ///< Rows with a code for "not yet"; their text is empty.
  std::string note;  ///< What a reader should know about how they were read.
};

/// A column by our name for it, and by the file's.
struct ColumnName {
  std::string_view ours;
  std::string theirs;
  bool holds_ids = false;
};

/// Cells equal to a code that `format` declares are missing, or censored. A code is compared as
/// text, without blanks around it; `-99` also matches `-99.0`.
///
/// Ids that are floating-point numbers (as pandas makes of whole ones in a column with gaps) are
/// those whole numbers: `3.0` is 3. In text this holds where each value of a file's column ends in
/// `.0`; the note says so. Errors: BadInput for an id that is not whole, or beyond 2^53 - 1, where
/// floating-point numbers no longer tell neighbours apart; for cells that are lists or other things
/// a CSV cannot hold; for bytes that are no UTF-8.
ColumnCells read_column(const SourceTable& source, const ColumnName& column,
                        const TableFormat& format);

}  // namespace grapevine
