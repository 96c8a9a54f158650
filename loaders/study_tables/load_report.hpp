#pragma once
#include <cstdint>
#include <string>
#include <vector>

namespace grapevine {

/// A row that was left out.
struct RejectedRow {
  std::string table, file;
  std::int64_t line;  ///< Of no text file: the row's number from 1.
  std::string column, value, reason;
};

/// Rows of one table: rows_in = used + rejected.
struct TableCount {
  std::string table;
  std::int64_t rows_in = 0, used = 0, rejected = 0;
};

/// What loading a study met, for its manifest.
struct LoadReport {
  std::vector<TableCount> counts;
  std::vector<RejectedRow> rejected;
  std::vector<std::string> joins;  ///< Ids of one table that another lacks, counted.
  std::vector<std::string> notes;  ///< Rules that were chosen by what the tables hold.
  std::vector<std::string> warnings;
};

}  // namespace grapevine
