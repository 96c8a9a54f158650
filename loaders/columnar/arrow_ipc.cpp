#include "loaders/columnar/arrow_ipc.hpp"

#include <arrow/api.h>
#include <arrow/io/memory.h>
#include <arrow/ipc/api.h>
#include <arrow/util/byte_size.h>

#include <new>

#include "engine/base/memory_budget.hpp"
#include "engine/table/arrow_status.hpp"
#include "engine/table/memory_pool.hpp"
#include "loaders/columnar/file_bytes.hpp"
#include "loaders/columnar/parquet.hpp"

namespace grapevine {
namespace {

using namespace std::string_view_literals;

constexpr std::string_view kFileMark = "ARROW1"sv;
constexpr std::string_view kFeatherOneMark = "FEA1"sv;
constexpr std::string_view kStreamEnd = "\xFF\xFF\xFF\xFF\0\0\0\0"sv;
constexpr std::string_view kOldStreamEnd = "\0\0\0\0"sv;

arrow::ipc::IpcReadOptions read_options(arrow::MemoryPool* pool) {
  auto options = arrow::ipc::IpcReadOptions::Defaults();
  options.memory_pool = pool;
  options.use_threads = false;
  options.ensure_alignment = arrow::ipc::Alignment::kDataTypeSpecificAlignment;
  return options;
}

arrow::Result<std::shared_ptr<arrow::Table>> read_batches(
    const std::shared_ptr<arrow::io::BufferReader>& bytes, bool is_file, arrow::MemoryPool* pool) {
  if (is_file) {
    ARROW_ASSIGN_OR_RAISE(auto reader,
                          arrow::ipc::RecordBatchFileReader::Open(bytes, read_options(pool)));
    return reader->ToTable();
  }
  ARROW_ASSIGN_OR_RAISE(auto reader,
                        arrow::ipc::RecordBatchStreamReader::Open(bytes, read_options(pool)));
  return reader->ToTable();
}

[[noreturn]] void refuse(const std::string& shown, const std::string& what) {
  throw Error(ErrorCode::BadInput, shown, "no readable Arrow IPC file (" + what + ")",
              "write it again; it may be cut off or damaged");
}

}  // namespace

Table read_arrow_ipc(const std::filesystem::path& path, const std::string& shown) try {
  std::string bytes = read_file_bytes(path);
  if (bytes.starts_with(kFeatherOneMark))
    throw Error(ErrorCode::BadInput, shown, "it is of version 1 of Feather, which is no Arrow IPC",
                "write it again as version 2");
  const bool is_file = bytes.starts_with(kFileMark);
  if (!is_file && !bytes.ends_with(kStreamEnd) && !bytes.ends_with(kOldStreamEnd))
    refuse(shown, "neither a file nor a stream that has its end");
  const auto pool = decoding_pool(bytes.size());
  const auto buffer = arrow::Buffer::FromString(std::move(bytes));
  auto table = read_batches(std::make_shared<arrow::io::BufferReader>(buffer), is_file, pool.get());
  refuse_want_of_memory(shown, table.status());
  if (!table.ok()) refuse(shown, first_line(table.status()));
  if (const auto valid = (*table)->ValidateFull(); !valid.ok()) refuse(shown, first_line(valid));
  refuse_repeated_names((*table)->ColumnNames(), shown);
  return Table(std::move(table).ValueUnsafe());
} catch (const std::bad_alloc&) {
  throw Error(ErrorCode::BadInput, shown, "does not fit in memory", kMemoryToDo);
}

TableHead read_arrow_head(const std::filesystem::path& path, const std::string& shown,
                          std::int64_t most_rows) {
  const Table whole = read_arrow_ipc(path, shown);
  TableHead head{.rows = static_cast<std::uint64_t>(whole.num_rows())};
  if (head.rows == 0) return head;
  // Of the rows alone: buffers of a file that is not compressed lie in one with all of its bytes.
  const auto bytes = arrow::util::ReferencedBufferSize(*whole.arrow());
  head.bytes_per_row = static_cast<double>(check(bytes)) / static_cast<double>(head.rows);
  head.table = Table(whole.arrow()->Slice(0, most_rows));
  return head;
}

}  // namespace grapevine
