#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "loaders/study_tables/quality/finding.hpp"

namespace grapevine {

/// Why a row with a declared code for "not yet" was left out.
inline constexpr const char* kCensored = "censored, as declared: not yet when the study ended";

/// A row that was left out.
struct RejectedRow {
  std::string table, file;
  std::int64_t line;  ///< Of no text file: the row's number from 1.
  std::string column, value, reason;
  bool unreadable = false;  ///< A cell could not be used, as opposed to: one is missing.
};

/// Rows of one table: rows_in = used + rejected.
struct TableCount {
  std::string table;
  std::int64_t rows_in = 0, used = 0, rejected = 0;
};

/// Rows of one table that were erased (see `erase_rows`); they are in no count above.
struct ErasedCount {
  std::string table;
  std::int64_t erased = 0, of = 0;
};

/// What loading a study met, for its manifest.
struct LoadReport {
  /// Rows that may be left out before loading ends in an error. Absent: the first cell that cannot
  /// be used is an error, and rows that lack what they need do not count.
  std::optional<std::int64_t> max_rejects;
  std::string first_rejected;  ///< "PLACE: reason" of the first row left out, under a limit.
  std::vector<TableCount> counts;
  std::vector<RejectedRow> rejected;
  std::vector<ErasedCount> erased;
  std::vector<std::string> notes;  ///< Rules that were chosen by what the tables hold.
  QualityFindings quality;
};

}  // namespace grapevine
