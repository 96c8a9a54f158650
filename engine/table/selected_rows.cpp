#include "engine/table/selected_rows.hpp"

#include <arrow/api.h>
#include <arrow/compute/api.h>

#include <cassert>

#include "engine/table/arrow_status.hpp"

namespace grapevine {

Table selected_rows(const Table& table, const std::vector<bool>& keep) {
  assert(static_cast<std::int64_t>(keep.size()) == table.num_rows());
  arrow::BooleanBuilder marks;
  check(marks.AppendValues(keep));
  const auto chosen = check(
      arrow::compute::Filter(arrow::Datum(table.arrow()), arrow::Datum(check(marks.Finish()))));
  return Table(chosen.table());
}

}  // namespace grapevine
