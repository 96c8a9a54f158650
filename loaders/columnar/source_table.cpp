#include "loaders/columnar/source_table.hpp"

#include <fmt/format.h>

#include <numeric>

#include "engine/base/error.hpp"
#include "loaders/columnar/csv.hpp"
#include "loaders/columnar/file_bytes.hpp"
#include "loaders/columnar/parquet.hpp"

namespace grapevine {

SourceTable::SourceTable(std::string file, Table table, std::shared_ptr<const std::string> text,
                         char separator)
    : file_(std::move(file)),
      table_(std::move(table)),
      text_(std::move(text)),
      separator_(separator) {}

std::vector<std::int64_t> SourceTable::lines() const {
  if (text_) return record_lines(*text_, separator_);
  std::vector<std::int64_t> numbers(static_cast<std::size_t>(num_rows()));
  std::iota(numbers.begin(), numbers.end(), 1);
  return numbers;
}

std::string SourceTable::place(std::int64_t row, const std::string& column) const {
  const std::int64_t line = lines()[static_cast<std::size_t>(row)];
  return text_ ? fmt::format("{}:{}: column {}", file_, line, in_quotes(column))
               : fmt::format("{}: row {}, column {}", file_, line, in_quotes(column));
}

SourceTable read_source_table(const std::filesystem::path& path, const std::string& shown) {
  const std::string kind = format_ending(path);
  if (kind == ".csv" || kind == ".tsv") {
    auto bytes = std::make_shared<const std::string>(read_file_bytes(path));
    const char separator = kind == ".csv" ? ',' : '\t';
    Table table = parse_csv(*bytes, separator, shown);
    return {shown, std::move(table), std::move(bytes), separator};
  }
  if (kind == ".parquet") {
    std::error_code error;
    if (std::filesystem::status(path, error).type() == std::filesystem::file_type::not_found)
      throw Error(ErrorCode::NotFound, shown, "there is no such file", "correct its name");
    return {shown, read_parquet(path, shown)};
  }
  throw Error(ErrorCode::BadInput, shown, "no known ending for a table",
              "give .csv, .tsv (also .gz, .zst) or .parquet");
}

}  // namespace grapevine
