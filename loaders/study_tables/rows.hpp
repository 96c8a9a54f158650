#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/money.hpp"
#include "engine/network/network.hpp"
#include "loaders/columnar/column_cells.hpp"
#include "loaders/study_tables/load_report.hpp"
#include "loaders/study_tables/table_spec.hpp"

namespace grapevine {

/// The rows of one input table by our names for its columns. Empty cells and those with a code
/// that the study declares are missing values; a value that cannot be read is an error naming file,
/// line, column and value.
class Rows {
 public:
  /// A table that the study does not have has no rows.
  Rows(std::string table, const TableSpec* spec, TimeUnit time_unit, LoadReport& report);

  bool given() const { return spec_ != nullptr; }
  std::int64_t size() const { return source_.num_rows(); }
  const Table& table() const { return source_.table(); }
  /// Whether `ours` stands in the column that `columns_where_absent` tells.
  bool takes_mapping(std::string_view ours) const { return mapped_.contains(ours); }

  bool has(std::string_view column) const {
    return spec_ && source_.table().has(file_column(column));
  }
  /// Whether any row has a value there.
  bool any(std::string_view column) const;
  /// Throws unless the table is absent or has the column.
  void require(std::string_view column) const;

  const std::string& text(std::int64_t row, std::string_view column) const;
  /// The cell as the file has it, also where a code makes it missing.
  const std::string& written(std::int64_t row, std::string_view column) const;
  /// Whether the cell has a code that the study declares to mean "not yet when the study ended".
  bool censored(std::int64_t row, std::string_view column) const;
  /// Our names of the columns that have such codes.
  std::vector<std::string> censored_columns() const;
  /// A finite number that stands there, or nothing; never an error.
  std::optional<double> number_if_any(std::int64_t row, std::string_view column) const;
  std::optional<double> number(std::int64_t row, std::string_view column) const;
  std::optional<double> number_in(std::int64_t row, std::string_view column, double min,
                                  double max) const;
  std::optional<std::int64_t> integer(std::int64_t row, std::string_view column) const;
  std::optional<Money> money(std::int64_t row, std::string_view column, int decimals) const;
  Time time(std::int64_t row, std::string_view column) const;  ///< kUndated when missing.
  YesNo yes_no(std::int64_t row, std::string_view column) const;

  /// Calls `visit(row)` for every row that is not left out, in the order of the file. Where rows
  /// may be left out (LoadReport::max_rejects), one that `visit` refuses a cell of is; so `visit`
  /// must read a row whole before it stores anything of it.
  template <class Visit>
  void for_each_row(const Visit& visit) {
    for (std::int64_t row = 0; row < size(); ++row) {
      if (is_left_out(row)) continue;
      if (!report_.max_rejects) {
        visit(row);
        continue;
      }
      within_row_ = true;
      try {
        visit(row);
      } catch (const Refused& cell) {
        leave_out(cell.row, cell.column, cell.reason, true);
      }
      within_row_ = false;
    }
  }

  /// Throws an error of that cell, "PLACE: what; to_do". `reason` says in short what it is, without
  /// its value, for the table of rejected rows.
  [[noreturn]] void refuse(std::int64_t row, std::string_view column, std::string_view reason,
                           std::string_view what, std::string_view to_do) const;

  /// Leaves a row out and says why. Errors: BadInput when more are than may be.
  void reject(std::int64_t row, std::string_view column, std::string reason) {
    leave_out(row, column, std::move(reason), false);
  }

  /// "ties.csv:17", or "ties.csv:17 weight = '-1'" of a cell. The first call takes O(size of
  /// files).
  std::string where(std::int64_t row, std::string_view column = {}) const;

  const std::string& name() const { return name_; }
  std::int64_t used() const { return size() - rejected_; }

  bool is_left_out(std::int64_t row) const {
    return !left_out_.empty() && left_out_[static_cast<std::size_t>(row)];
  }

  /// Forgets the rows that `keep` does not mark, as if the files had never had them. Call it before
  /// any row is left out.
  void keep_only(const std::vector<bool>& keep);

  /// Adds what was read to the report; call it once, at the end.
  void count();

 private:
  /// A cell that cannot be used, of a row that may be left out.
  struct Refused {
    std::int64_t row;
    std::string column, reason;
  };

  void leave_out(std::int64_t row, std::string_view column, std::string reason, bool unreadable);
  [[noreturn]] void end_at_limit() const;

  /// The cells of a column, none when the table lacks it. Read on first use.
  const ColumnCells& cells(std::string_view column) const;
  std::string file_column(std::string_view column) const;
  /// Whether the cell is text of a table that declares decimal commas.
  bool has_decimal_comma(std::int64_t row, std::string_view column) const;
  /// A number's text with a point where the study declares a comma.
  std::string number_text(std::int64_t row, std::string_view column) const;
  TimeUnit unit_of(std::string_view column) const;
  TimeUnit find_unit(std::string_view column) const;
  const std::vector<std::int64_t>& lines() const;

  std::string name_;
  const TableSpec* spec_;
  TimeUnit time_unit_;
  LoadReport& report_;
  SourceTable source_;
  std::map<std::string, std::string, std::less<>> mapped_;  ///< Of `columns_where_absent`.
  mutable std::map<std::string, ColumnCells, std::less<>> cache_;
  mutable std::map<std::string, TimeUnit, std::less<>> units_;
  mutable std::uint64_t cells_read_ = 0;
  mutable std::vector<std::int64_t> lines_;  ///< Of rows; empty until asked for.
  std::vector<bool> left_out_;               ///< By row; empty while none is.
  std::int64_t rejected_ = 0;
  bool within_row_ = false;
};

}  // namespace grapevine
