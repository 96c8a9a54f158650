#include "engine/table/column_kind.hpp"

#include <arrow/api.h>

#include <string>

#include "engine/base/error.hpp"

namespace grapevine {

bool is_numeric(const Table& table, std::string_view column) {
  const auto field = table.arrow()->schema()->GetFieldByName(std::string(column));
  if (!field)
    throw Error(ErrorCode::NotFound, "table", "it has no column " + in_quotes(column),
                "its columns are listed by column_names()");
  const auto type = field->type()->id();
  return arrow::is_integer(type) || arrow::is_floating(type) || arrow::is_decimal(type);
}

}  // namespace grapevine
