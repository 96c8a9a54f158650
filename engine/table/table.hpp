#pragma once
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/ids.hpp"
#include "engine/base/money.hpp"
#include "engine/base/time.hpp"
#include "engine/graph/id_index.hpp"

namespace arrow {
class Table;
}

namespace grapevine {

/// What a column says of itself, wherever its table goes (Arrow field metadata in files).
struct ColumnInfo {
  std::string name;
  std::string unit;  ///< "money" stands for the study's currency, or its unit of value.
  std::string meaning;
  std::string method;  ///< What computed it.
  std::string source;  ///< Input columns it rests on, each observed, derived or assumed.
};

/// Exact amounts of one column.
struct MoneyColumn {
  std::vector<Money> amounts;
  int decimals = 2;
};

/// An immutable Arrow table. The wrapper keeps Arrow's headers out of most of the program; who
/// wants more than is offered here takes `arrow()`.
class Table {
 public:
  Table();
  explicit Table(std::shared_ptr<arrow::Table> table);

  std::int64_t num_rows() const;
  std::vector<std::string> column_names() const;
  bool has(std::string_view column) const;
  ColumnInfo info(std::string_view column) const;

  /// Numbers of a column of any numeric type, NaN where null. Errors: NotFound.
  std::vector<double> doubles(std::string_view column) const;
  /// Integers; of a decimal column its minor units; 0 where null. Errors: NotFound.
  std::vector<std::int64_t> integers(std::string_view column) const;
  /// Every cell as text, empty where null. Errors: NotFound.
  std::vector<std::string> texts(std::string_view column) const;
  /// The same texts in turn, without holding all of them: for whoever only looks at each.
  void for_each_text(std::string_view column,
                     const std::function<void(std::string text)>& visit) const;

  bool equals(const Table& other) const;
  const std::shared_ptr<arrow::Table>& arrow() const { return table_; }

 private:
  std::shared_ptr<arrow::Table> table_;
};

/// Puts columns of equal length together. A row that `valid` (empty: all are) marks 0 is null; NaN
/// in a column of doubles is null as well.
class TableBuilder {
 public:
  TableBuilder();
  ~TableBuilder();
  TableBuilder(TableBuilder&&) noexcept;

  void add(const ColumnInfo& info, std::span<const double> values);
  void add(const ColumnInfo& info, std::span<const std::int64_t> values,
           std::span<const std::uint8_t> valid = {});
  void add(const ColumnInfo& info, std::span<const std::string> values);  ///< Empty text is null.
  void add(const ColumnInfo& info, const MoneyColumn& values,
           std::span<const std::uint8_t> valid = {});
  /// Dates when every time is a midnight, else UTC timestamps; undated is null.
  void add(const ColumnInfo& info, std::span<const Time> values);
  /// The external ids at `places`; null where a place is kNoNode.
  void add_ids(const ColumnInfo& info, const IdIndex& ids, std::span<const std::uint32_t> places);

  Table finish();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// The same table with what its columns say of themselves changed.
Table with_column_info(const Table& table, const std::function<ColumnInfo(ColumnInfo)>& change);

/// A table and the name of the file it goes to, without its ending.
struct NamedTable {
  std::string name;
  Table table;
};

}  // namespace grapevine
