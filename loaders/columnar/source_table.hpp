#pragma once
#include <filesystem>
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
  SourceTable(std::string file, Table table, std::shared_ptr<const std::string> text = nullptr,
              char separator = ',');

  const std::string& file() const { return file_; }
  const Table& table() const { return table_; }
  std::int64_t num_rows() const { return table_.num_rows(); }

  /// The line of each row in a text file (rows may span lines), else its number from 1. O(file
  /// size).
  std::vector<std::int64_t> lines() const;

  /// "ties.csv:17: column 'weight'", for the front of an error. O(file size).
  std::string place(std::int64_t row, const std::string& column) const;

 private:
  std::string file_;
  Table table_;
  std::shared_ptr<const std::string> text_;
  char separator_ = ',';
};

/// Reads a table by the file's ending: .csv, .tsv (both also .gz, .zst), .parquet. `shown` is the
/// name that errors use. Errors: NotFound, BadInput; one line each.
SourceTable read_source_table(const std::filesystem::path& path, const std::string& shown);

}  // namespace grapevine
