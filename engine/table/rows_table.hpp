#pragma once
#include <span>
#include <type_traits>
#include <utility>
#include <vector>

#include "engine/table/table.hpp"

namespace grapevine {

/// A table with a row for each item of a list; each column is a function of the item.
template <class Row>
class RowsTable {
 public:
  explicit RowsTable(std::span<const Row> rows) : rows_(rows) {}

  /// `value(row)`: a double (NaN is null), a 64-bit integer, text (empty is null) or a time.
  template <class Value>
  RowsTable& add(const ColumnInfo& info, const Value& value) {
    std::vector<std::remove_cvref_t<decltype(value(std::declval<const Row&>()))>> values;
    for (const Row& row : rows_) values.push_back(value(row));
    builder_.add(info, values);
    return *this;
  }

  /// `amount(row)`: minor units.
  template <class Amount>
  RowsTable& add_money(const ColumnInfo& info, int decimals, const Amount& amount) {
    MoneyColumn values{.decimals = decimals};
    for (const Row& row : rows_) values.amounts.push_back(amount(row));
    builder_.add(info, values);
    return *this;
  }

  /// `place(row)`: the place of an external id among `ids`.
  template <class Place>
  RowsTable& add_ids(const ColumnInfo& info, const IdIndex& ids, const Place& place) {
    std::vector<std::uint32_t> places;
    for (const Row& row : rows_) places.push_back(place(row));
    builder_.add_ids(info, ids, places);
    return *this;
  }

  Table finish() { return builder_.finish(); }

 private:
  std::span<const Row> rows_;
  TableBuilder builder_;
};

}  // namespace grapevine
