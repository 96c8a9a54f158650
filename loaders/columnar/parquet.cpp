#include "loaders/columnar/parquet.hpp"

#include <arrow/api.h>
#include <arrow/io/file.h>
#include <parquet/arrow/reader.h>
#include <parquet/exception.h>
#include <parquet/file_reader.h>
#include <parquet/metadata.h>

#include <algorithm>
#include <new>

#include "engine/table/arrow_status.hpp"

namespace grapevine {
namespace {

/// A file can promise more than any machine holds; what it says is checked before anything is
/// decoded.
constexpr std::int64_t kMostBytes = std::int64_t{16} << 30;

arrow::Result<std::shared_ptr<arrow::Table>> read(const std::string& path) {
  ARROW_ASSIGN_OR_RAISE(auto file, arrow::io::ReadableFile::Open(path));
  ARROW_ASSIGN_OR_RAISE(auto reader, parquet::arrow::OpenFile(file, arrow::default_memory_pool()));
  reader->set_use_threads(false);
  const auto metadata = reader->parquet_reader()->metadata();
  std::int64_t bytes = 0;
  for (int group = 0; group < metadata->num_row_groups(); ++group)
    bytes += std::max<std::int64_t>(0, metadata->RowGroup(group)->total_byte_size());
  if (bytes > kMostBytes)
    return arrow::Status::CapacityError("it decodes to ", bytes, " bytes, more than 16 GiB");
  ARROW_ASSIGN_OR_RAISE(auto table, reader->ReadTable());
  ARROW_RETURN_NOT_OK(table->ValidateFull());
  return table;
}

[[noreturn]] void refuse(const std::string& shown, const std::string& what) {
  throw Error(ErrorCode::BadInput, shown,
              "no readable Parquet file (" + what.substr(0, what.find('\n')) + ")",
              "write it again; it may be cut off or damaged");
}

void refuse_repeated_names(std::vector<std::string> names, const std::string& shown) {
  std::ranges::sort(names);
  const auto twice = std::ranges::adjacent_find(names);
  if (twice != names.end())
    throw Error(ErrorCode::BadInput, shown, "two columns are called " + in_quotes(*twice),
                "rename one");
}

}  // namespace

Table read_parquet(const std::filesystem::path& path, const std::string& shown) {
  try {
    auto table = read(path.string());
    if (!table.ok()) refuse(shown, first_line(table.status()));
    refuse_repeated_names((*table)->ColumnNames(), shown);
    return Table(std::move(table).ValueUnsafe());
  } catch (const parquet::ParquetException& error) {
    refuse(shown, error.what());
  } catch (const std::bad_alloc&) {
    refuse(shown, "it does not fit in memory");
  }
}

}  // namespace grapevine
