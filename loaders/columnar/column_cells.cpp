#include "loaders/columnar/column_cells.hpp"

#include <arrow/api.h>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "engine/base/error.hpp"
#include "engine/base/numbers.hpp"
#include "engine/base/utf8.hpp"
#include "engine/table/cell_text.hpp"

namespace grapevine {
namespace {

using Codes = TableFormat::Codes;

/// The largest whole number that no other one rounds to.
constexpr std::int64_t kMostExact = (std::int64_t{1} << 53) - 1;

std::string_view trimmed(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \t");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t") - begin + 1);
}

bool is_code(std::string_view cell, const Codes& codes) {
  cell = trimmed(cell);
  return std::ranges::any_of(codes, [&](const std::string& code) {
    return !code.empty() && cell.starts_with(code) &&
           (cell.size() == code.size() || cell.substr(code.size()) == ".0");
  });
}

const Codes& codes_of(const std::map<std::string, Codes, std::less<>>& codes,
                      std::string_view column) {
  static const Codes kNone;
  const auto found = codes.find(column);
  return found == codes.end() ? kNone : found->second;
}

/// The whole number in a text such as "3.0", as its canonical text.
std::optional<std::string_view> whole_before_point(std::string_view text) {
  const std::size_t point = text.find('.');
  if (point == std::string_view::npos || point + 1 == text.size()) return std::nullopt;
  const std::string_view whole = text.substr(0, point);
  const bool zeros = text.find_first_not_of('0', point + 1) == std::string_view::npos;
  const auto value = parse_integer(whole);
  return zeros && value && std::to_string(*value) == whole ? std::optional(whole) : std::nullopt;
}

class ColumnReader {
 public:
  ColumnReader(const SourceTable& source, const ColumnName& column)
      : source_(source), column_(column) {}

  ColumnCells read(const TableFormat& format) {
    refuse_other_types();
    cells_.texts.reserve(static_cast<std::size_t>(source_.num_rows()));
    for (const SourceTable::Part& part : source_.parts()) add_texts(part);
    take_codes(format);
    if (column_.holds_ids) take_ids();
    return std::move(cells_);
  }

 private:
  [[noreturn]] void refuse(std::int64_t row, const std::string& what, const char* to_do) const {
    throw Error(ErrorCode::BadInput, source_.place(row, column_.theirs), what, to_do);
  }

  const arrow::DataType& type_in(const SourceTable::Part& part) const {
    return *part.table.arrow()->schema()->GetFieldByName(column_.theirs)->type();
  }

  void refuse_other_types() const {
    for (const SourceTable::Part& part : source_.parts())
      if (const auto& type = type_in(part); !is_plain_type(type))
        throw Error(
            ErrorCode::BadInput, fmt::format("{}: column {}", part.file, in_quotes(column_.theirs)),
            fmt::format("its cells are of the type {}, which is no single value", type.ToString()),
            "give numbers, text, dates or times");
  }

  void add_texts(const SourceTable::Part& part) {
    const std::size_t first = cells_.texts.size();
    part.table.for_each_text(column_.theirs,
                             [&](std::string text) { cells_.texts.push_back(std::move(text)); });
    if (part.text || !is_text_type(type_in(part))) return;
    for (std::size_t i = first; i < cells_.texts.size(); ++i)
      if (!is_utf8(cells_.texts[i]))
        refuse(static_cast<std::int64_t>(i), "it holds bytes that are not UTF-8", "give text");
  }

  void take_codes(const TableFormat& format) {
    const Codes& missing = codes_of(format.missing_in, column_.ours);
    const Codes& censored = codes_of(format.censored, column_.ours);
    if (format.missing.empty() && missing.empty() && censored.empty()) return;
    for (std::size_t i = 0; i < cells_.texts.size(); ++i) {
      const std::string& cell = cells_.texts[i];
      if (cell.empty()) continue;
      const bool is_censored = is_code(cell, censored);
      if (is_censored) cells_.censored.insert(static_cast<std::int64_t>(i));
      if (is_censored || is_code(cell, missing) || is_code(cell, format.missing))
        cells_.written.emplace(static_cast<std::int64_t>(i), std::exchange(cells_.texts[i], {}));
    }
  }

  void take_ids() {
    std::size_t first = 0;
    for (const SourceTable::Part& part : source_.parts()) {
      const std::size_t end = first + static_cast<std::size_t>(part.table.num_rows());
      if (is_floating_type(type_in(part)))
        take_floating_ids(first, end);
      else if (is_text_type(type_in(part)))
        take_written_floats(first, end);
      first = end;
    }
  }

  void take_floating_ids(std::size_t first, std::size_t end) {
    for (std::size_t i = first; i < end; ++i) {
      const std::string& cell = cells_.texts[i];
      if (cell.empty()) continue;
      const auto value = parse_double(cell);
      if (!value || !std::isfinite(*value) || *value != std::trunc(*value))
        refuse(static_cast<std::int64_t>(i),
               in_quotes(cell) + " is no id, but a number that is not whole",
               "store ids as integers or text, and none as null");
      if (std::abs(*value) > static_cast<double>(kMostExact)) refuse_inexact(i);
      cells_.texts[i] = std::to_string(static_cast<std::int64_t>(*value));
    }
  }

  [[noreturn]] void refuse_inexact(std::size_t row) const {
    refuse(static_cast<std::int64_t>(row),
           fmt::format(
               "the id {} is a floating-point number beyond 2^53, which may have been another id",
               in_quotes(cells_.texts[row])),
           "store ids as integers or text");
  }

  void take_written_floats(std::size_t first, std::size_t end) {
    std::size_t count = 0;
    for (std::size_t i = first; i < end; ++i) {
      if (cells_.texts[i].empty()) continue;
      if (!whole_before_point(cells_.texts[i])) return;
      ++count;
    }
    if (count == 0) return;
    for (std::size_t i = first; i < end; ++i) {
      if (cells_.texts[i].empty()) continue;
      const std::string id(*whole_before_point(cells_.texts[i]));
      if (std::abs(*parse_double(id)) > static_cast<double>(kMostExact)) refuse_inexact(i);
      cells_.texts[i] = id;
    }
    cells_.note = "every id is a whole number with a point, such as 3.0; read as 3";
  }

  const SourceTable& source_;
  const ColumnName& column_;
  ColumnCells cells_;
};

}  // namespace

ColumnCells read_column(const SourceTable& source, const ColumnName& column,
                        const TableFormat& format) {
  return ColumnReader(source, column).read(format);
}

}  // namespace grapevine
