#include "engine/table/selected_columns.hpp"

#include <arrow/api.h>

#include "engine/base/error.hpp"

namespace grapevine {

Table selected_columns(const Table& table, const std::vector<std::string>& names) {
  arrow::FieldVector fields;
  arrow::ChunkedArrayVector columns;
  for (const std::string& name : names) {
    if (!table.has(name))
      throw Error(ErrorCode::NotFound, "table", "it has no column " + in_quotes(name),
                  "its columns are listed by column_names()");
    columns.push_back(table.arrow()->GetColumnByName(name));
    fields.push_back(table.arrow()->schema()->GetFieldByName(name));
  }
  return Table(arrow::Table::Make(arrow::schema(fields), std::move(columns), table.num_rows()));
}

}  // namespace grapevine
