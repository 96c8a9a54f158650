#include "loaders/columnar/csv.hpp"

#include <arrow/api.h>
#include <arrow/csv/api.h>
#include <arrow/io/memory.h>
#include <fmt/format.h>

#include <algorithm>

#include "engine/table/arrow_status.hpp"
#include "loaders/columnar/source_table.hpp"

namespace grapevine {
namespace {

std::string_view without_byte_order_mark(std::string_view bytes) {
  return bytes.starts_with("\xEF\xBB\xBF") ? bytes.substr(3) : bytes;
}

/// Names of the header's columns, by the reader's own rules for quotes.
std::vector<std::string> header_names(std::string_view bytes, const arrow::csv::ParseOptions& parse,
                                      const std::string& shown) {
  std::size_t end = 0;
  for (bool quoted = false; end < bytes.size(); ++end) {
    if (bytes[end] == '"') quoted = !quoted;
    if (!quoted && (bytes[end] == '\n' || bytes[end] == '\r')) break;
  }
  auto read = arrow::csv::ReadOptions::Defaults();
  read.use_threads = false;
  const std::string line = std::string(bytes.substr(0, end)) + "\n";
  auto input = std::make_shared<arrow::io::BufferReader>(arrow::Buffer::FromString(line));
  auto reader = arrow::csv::StreamingReader::Make(arrow::io::default_io_context(), input, read, parse,
                                                  arrow::csv::ConvertOptions::Defaults());
  if (!reader.ok())
    throw Error(ErrorCode::BadInput, shown + ":1", first_line(reader.status()),
                "the first line must name the columns");
  return (*reader)->schema()->field_names();
}

void refuse_repeated_names(std::vector<std::string> names, const std::string& shown) {
  std::ranges::sort(names);
  const auto twice = std::ranges::adjacent_find(names);
  if (twice != names.end())
    throw Error(ErrorCode::BadInput, shown + ":1", "two columns are called " + in_quotes(*twice),
                "rename one");
}

}  // namespace

Table parse_csv(const std::string& bytes, char separator, const std::string& shown) {
  const std::string_view body = without_byte_order_mark(bytes);
  if (body.find_first_not_of("\r\n") == std::string_view::npos)
    throw Error(ErrorCode::BadInput, shown, "the file is empty",
                "give a header line that names the columns");
  if (body.find('\0') != std::string_view::npos)
    throw Error(ErrorCode::BadInput, shown, "it holds a zero byte", "give a text file");
  auto parse = arrow::csv::ParseOptions::Defaults();
  parse.delimiter = separator;
  parse.newlines_in_values = true;
  const auto names = header_names(body, parse, shown);
  refuse_repeated_names(names, shown);

  auto convert = arrow::csv::ConvertOptions::Defaults();
  for (const std::string& name : names) convert.column_types[name] = arrow::utf8();
  convert.strings_can_be_null = false;
  auto read = arrow::csv::ReadOptions::Defaults();
  read.use_threads = false;
  std::int64_t bad_row = -1, fields = 0;
  parse.invalid_row_handler = [&](const arrow::csv::InvalidRow& row) {
    bad_row = row.number;
    fields = row.actual_columns;
    return arrow::csv::InvalidRowResult::Error;
  };
  auto input = std::make_shared<arrow::io::BufferReader>(
      std::make_shared<arrow::Buffer>(reinterpret_cast<const std::uint8_t*>(body.data()),
                                      static_cast<std::int64_t>(body.size())));
  auto reader = arrow::csv::TableReader::Make(arrow::io::default_io_context(), input, read, parse,
                                              convert);
  auto table = reader.ok() ? (*reader)->Read() : reader.status();
  if (table.ok()) return Table(std::move(table).ValueUnsafe());
  if (bad_row < 0) throw Error(ErrorCode::BadInput, shown, first_line(table.status()), "correct the file");
  const auto lines = record_lines(bytes);
  const auto record = static_cast<std::size_t>(bad_row) - 2;  // its numbers begin with the header, at 1
  throw Error(ErrorCode::BadInput,
              fmt::format("{}:{}", shown, record < lines.size() ? lines[record] : bad_row),
              fmt::format("{} fields, but the header has {}", fields, names.size()),
              "give every row the same number");
}

}  // namespace grapevine
