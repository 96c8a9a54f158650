#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/money.hpp"
#include "engine/network/network.hpp"
#include "loaders/columnar/source_table.hpp"
#include "loaders/study_tables/load_report.hpp"
#include "loaders/study_tables/table_spec.hpp"

namespace grapevine {

/// The rows of one input table by our names for its columns. Empty cells are missing values; a
/// value that cannot be read is an error naming file, line, column and value.
class Rows {
 public:
  /// A table that the study does not have has no rows.
  Rows(std::string table, const TableSpec* spec, TimeUnit time_unit, LoadReport& report);

  bool given() const { return spec_ != nullptr; }
  std::int64_t size() const { return source_.num_rows(); }
  const Table& table() const { return source_.table(); }

  bool has(std::string_view column) const {
    return spec_ && source_.table().has(file_column(column));
  }
  /// Whether any row has a value there.
  bool any(std::string_view column) const;
  /// Throws unless the table is absent or has the column.
  void require(std::string_view column) const;

  const std::string& text(std::int64_t row, std::string_view column) const;
  std::optional<double> number(std::int64_t row, std::string_view column) const;
  std::optional<double> number_in(std::int64_t row, std::string_view column, double min,
                                  double max) const;
  std::optional<std::int64_t> integer(std::int64_t row, std::string_view column) const;
  std::optional<Money> money(std::int64_t row, std::string_view column, int decimals) const;
  Time time(std::int64_t row, std::string_view column) const;  ///< kUndated when missing.
  YesNo yes_no(std::int64_t row, std::string_view column) const;

  [[noreturn]] void refuse(std::int64_t row, std::string_view column, std::string_view what,
                           std::string_view to_do) const;

  /// Leaves a row out and says why.
  void reject(std::int64_t row, std::string_view column, std::string reason);

  /// Adds what was read to the report; call it once, at the end.
  void count();

 private:
  /// The texts of a column, none when the table lacks it. Read on first use.
  const std::vector<std::string>& texts(std::string_view column) const;
  std::string file_column(std::string_view column) const;

  std::string name_;
  const TableSpec* spec_;
  TimeUnit time_unit_;
  LoadReport& report_;
  SourceTable source_;
  mutable std::map<std::string, std::vector<std::string>, std::less<>> cache_;
  mutable std::uint64_t cells_read_ = 0;
  std::int64_t rejected_ = 0;
};

}  // namespace grapevine
