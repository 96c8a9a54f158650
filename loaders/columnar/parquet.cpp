#include "loaders/columnar/parquet.hpp"

#include <arrow/api.h>
#include <arrow/io/file.h>
#include <arrow/util/byte_size.h>
#include <parquet/arrow/reader.h>
#include <parquet/exception.h>
#include <parquet/file_reader.h>
#include <parquet/metadata.h>

#include <algorithm>
#include <new>

#include "engine/base/memory_budget.hpp"
#include "engine/table/arrow_status.hpp"
#include "engine/table/memory_pool.hpp"

namespace grapevine {
namespace {

/// What a file says of its size is checked before anything is decoded; where it lies, the pool ends
/// it.
void refuse_promises(const parquet::FileMetaData& metadata, const std::string& shown,
                     std::uint64_t file_bytes) {
  std::uint64_t bytes = 0;
  for (int group = 0; group < metadata.num_row_groups(); ++group)
    bytes += static_cast<std::uint64_t>(
        std::max<std::int64_t>(0, metadata.RowGroup(group)->total_byte_size()));
  refuse_decoded(shown, bytes, file_bytes);
  refuse_beyond(shown, bytes);
}

arrow::Result<std::shared_ptr<arrow::Table>> read(const std::string& path,
                                                  const std::string& shown) {
  ARROW_ASSIGN_OR_RAISE(auto file, arrow::io::ReadableFile::Open(path));
  ARROW_ASSIGN_OR_RAISE(const std::int64_t size, file->GetSize());
  const auto file_bytes = static_cast<std::uint64_t>(size);
  const auto pool = decoding_pool(file_bytes);
  ARROW_ASSIGN_OR_RAISE(auto reader, parquet::arrow::OpenFile(file, pool.get()));
  reader->set_use_threads(false);
  refuse_promises(*reader->parquet_reader()->metadata(), shown, file_bytes);
  ARROW_ASSIGN_OR_RAISE(auto table, reader->ReadTable());
  ARROW_RETURN_NOT_OK(table->ValidateFull());
  return table;
}

arrow::Result<TableHead> read_head(const std::string& path, std::int64_t most_rows) {
  ARROW_ASSIGN_OR_RAISE(auto file, arrow::io::ReadableFile::Open(path));
  ARROW_ASSIGN_OR_RAISE(const std::int64_t size, file->GetSize());
  const auto pool = decoding_pool(static_cast<std::uint64_t>(size));
  ARROW_ASSIGN_OR_RAISE(auto reader, parquet::arrow::OpenFile(file, pool.get()));
  reader->set_use_threads(false);
  reader->set_batch_size(most_rows);
  TableHead head;
  const auto metadata = reader->parquet_reader()->metadata();
  head.rows = static_cast<std::uint64_t>(metadata->num_rows());
  if (metadata->num_row_groups() == 0) return head;
  ARROW_ASSIGN_OR_RAISE(auto batches, reader->GetRecordBatchReader({0}));
  ARROW_ASSIGN_OR_RAISE(const auto first, batches->Next());
  if (!first || first->num_rows() == 0) return head;
  // Of the rows alone: their buffers may have room for more.
  ARROW_ASSIGN_OR_RAISE(const std::int64_t bytes, arrow::util::ReferencedBufferSize(*first));
  head.bytes_per_row = static_cast<double>(bytes) / static_cast<double>(first->num_rows());
  ARROW_ASSIGN_OR_RAISE(auto table, arrow::Table::FromRecordBatches({first}));
  head.table = Table(std::move(table));
  return head;
}

[[noreturn]] void refuse(const std::string& shown, const std::string& what) {
  throw Error(ErrorCode::BadInput, shown,
              "no readable Parquet file (" + what.substr(0, what.find('\n')) + ")",
              "write it again; it may be cut off or damaged");
}

}  // namespace

void refuse_repeated_names(std::vector<std::string> names, const std::string& shown) {
  std::ranges::sort(names);
  const auto twice = std::ranges::adjacent_find(names);
  if (twice != names.end())
    throw Error(ErrorCode::BadInput, shown, "two columns are called " + in_quotes(*twice),
                "rename one");
}

Table read_parquet(const std::filesystem::path& path, const std::string& shown) {
  try {
    auto table = read(path.string(), shown);
    refuse_want_of_memory(shown, table.status());
    if (!table.ok()) refuse(shown, first_line(table.status()));
    refuse_repeated_names((*table)->ColumnNames(), shown);
    return Table(std::move(table).ValueUnsafe());
  } catch (const parquet::ParquetStatusException& error) {
    refuse_want_of_memory(shown, error.status());
    refuse(shown, error.what());
  } catch (const parquet::ParquetException& error) {
    refuse(shown, error.what());
  } catch (const std::bad_alloc&) {
    throw Error(ErrorCode::BadInput, shown, "does not fit in memory", kMemoryToDo);
  }
}

TableHead read_parquet_head(const std::filesystem::path& path, const std::string& shown,
                            std::int64_t most_rows) {
  try {
    auto head = read_head(path.string(), most_rows);
    if (!head.ok()) refuse(shown, first_line(head.status()));
    return std::move(head).ValueUnsafe();
  } catch (const parquet::ParquetException& error) {
    refuse(shown, error.what());
  }
}

}  // namespace grapevine
