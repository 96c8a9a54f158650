#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "engine/base/time.hpp"
#include "loaders/columnar/name_numbers.hpp"

namespace grapevine {

/// What a column of a CSV of paths is to us.
enum class PathColumn : std::uint8_t { Path, Conversions, Value, Nulls, Times, Other };

/// How its lines are to be cut.
struct PathLineFormat {
  char separator = ',';
  std::vector<PathColumn> columns;  ///< Of each field.

  bool has(PathColumn column) const;
};

/// Paths of some lines; the numbers of columns that are not there are left out.
struct PathRows {
  std::vector<std::uint32_t> steps;  ///< Numbers of names.
  std::vector<std::uint32_t> steps_of_row;
  std::vector<Time> times;
  std::array<std::vector<double>, 3> numbers;  ///< Conversions, value, nulls.

  void clear();
};

/// A line that could not be read: where it ends, and whether what is before it may be read alone.
struct OddLine {
  std::size_t end = 0;
  bool front_is_whole = true;
};

/// Whether lines are UTF-8 without zero bytes, and each CR in them stands before an LF.
bool is_plain_text(std::span<const char> lines);

/// Cuts a line, which ends in LF and may be written to, into fields without their quotes. Nothing:
/// a quoted field does not end in this line, or goes on behind its closing quote.
bool cut_csv_line(std::span<char> line, char separator, std::vector<std::string_view>& fields);

/// Adds the rows of whole lines to `rows`, up to the first that is odd. Names are numbered by
/// `names`. `text` may be written to, and up to 8 bytes behind it are read.
std::optional<OddLine> read_path_rows(std::span<char> text, const PathLineFormat& format,
                                      NameNumbers& names, PathRows& rows);

}  // namespace grapevine
