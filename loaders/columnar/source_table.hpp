#pragma once
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "engine/table/table.hpp"
#include "loaders/columnar/table_files.hpp"
#include "loaders/columnar/table_format.hpp"
#include "loaders/columnar/table_head.hpp"

namespace grapevine {

/// A table as it stands in its files, or in memory, which knows where each of its cells is. Cells
/// of a text file are text, untouched; others have their own types.
class SourceTable {
 public:
  /// What one file holds.
  struct Part {
    std::string file;
    Table table;
    std::shared_ptr<const std::string> text;  ///< The bytes of a text file, else null.
    char separator = ',';
    std::string note = {};  ///< Empty, or what a reader should know about how it was read.
  };

  SourceTable() = default;
  /// The rows of the parts, one part after the other. Errors: BadInput naming a part that lacks a
  /// column which another one has.
  explicit SourceTable(std::vector<Part> parts);

  const Table& table() const { return table_; }
  const std::vector<Part>& parts() const { return parts_; }
  std::int64_t num_rows() const { return table_.num_rows(); }

  /// The name of the file that a row stands in.
  const std::string& file(std::int64_t row) const;
  /// All files by name, for errors about the table: "a.csv, b.csv", or of many the first and last.
  std::string files() const;

  /// What a reader should know about how the files were read.
  const std::vector<std::string>& notes() const { return notes_; }

  /// The rows that `keep` marks, one mark per row, each still in its part. Lines are not known any
  /// more: places tell the number of a row among those that are left.
  SourceTable with_rows(const std::vector<bool>& keep) const;

  /// Whether the cell stands as text in its file, not as a number or another type of its own.
  bool is_text(std::int64_t row, const std::string& column) const;

  /// The line of each row in its text file (rows may span lines), else its number there, from 1.
  /// O(size of the files).
  std::vector<std::int64_t> lines() const;

  /// "ties.csv:17: column 'weight'", for the front of an error. O(size of the file).
  std::string place(std::int64_t row, const std::string& column) const;

 private:
  std::size_t part_of(std::int64_t row) const;

  std::vector<Part> parts_;
  std::vector<std::int64_t> first_row_;  ///< Of each part.
  std::vector<std::string> notes_;
  Table table_;
};

/// Reads a table by its file's ending: .csv, .tsv, Arrow IPC (.arrow, .arrows, .feather, .ipc), all
/// of them also with .gz or .zst behind, and .parquet. Where the format declares a separator, any
/// other ending is a CSV's. `shown` is the name that errors use. Errors: NotFound, BadInput; one
/// line each.
SourceTable read_source_table(const std::filesystem::path& path, const std::string& shown,
                              const TableFormat& format = {});

/// The same of a table whose rows stand in several files.
SourceTable read_source_table(std::span<const TableFile> files, const TableFormat& format = {});

/// A table that no file holds, by the name that errors use.
SourceTable table_in_memory(const std::string& shown, Table table);

/// Whether a file is of a format whose columns have types: Parquet or Arrow IPC, by its ending.
bool is_typed_table(const std::filesystem::path& path);

/// The first rows of such a file. Errors: those of its reader.
TableHead read_table_head(const std::filesystem::path& path, const std::string& shown,
                          std::int64_t most_rows);

}  // namespace grapevine
