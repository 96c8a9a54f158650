#include "loaders/columnar/csv.hpp"

#include <arrow/api.h>
#include <arrow/csv/api.h>
#include <arrow/io/memory.h>
#include <fmt/format.h>

#include <algorithm>

#include "engine/base/utf8.hpp"
#include "engine/table/arrow_status.hpp"
#include "engine/table/memory_pool.hpp"

namespace grapevine {
namespace {

/// Longest row, and what is parsed at a time.
constexpr std::int32_t kBlockBytes = 1 << 24;

/// Goes over the records of a CSV as the parser of Arrow cuts them, with their lines. A quote opens
/// a quoted field only at its front; inside other fields it is a character like any.
class CsvRecords {
 public:
  CsvRecords(std::string_view text, char separator)
      : text_(text), separator_(separator), at_(text.starts_with("\xEF\xBB\xBF") ? 3 : 0) {}

  /// Goes to the next record that is no blank line; false at the end.
  bool next() {
    do {
      if (at_ >= text_.size()) return false;
      line_ = next_line_;
      begin_ = at_;
      walk();
    } while (end_ == begin_);
    return true;
  }

  std::int64_t line() const { return line_; }
  std::string_view record() const { return text_.substr(begin_, end_ - begin_); }
  std::string_view from_here() const { return text_.substr(begin_); }

  /// The line of a quote that nothing closes, and of one that closes before its field ends; 0:
  /// none.
  std::int64_t open_quote() const { return open_quote_; }
  std::int64_t early_quote() const { return early_quote_; }

 private:
  char behind() const { return at_ + 1 < text_.size() ? text_[at_ + 1] : '\0'; }
  bool at_line_end() const {
    return text_[at_] == '\n' || (text_[at_] == '\r' && behind() != '\n');
  }

  void walk() {
    enum { FieldStart, Plain, Quoted, Closed } state = FieldStart;
    for (; at_ < text_.size(); ++at_) {
      const char c = text_[at_];
      if (state == Quoted) {
        next_line_ += at_line_end();
        if (c != '"') continue;
        if (behind() == '"')
          ++at_;
        else
          state = Closed;
      } else if (c == '\n' || c == '\r') {
        end_ = at_;
        at_ += c == '\r' && behind() == '\n' ? 2 : 1;
        ++next_line_;
        return;
      } else if (c == '"' && state == FieldStart) {
        state = Quoted;
        quote_line_ = next_line_;
      } else if (c == separator_) {
        state = FieldStart;
      } else if (state == Closed) {
        early_quote_ = next_line_;
        state = Plain;
      } else {
        state = Plain;
      }
    }
    end_ = at_;
    if (state == Quoted) open_quote_ = quote_line_;
  }

  std::string_view text_;
  char separator_;
  std::size_t at_, begin_ = 0, end_ = 0;
  std::int64_t line_ = 1, next_line_ = 1, quote_line_ = 0, open_quote_ = 0, early_quote_ = 0;
};

class CsvParser {
 public:
  CsvParser(std::string_view text, char separator, const std::string& shown)
      : text_(text), separator_(separator), shown_(shown), header_(text, separator) {
    parse_.delimiter = separator;
    parse_.newlines_in_values = true;
  }

  Table parse() {
    if (!header_.next())
      throw Error(ErrorCode::BadInput, shown_, "the file is empty",
                  "give a header line that names the columns");
    if (const std::size_t zero = text_.find('\0'); zero != std::string_view::npos)
      refuse(1 + std::ranges::count(text_.substr(0, zero), '\n'), "it holds a zero byte",
             "give a text file");
    refuse_misplaced_quotes();
    if (const auto bad = line_that_is_no_utf8(header_.record()))
      refuse_encoding(header_.line() + *bad);
    refuse_too_many_columns();
    names_ = header_names();
    refuse_repeated_names();
    CsvRecords rows = header_;
    if (!rows.next()) return no_rows();
    auto table = read();
    if (table.ok()) return Table(std::move(table).ValueUnsafe());
    explain(table.status());
  }

 private:
  [[noreturn]] void refuse(std::int64_t line, std::string_view what, std::string_view to_do) const {
    throw Error(ErrorCode::BadInput, fmt::format("{}:{}", shown_, line), what, to_do);
  }

  [[noreturn]] void refuse_encoding(std::int64_t line) const {
    refuse(line, "it is not UTF-8", "save the file as UTF-8");
  }

  void refuse_misplaced_quotes() const {
    if (text_.find('"') == std::string_view::npos) return;
    CsvRecords records(text_, separator_);
    while (records.next() && records.early_quote() == 0) continue;
    if (records.early_quote() > 0)
      refuse(records.early_quote(), "a field goes on behind its closing quote",
             "write quotes inside a quoted field twice");
    if (records.open_quote() > 0)
      refuse(records.open_quote(), "a quote is opened here and never closed",
             "close it; write quotes inside a quoted field twice");
  }

  /// Lines before the first one that is no UTF-8.
  static std::optional<std::int64_t> line_that_is_no_utf8(std::string_view text) {
    std::int64_t line = 0;
    while (!text.empty()) {
      const std::size_t length = utf8_length(text);
      if (length == 0) return line;
      line += text.front() == '\n' || (text.front() == '\r' && !text.substr(1).starts_with('\n'));
      text.remove_prefix(length);
    }
    return std::nullopt;
  }

  static std::shared_ptr<arrow::io::InputStream> stream_of(std::string_view text) {
    return std::make_shared<arrow::io::BufferReader>(std::make_shared<arrow::Buffer>(text));
  }

  static arrow::csv::ReadOptions read_options() {
    auto read = arrow::csv::ReadOptions::Defaults();
    read.use_threads = false;
    read.block_size = kBlockBytes;
    return read;
  }

  /// Names of the header's columns, by the reader's own rules for quotes.
  std::vector<std::string> header_names() const {
    const std::string line = std::string(header_.record()) + "\n";
    auto reader = arrow::csv::StreamingReader::Make(arrow::io::IOContext(pool_.get()),
                                                    stream_of(line), read_options(), parse_,
                                                    arrow::csv::ConvertOptions::Defaults());
    refuse_want_of_memory(shown_, reader.status());
    if (!reader.ok())
      refuse(header_.line(), first_line(reader.status()), "this line must name the columns");
    return (*reader)->schema()->field_names();
  }

  /// Arrow takes some 25 kB a column, whatever is in it.
  void refuse_too_many_columns() const {
    constexpr std::ptrdiff_t kMost = 10'000;
    if (std::ranges::count(header_.record(), separator_) >= kMost)
      refuse(header_.line(), "the header has more than 10,000 columns",
             "leave out those that the study does not name");
  }

  void refuse_repeated_names() const {
    std::vector<std::string> names = names_;
    std::ranges::sort(names);
    const auto twice = std::ranges::adjacent_find(names);
    if (twice != names.end())
      refuse(header_.line(), "two columns are called " + in_quotes(*twice), "rename one");
  }

  Table no_rows() const {
    arrow::FieldVector fields;
    for (const std::string& name : names_) fields.push_back(arrow::field(name, arrow::utf8()));
    return Table(check(arrow::Table::MakeEmpty(arrow::schema(fields))));
  }

  arrow::Result<std::shared_ptr<arrow::Table>> read() {
    auto convert = arrow::csv::ConvertOptions::Defaults();
    for (const std::string& name : names_) convert.column_types[name] = arrow::utf8();
    convert.strings_can_be_null = false;
    auto parse = parse_;
    parse.invalid_row_handler = [&](const arrow::csv::InvalidRow& row) {
      bad_row_ = row.number;
      bad_fields_ = row.actual_columns;
      return arrow::csv::InvalidRowResult::Error;
    };
    ARROW_ASSIGN_OR_RAISE(
        auto reader, arrow::csv::TableReader::Make(arrow::io::IOContext(pool_.get()),
                                                   stream_of(header_.from_here()), read_options(),
                                                   parse, convert));
    return reader->Read();
  }

  [[noreturn]] void explain(const arrow::Status& status) const {
    refuse_want_of_memory(shown_, status);
    if (bad_row_ > 0) {
      const auto lines = record_lines(text_, separator_);
      const auto record = static_cast<std::size_t>(bad_row_) - 2;  // the header is number 1
      refuse(record < lines.size() ? lines[record] : bad_row_,
             fmt::format("{} field{}, but the header has {}", bad_fields_,
                         bad_fields_ == 1 ? "" : "s", names_.size()),
             "give every row the same number");
    }
    if (const auto bad = line_that_is_no_utf8(text_)) refuse_encoding(1 + *bad);
    CsvRecords records(text_, separator_);
    while (records.next())
      if (records.record().size() >= static_cast<std::size_t>(kBlockBytes))
        refuse(records.line(), "the row is longer than 16 MiB", "shorten it");
    throw Error(ErrorCode::BadInput, shown_, first_line(status), "correct the file");
  }

  std::string_view text_;
  char separator_;
  const std::string& shown_;
  std::shared_ptr<arrow::MemoryPool> pool_ = decoding_pool(text_.size());
  CsvRecords header_;
  arrow::csv::ParseOptions parse_ = arrow::csv::ParseOptions::Defaults();
  std::vector<std::string> names_;
  std::int64_t bad_row_ = 0, bad_fields_ = 0;
};

}  // namespace

Table parse_csv(const std::string& bytes, char separator, const std::string& shown) {
  return CsvParser(bytes, separator, shown).parse();
}

std::vector<std::int64_t> record_lines(std::string_view csv, char separator) {
  std::vector<std::int64_t> lines;
  CsvRecords records(csv, separator);
  records.next();  // the header
  while (records.next()) lines.push_back(records.line());
  return lines;
}

}  // namespace grapevine
