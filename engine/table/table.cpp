#include "engine/table/table.hpp"

#include <arrow/api.h>
#include <arrow/compute/api.h>
#include <arrow/util/key_value_metadata.h>

#include <cmath>

#include "engine/base/numbers.hpp"
#include "engine/base/progress.hpp"
#include "engine/table/arrow_status.hpp"
#include "engine/table/cell_text.hpp"

namespace grapevine {
namespace {

std::shared_ptr<arrow::ChunkedArray> column_of(const arrow::Table& table, std::string_view name) {
  auto column = table.GetColumnByName(std::string(name));
  if (!column)
    throw Error(ErrorCode::NotFound, "table", "it has no column " + in_quotes(name),
                "its columns are listed by column_names()");
  return column;
}

template <class Visit>
void for_each_cell(const arrow::ChunkedArray& column, const Visit& visit) {
  for (const auto& chunk : column.chunks())
    for (std::int64_t i = 0; i < chunk->length(); ++i) {
      if (i % 65'536 == 0) check_interrupt();
      visit(*chunk, i);
    }
}

std::int64_t integer_of(const arrow::Array& array, std::int64_t i) {
  if (array.IsNull(i)) return 0;
  if (array.type_id() == arrow::Type::INT64)
    return static_cast<const arrow::Int64Array&>(array).Value(i);
  if (array.type_id() == arrow::Type::DECIMAL128) {
    const arrow::Decimal128 value(static_cast<const arrow::Decimal128Array&>(array).GetValue(i));
    return static_cast<std::int64_t>(value.low_bits());
  }
  throw Error(ErrorCode::NotFound, "table", "a column is not one of integers", "read its texts()");
}

double number_of(const arrow::Array& array, std::int64_t i) {
  if (array.IsNull(i)) return std::nan("");
  if (array.type_id() == arrow::Type::DOUBLE)
    return static_cast<const arrow::DoubleArray&>(array).Value(i);
  if (array.type_id() == arrow::Type::DECIMAL128) {
    const auto& type = static_cast<const arrow::Decimal128Type&>(*array.type());
    return arrow::Decimal128(static_cast<const arrow::Decimal128Array&>(array).GetValue(i))
        .ToDouble(type.scale());
  }
  if (array.type_id() == arrow::Type::INT64) return static_cast<double>(integer_of(array, i));
  const auto scalar = check(array.GetScalar(i));
  const auto number = parse_double(scalar->ToString());
  if (!number)
    throw Error(ErrorCode::NotFound, "table", "a column is not one of numbers", "read its texts()");
  return *number;
}

std::shared_ptr<arrow::Field> field_of(const ColumnInfo& info,
                                       std::shared_ptr<arrow::DataType> type) {
  auto metadata = arrow::key_value_metadata({"unit", "meaning", "method", "source"},
                                            {info.unit, info.meaning, info.method, info.source});
  return arrow::field(info.name, std::move(type), /*nullable=*/true, std::move(metadata));
}

}  // namespace

Table::Table() : table_(check(arrow::Table::MakeEmpty(arrow::schema({})))) {}

Table::Table(std::shared_ptr<arrow::Table> table) : table_(std::move(table)) {}

std::int64_t Table::num_rows() const { return table_->num_rows(); }

std::vector<std::string> Table::column_names() const { return table_->ColumnNames(); }

bool Table::has(std::string_view column) const {
  return table_->schema()->GetFieldIndex(std::string(column)) >= 0;
}

ColumnInfo Table::info(std::string_view column) const {
  ColumnInfo info{.name = std::string(column)};
  const auto field = table_->schema()->GetFieldByName(info.name);
  if (!field || !field->HasMetadata()) return info;
  const auto get = [&](const char* key) { return field->metadata()->Get(key).ValueOr(""); };
  info.unit = get("unit");
  info.meaning = get("meaning");
  info.method = get("method");
  info.source = get("source");
  return info;
}

std::vector<double> Table::doubles(std::string_view column) const {
  std::vector<double> values;
  for_each_cell(*column_of(*table_, column), [&](const arrow::Array& array, std::int64_t i) {
    values.push_back(number_of(array, i));
  });
  return values;
}

std::vector<std::int64_t> Table::integers(std::string_view column) const {
  std::vector<std::int64_t> values;
  for_each_cell(*column_of(*table_, column), [&](const arrow::Array& array, std::int64_t i) {
    values.push_back(integer_of(array, i));
  });
  return values;
}

std::vector<std::string> Table::texts(std::string_view column) const {
  std::vector<std::string> values;
  values.reserve(static_cast<std::size_t>(num_rows()));
  for_each_text(column, [&](std::string text) { values.push_back(std::move(text)); });
  return values;
}

void Table::for_each_text(std::string_view column,
                          const std::function<void(std::string text)>& visit) const {
  for_each_cell(*column_of(*table_, column),
                [&](const arrow::Array& array, std::int64_t i) { visit(cell_text(array, i)); });
}

bool Table::equals(const Table& other) const {
  return table_->Equals(*other.table_, arrow::EqualOptions::Defaults().nans_equal(true));
}

Table with_column_info(const Table& table, const std::function<ColumnInfo(ColumnInfo)>& change) {
  arrow::FieldVector fields;
  for (const auto& field : table.arrow()->schema()->fields())
    fields.push_back(field_of(change(table.info(field->name())), field->type()));
  return Table(
      arrow::Table::Make(arrow::schema(fields), table.arrow()->columns(), table.num_rows()));
}

struct TableBuilder::State {
  arrow::FieldVector fields;
  arrow::ArrayVector arrays;

  template <class Builder, class Size, class Append>
  void add(const ColumnInfo& info, Builder& builder, Size size, const Append& append) {
    check(builder.Reserve(static_cast<std::int64_t>(size)));
    for (Size i = 0; i < size; ++i) check(append(i));
    auto array = check(builder.Finish());
    fields.push_back(field_of(info, array->type()));
    arrays.push_back(std::move(array));
  }
};

TableBuilder::TableBuilder() : state_(std::make_unique<State>()) {}
TableBuilder::~TableBuilder() = default;
TableBuilder::TableBuilder(TableBuilder&&) noexcept = default;

void TableBuilder::add(const ColumnInfo& info, std::span<const double> values) {
  arrow::DoubleBuilder builder;
  state_->add(info, builder, values.size(), [&](std::size_t i) {
    return std::isnan(values[i]) ? builder.AppendNull() : builder.Append(values[i]);
  });
}

void TableBuilder::add(const ColumnInfo& info, std::span<const std::int64_t> values,
                       std::span<const std::uint8_t> valid) {
  arrow::Int64Builder builder;
  state_->add(info, builder, values.size(), [&](std::size_t i) {
    return !valid.empty() && !valid[i] ? builder.AppendNull() : builder.Append(values[i]);
  });
}

void TableBuilder::add(const ColumnInfo& info, std::span<const std::string> values) {
  arrow::StringBuilder builder;
  state_->add(info, builder, values.size(), [&](std::size_t i) {
    return values[i].empty() ? builder.AppendNull() : builder.Append(values[i]);
  });
}

void TableBuilder::add(const ColumnInfo& info, const MoneyColumn& values,
                       std::span<const std::uint8_t> valid) {
  arrow::Decimal128Builder builder(arrow::decimal128(19, values.decimals));
  state_->add(info, builder, values.amounts.size(), [&](std::size_t i) {
    return !valid.empty() && !valid[i] ? builder.AppendNull()
                                       : builder.Append(arrow::Decimal128(values.amounts[i]));
  });
}

void TableBuilder::add(const ColumnInfo& info, std::span<const Time> values) {
  bool dates = true;
  for (const Time t : values)
    dates = dates && (t == kUndated || t == std::chrono::floor<std::chrono::days>(t));
  if (dates) {
    arrow::Date32Builder builder;
    state_->add(info, builder, values.size(), [&](std::size_t i) {
      return values[i] == kUndated
                 ? builder.AppendNull()
                 : builder.Append(static_cast<std::int32_t>(day_number(values[i])));
    });
    return;
  }
  arrow::TimestampBuilder builder(arrow::timestamp(arrow::TimeUnit::MICRO, "UTC"),
                                  arrow::default_memory_pool());
  state_->add(info, builder, values.size(), [&](std::size_t i) {
    return values[i] == kUndated ? builder.AppendNull()
                                 : builder.Append(values[i].time_since_epoch().count());
  });
}

void TableBuilder::add_ids(const ColumnInfo& info, const IdIndex& ids,
                           std::span<const std::uint32_t> places) {
  if (ids.is_text()) {
    arrow::StringBuilder builder;
    state_->add(info, builder, places.size(), [&](std::size_t i) {
      return places[i] == kNoNode ? builder.AppendNull() : builder.Append(ids.texts()[places[i]]);
    });
    return;
  }
  arrow::Int64Builder builder;
  state_->add(info, builder, places.size(), [&](std::size_t i) {
    return places[i] == kNoNode ? builder.AppendNull() : builder.Append(ids.integers()[places[i]]);
  });
}

Table TableBuilder::finish() {
  const std::int64_t rows = state_->arrays.empty() ? 0 : state_->arrays.front()->length();
  return Table(arrow::Table::Make(arrow::schema(state_->fields), state_->arrays, rows));
}

}  // namespace grapevine
