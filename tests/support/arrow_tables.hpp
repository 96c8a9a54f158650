#pragma once
#include <arrow/api.h>

#include <memory>
#include <string>
#include <vector>

#include "engine/table/arrow_status.hpp"
#include "engine/table/table.hpp"

namespace grapevine::testing {

struct ArrowColumn {
  std::string name;
  std::shared_ptr<arrow::Array> values;
};

/// Each value, and a null behind them.
template <class Builder, class... Values>
std::shared_ptr<arrow::Array> array(Builder builder, const Values&... values) {
  (check(builder.Append(values)), ...);
  check(builder.AppendNull());
  return check(builder.Finish());
}

/// The same of a type that has parameters.
template <class Builder, class... Values>
std::shared_ptr<arrow::Array> array_of(const std::shared_ptr<arrow::DataType>& type,
                                       const Values&... values) {
  return array(Builder(type, arrow::default_memory_pool()), values...);
}

inline Table table_of(const std::vector<ArrowColumn>& columns) {
  arrow::FieldVector fields;
  arrow::ArrayVector arrays;
  for (const ArrowColumn& column : columns) {
    fields.push_back(arrow::field(column.name, column.values->type()));
    arrays.push_back(column.values);
  }
  return Table(arrow::Table::Make(arrow::schema(fields), arrays));
}

}  // namespace grapevine::testing
