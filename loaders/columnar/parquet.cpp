#include "loaders/columnar/parquet.hpp"

#include <arrow/api.h>
#include <arrow/io/file.h>
#include <parquet/arrow/reader.h>
#include <parquet/exception.h>

#include "engine/table/arrow_status.hpp"

namespace grapevine {
namespace {

arrow::Result<std::shared_ptr<arrow::Table>> read(const std::string& path) {
  ARROW_ASSIGN_OR_RAISE(auto file, arrow::io::ReadableFile::Open(path));
  ARROW_ASSIGN_OR_RAISE(auto reader,
                        parquet::arrow::OpenFile(file, arrow::default_memory_pool()));
  reader->set_use_threads(false);
  ARROW_ASSIGN_OR_RAISE(auto table, reader->ReadTable());
  ARROW_RETURN_NOT_OK(table->ValidateFull());
  return table;
}

[[noreturn]] void refuse(const std::string& shown, const std::string& what) {
  throw Error(ErrorCode::BadInput, shown, "no readable Parquet file (" + what + ")",
              "write it again; it may be cut off or damaged");
}

}  // namespace

Table read_parquet(const std::filesystem::path& path, const std::string& shown) {
  try {
    auto table = read(path.string());
    if (!table.ok()) refuse(shown, first_line(table.status()));
    return Table(std::move(table).ValueUnsafe());
  } catch (const parquet::ParquetException& error) {
    refuse(shown, std::string(error.what()).substr(0, std::string(error.what()).find('\n')));
  }
}

}  // namespace grapevine
