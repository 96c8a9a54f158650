#include "loaders/columnar/source_table.hpp"

#include <fmt/format.h>

#include "engine/base/error.hpp"
#include "loaders/columnar/csv.hpp"
#include "loaders/columnar/file_bytes.hpp"
#include "loaders/columnar/parquet.hpp"

namespace grapevine {

SourceTable::SourceTable(std::string file, Table table, std::shared_ptr<const std::string> text)
    : file_(std::move(file)), table_(std::move(table)), text_(std::move(text)) {}

std::int64_t SourceTable::line(std::int64_t row) const {
  if (!text_) return row + 1;
  const auto lines = record_lines(*text_);
  return static_cast<std::size_t>(row) < lines.size() ? lines[static_cast<std::size_t>(row)] : row + 2;
}

std::string SourceTable::place(std::int64_t row, const std::string& column) const {
  return text_ ? fmt::format("{}:{}: column {}", file_, line(row), in_quotes(column))
               : fmt::format("{}: row {}, column {}", file_, line(row), in_quotes(column));
}

std::vector<std::int64_t> record_lines(const std::string& csv) {
  std::vector<std::int64_t> lines;
  std::int64_t line = 1, record_line = 1;
  bool quoted = false, blank = true;
  const auto end_record = [&] {
    if (!blank) lines.push_back(record_line);
    blank = true;
    record_line = line;
  };
  for (const char c : csv) {
    if (c == '"') quoted = !quoted;
    if (c == '\n') ++line;
    if (c == '\n' && !quoted)
      end_record();
    else if (c != '\r')
      blank = false;
  }
  end_record();
  if (!lines.empty()) lines.erase(lines.begin());  // the header
  return lines;
}

SourceTable read_source_table(const std::filesystem::path& path, const std::string& shown) {
  const std::string kind = format_ending(path);
  if (kind == ".csv" || kind == ".tsv") {
    auto bytes = std::make_shared<const std::string>(read_file_bytes(path));
    Table table = parse_csv(*bytes, kind == ".csv" ? ',' : '\t', shown);
    return {shown, std::move(table), std::move(bytes)};
  }
  if (kind == ".parquet") {
    if (!std::filesystem::exists(path))
      throw Error(ErrorCode::NotFound, shown, "there is no such file", "correct its name");
    return {shown, read_parquet(path, shown), nullptr};
  }
  throw Error(ErrorCode::BadInput, shown, "no known ending for a table",
              "give .csv, .tsv (also .gz, .zst) or .parquet");
}

}  // namespace grapevine
