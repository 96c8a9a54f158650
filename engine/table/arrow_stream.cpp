#include "engine/table/arrow_stream.hpp"

#include <arrow/api.h>
#include <arrow/c/bridge.h>

#include "engine/table/arrow_status.hpp"

namespace grapevine {
namespace {

Error unreadable(const std::string& shown, const arrow::Status& status) {
  return {ErrorCode::BadInput, shown, "its Arrow stream cannot be read: " + first_line(status),
          "make a pyarrow table of it first"};
}

}  // namespace

ArrowArrayStream* new_arrow_stream(const Table& table) {
  auto stream = std::make_unique<ArrowArrayStream>();
  const auto reader = std::make_shared<arrow::TableBatchReader>(table.arrow());
  check(arrow::ExportRecordBatchReader(reader, stream.get()));
  return stream.release();
}

void delete_arrow_stream(ArrowArrayStream* stream) noexcept {
  if (stream && stream->release) stream->release(stream);
  delete stream;
}

Table read_arrow_stream(ArrowArrayStream* stream, const std::string& shown) {
  const auto reader = arrow::ImportRecordBatchReader(stream);
  if (!reader.ok()) throw unreadable(shown, reader.status());
  auto table = (*reader)->ToTable();
  if (!table.ok()) throw unreadable(shown, table.status());
  return Table(std::move(table).ValueUnsafe());
}

}  // namespace grapevine
