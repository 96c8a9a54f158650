#pragma once
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "engine/table/table.hpp"

namespace grapevine {

/// A table as it stands in a file, which knows where each of its cells is. Cells of a text file are
/// text, untouched; those of a Parquet file have their own types.
class SourceTable {
 public:
  SourceTable() = default;
  /// `text`: the bytes of a text file, else null.
  SourceTable(std::string file, Table table, std::shared_ptr<const std::string> text);

  const std::string& file() const { return file_; }
  const Table& table() const { return table_; }
  std::int64_t num_rows() const { return table_.num_rows(); }

  /// The line of a row in a text file (rows may span lines), else its number from 1. O(file size).
  std::int64_t line(std::int64_t row) const;

  /// "ties.csv:17: column 'weight'", for the front of an error.
  std::string place(std::int64_t row, const std::string& column) const;

 private:
  std::string file_;
  Table table_;
  std::shared_ptr<const std::string> text_;
};

/// The line on which each record after the header begins, by RFC 4180; blank lines are no records.
std::vector<std::int64_t> record_lines(const std::string& csv);

/// Reads a table by the file's ending: .csv, .tsv (both also .gz, .zst), .parquet. `shown` is the name
/// that errors use. Errors: NotFound, BadInput; one line each.
SourceTable read_source_table(const std::filesystem::path& path, const std::string& shown);

}  // namespace grapevine
