#include "loaders/columnar/source_table.hpp"

#include <arrow/api.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <numeric>

#include "engine/base/error.hpp"
#include "engine/table/arrow_status.hpp"
#include "engine/table/cell_text.hpp"
#include "engine/table/selected_rows.hpp"
#include "loaders/columnar/arrow_ipc.hpp"
#include "loaders/columnar/csv.hpp"
#include "loaders/columnar/csv_dialect.hpp"
#include "loaders/columnar/file_bytes.hpp"
#include "loaders/columnar/parquet.hpp"

namespace grapevine {
namespace {

using Part = SourceTable::Part;

void refuse_other_columns(const std::vector<Part>& parts) {
  const auto refuse_lack = [](const Part& lacks, const Part& has) {
    for (const std::string& name : has.table.column_names())
      if (!lacks.table.has(name))
        throw Error(ErrorCode::BadInput, lacks.file,
                    fmt::format("there is no column {}, which {} has", in_quotes(name), has.file),
                    "give all files of a table the same columns");
  };
  for (const Part& part : parts) {
    refuse_lack(part, parts.front());
    refuse_lack(parts.front(), part);
  }
}

/// One column of all parts. Where its type differs between them it becomes text, as all is read as
/// text in the end.
std::shared_ptr<arrow::ChunkedArray> joined_column(const std::vector<Part>& parts,
                                                   const std::string& name) {
  arrow::ArrayVector chunks;
  const auto first = parts.front().table.arrow()->GetColumnByName(name);
  const bool same_type = std::ranges::all_of(parts, [&](const Part& part) {
    return part.table.arrow()->GetColumnByName(name)->type()->Equals(first->type());
  });
  for (const Part& part : parts) {
    TableBuilder texts;
    if (!same_type) texts.add({.name = name}, part.table.texts(name));
    const auto column =
        same_type ? part.table.arrow()->GetColumnByName(name) : texts.finish().arrow()->column(0);
    chunks.insert(chunks.end(), column->chunks().begin(), column->chunks().end());
  }
  return check(arrow::ChunkedArray::Make(chunks, same_type ? first->type() : arrow::utf8()));
}

Table joined_table(const std::vector<Part>& parts) {
  if (parts.size() == 1) return parts.front().table;
  arrow::FieldVector fields;
  arrow::ChunkedArrayVector columns;
  std::int64_t rows = 0;
  for (const Part& part : parts) rows += part.table.num_rows();
  for (const std::string& name : parts.front().table.column_names()) {
    columns.push_back(joined_column(parts, name));
    fields.push_back(arrow::field(name, columns.back()->type()));
  }
  return Table(arrow::Table::Make(arrow::schema(fields), columns, rows));
}

Part read_csv_part(const TableFile& file, char usual, const TableFormat& format) {
  auto bytes = std::make_shared<const std::string>(read_file_bytes(file.path));
  const char separator =
      format.separator ? *format.separator : detect_separator(*bytes, usual, file.shown);
  Table table = parse_csv(*bytes, separator, file.shown);
  Part part{file.shown, std::move(table), std::move(bytes), separator};
  if (!format.separator && separator != usual)
    part.note = fmt::format("{}: fields are separated by {}s, as its first line tells", file.shown,
                            separator_name(separator));
  return part;
}

bool is_arrow_ending(const std::string& ending) {
  constexpr std::array kArrowEndings{".arrow", ".arrows", ".feather", ".ipc"};
  return std::ranges::find(kArrowEndings, ending) != kArrowEndings.end();
}

Part read_part(const TableFile& file, const TableFormat& format) {
  const std::string kind = format_ending(file.path);
  if (kind == ".csv") return read_csv_part(file, ',', format);
  if (kind == ".tsv") return read_csv_part(file, '\t', format);
  if (is_arrow_ending(kind)) return {file.shown, read_arrow_ipc(file.path, file.shown), nullptr};
  if (kind == ".parquet") {
    std::error_code error;
    if (std::filesystem::status(file.path, error).type() == std::filesystem::file_type::not_found)
      throw Error(ErrorCode::NotFound, file.shown, "there is no such file", "correct its name");
    return {file.shown, read_parquet(file.path, file.shown), nullptr};
  }
  if (format.separator) return read_csv_part(file, ',', format);
  throw Error(ErrorCode::BadInput, file.shown, "no known ending for a table",
              "give .csv, .tsv, .arrow, .feather (each also .gz, .zst) or .parquet, or declare a "
              "separator");
}

}  // namespace

SourceTable::SourceTable(std::vector<Part> parts) : parts_(std::move(parts)) {
  if (parts_.empty()) return;
  refuse_other_columns(parts_);
  std::int64_t rows = 0;
  for (const Part& part : parts_) {
    first_row_.push_back(rows);
    rows += part.table.num_rows();
    if (!part.note.empty()) notes_.push_back(part.note);
  }
  table_ = joined_table(parts_);
}

std::size_t SourceTable::part_of(std::int64_t row) const {
  return static_cast<std::size_t>(std::ranges::upper_bound(first_row_, row) - first_row_.begin()) -
         1;
}

const std::string& SourceTable::file(std::int64_t row) const { return parts_[part_of(row)].file; }

std::string SourceTable::files() const {
  constexpr std::size_t kMostNamed = 3;
  if (parts_.size() > kMostNamed)
    return fmt::format("{} to {} ({} files)", parts_.front().file, parts_.back().file,
                       parts_.size());
  std::string text;
  for (const Part& part : parts_) text += (text.empty() ? "" : ", ") + part.file;
  return text;
}

SourceTable SourceTable::with_rows(const std::vector<bool>& keep) const {
  std::vector<Part> some;
  auto next = keep.begin();
  for (const Part& part : parts_) {
    const auto end = next + part.table.num_rows();
    some.push_back({part.file, selected_rows(part.table, {next, end}), nullptr, part.separator});
    next = end;
  }
  return SourceTable(std::move(some));
}

bool SourceTable::is_text(std::int64_t row, const std::string& column) const {
  const auto field = parts_[part_of(row)].table.arrow()->schema()->GetFieldByName(column);
  return field && is_text_type(*field->type());
}

std::vector<std::int64_t> SourceTable::lines() const {
  std::vector<std::int64_t> all;
  all.reserve(static_cast<std::size_t>(num_rows()));
  for (const Part& part : parts_) {
    if (part.text) {
      const auto lines = record_lines(*part.text, part.separator);
      all.insert(all.end(), lines.begin(), lines.end());
    } else {
      const std::size_t before = all.size();
      all.resize(before + static_cast<std::size_t>(part.table.num_rows()));
      std::iota(all.begin() + static_cast<std::ptrdiff_t>(before), all.end(), 1);
    }
  }
  return all;
}

std::string SourceTable::place(std::int64_t row, const std::string& column) const {
  const std::size_t at = part_of(row);
  const Part& part = parts_[at];
  const auto in_part = static_cast<std::size_t>(row - first_row_[at]);
  if (!part.text)
    return fmt::format("{}: row {}, column {}", part.file, in_part + 1, in_quotes(column));
  return fmt::format("{}:{}: column {}", part.file,
                     record_lines(*part.text, part.separator)[in_part], in_quotes(column));
}

SourceTable read_source_table(const std::filesystem::path& path, const std::string& shown,
                              const TableFormat& format) {
  const TableFile file{path, shown};
  return read_source_table(std::span(&file, 1), format);
}

SourceTable read_source_table(std::span<const TableFile> files, const TableFormat& format) {
  std::vector<Part> parts;
  for (const TableFile& file : files) parts.push_back(read_part(file, format));
  return SourceTable(std::move(parts));
}

SourceTable table_in_memory(const std::string& shown, Table table) {
  if (const auto valid = table.arrow()->ValidateFull(); !valid.ok())
    throw Error(ErrorCode::BadInput, shown, "it is damaged: " + first_line(valid),
                "make the table again");
  refuse_repeated_names(table.column_names(), shown);
  return SourceTable({{shown, std::move(table), nullptr}});
}

bool is_typed_table(const std::filesystem::path& path) {
  const std::string ending = format_ending(path);
  return ending == ".parquet" || is_arrow_ending(ending);
}

TableHead read_table_head(const std::filesystem::path& path, const std::string& shown,
                          std::int64_t most_rows) {
  return format_ending(path) == ".parquet" ? read_parquet_head(path, shown, most_rows)
                                           : read_arrow_head(path, shown, most_rows);
}

}  // namespace grapevine
