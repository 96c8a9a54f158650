#include "loaders/writers/write_table.hpp"

#include <arrow/api.h>
#include <arrow/io/api.h>
#include <arrow/ipc/writer.h>
#include <fmt/format.h>
#include <parquet/arrow/writer.h>

#include <algorithm>

#include "engine/table/arrow_status.hpp"
#include "loaders/writers/whole_file.hpp"

namespace grapevine {
namespace {

constexpr std::int64_t kRowsPerGroup = 1 << 20;

arrow::Status write_parquet(const arrow::Table& table,
                            const std::shared_ptr<arrow::io::OutputStream>& out) {
  const auto properties = parquet::WriterProperties::Builder()
                              .compression(parquet::Compression::ZSTD)
                              ->created_by("grapevine")
                              ->build();
  const auto schema = parquet::ArrowWriterProperties::Builder().store_schema()->build();
  return parquet::arrow::WriteTable(table, arrow::default_memory_pool(), out, kRowsPerGroup,
                                    properties, schema);
}

arrow::Status write_ipc(const arrow::Table& table,
                        const std::shared_ptr<arrow::io::OutputStream>& out) {
  ARROW_ASSIGN_OR_RAISE(auto writer, arrow::ipc::MakeFileWriter(out, table.schema()));
  ARROW_RETURN_NOT_OK(writer->WriteTable(table));
  return writer->Close();
}

/// Rows whose cells are text at one time.
constexpr std::int64_t kCsvRows = 1 << 14;

/// A field of a CSV record, in quotes when it needs them. A row of one empty field needs them as
/// well, lest it be a blank line, which is no row.
std::string csv_field(const std::string& text, bool alone) {
  if (alone && text.empty()) return "\"\"";
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string field = "\"";
  for (const char c : text) field += c == '"' ? std::string("\"\"") : std::string(1, c);
  return field + '"';
}

}  // namespace

bool is_table_ending(std::string_view ending) {
  return ending == ".parquet" || ending == ".arrow" || ending == ".csv";
}

std::string csv_text(const Table& table) {
  std::string csv;
  write_csv(table, [&](const std::string& part) { csv += part; });
  return csv;
}

void write_csv(const Table& table, const std::function<void(const std::string&)>& write) {
  const auto names = table.column_names();
  const bool alone = names.size() == 1;
  std::string csv;
  for (std::size_t c = 0; c < names.size(); ++c)
    csv += (c > 0 ? "," : "") + csv_field(names[c], alone);
  csv += '\n';
  for (std::int64_t begin = 0; begin < table.num_rows(); begin += kCsvRows) {
    const Table part(table.arrow()->Slice(begin, kCsvRows));
    std::vector<std::vector<std::string>> columns;
    for (const std::string& name : names) columns.push_back(part.texts(name));
    for (std::size_t row = 0; row < static_cast<std::size_t>(part.num_rows()); ++row)
      for (std::size_t c = 0; c < columns.size(); ++c) {
        csv += csv_field(columns[c][row], alone);
        csv += c + 1 < columns.size() ? ',' : '\n';
      }
    write(csv);
    csv.clear();
  }
  if (!csv.empty()) write(csv);
}

void write_table(const Table& table, const std::filesystem::path& path) {
  const std::string ending = path.extension().string();
  if (!is_table_ending(ending))
    throw Error(ErrorCode::BadInput, path.string(), "no known ending for a table",
                "give .parquet, .arrow or .csv");
  WholeFile file(path);
  if (ending == ".csv") {
    write_csv(table, [&](const std::string& part) { file.write(part); });
  } else {
    auto out = arrow::io::FileOutputStream::Open(file.partial().string());
    if (!out.ok()) file.fail(first_line(out.status()));
    auto status = ending == ".parquet" ? write_parquet(*table.arrow(), *out)
                                       : write_ipc(*table.arrow(), *out);
    if (status.ok()) status = (*out)->Close();
    if (!status.ok()) file.fail(first_line(status));
  }
  file.commit();
}

std::uint64_t writing_bytes(std::string_view ending, std::uint64_t rows, std::uint64_t columns,
                            double mean_cell_bytes) {
  const auto cells = [&](std::int64_t most_rows, double bytes) {
    return static_cast<std::uint64_t>(
        static_cast<double>(std::min(rows, static_cast<std::uint64_t>(most_rows))) * bytes);
  };
  if (ending == ".arrow") return 0;
  // Measured: the code, and one column's dictionary of values with its pages. A dictionary is given
  // up at 1 MiB, which 2^17 numbers are; its table of values has then grown to its largest.
  constexpr std::uint64_t kCode = 6 << 20, kDictionary = 36 << 20, kNumbers = 1 << 17;
  if (ending == ".parquet") return rows > kNumbers ? kDictionary : kCode + rows * 110;
  return cells(kCsvRows, static_cast<double>(columns) * (sizeof(std::string) + mean_cell_bytes));
}

}  // namespace grapevine
