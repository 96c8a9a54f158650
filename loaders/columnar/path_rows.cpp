#include "loaders/columnar/path_rows.hpp"

#include <algorithm>
#include <bit>
#include <cstring>

#include "engine/base/numbers.hpp"
#include "engine/base/utf8.hpp"
#include "loaders/columnar/path_cells.hpp"

namespace grapevine {
namespace {

/// The high bit of the lowest byte of `word` that is `c`, and perhaps of others behind it.
constexpr std::uint64_t bytes_that_are(char c, std::uint64_t word) {
  constexpr std::uint64_t kOnes = 0x0101010101010101;
  const std::uint64_t other = word ^ (kOnes * static_cast<unsigned char>(c));
  return (other - kOnes) & ~other & (kOnes << 7);
}

/// The first of some characters at or behind `at`, one of which is known to come. Eight bytes at a
/// time: most fields are short, and a call for each would take longer.
template <class... Chars>
char* find_first(char* at, Chars... chars) {
  static_assert(std::endian::native == std::endian::little);
  for (;; at += 8) {
    std::uint64_t word;
    std::memcpy(&word, at, sizeof word);
    const std::uint64_t found = (bytes_that_are(chars, word) | ...);
    if (found != 0) return at + std::countr_zero(found) / 8;
  }
}

bool holds(std::span<const char> text, char c) {
  return std::memchr(text.data(), c, text.size()) != nullptr;
}

bool is_ascii(std::span<const char> text) {
  unsigned char all = 0;
  for (const char c : text) all |= static_cast<unsigned char>(c);
  return all < 0x80;
}

/// Whether each CR stands before an LF.
bool ends_lines_only(std::string_view text) {
  for (std::size_t at = text.find('\r'); at != text.npos; at = text.find('\r', at + 1))
    if (at + 1 == text.size() || text[at + 1] != '\n') return false;
  return true;
}

/// A number from 0, as the columns of paths have it; an empty cell is 0.
bool read_number(std::string_view cell, double& value) {
  value = 0.0;
  if (cell.empty()) return true;
  if (cell.size() == 1 && cell[0] >= '0' && cell[0] <= '9') {
    value = cell[0] - '0';
    return true;
  }
  const auto given = parse_double(cell);
  if (given) value = *given;
  return given && value >= 0.0 && value <= 1e300;
}

class RowReader {
 public:
  RowReader(std::span<char> text, const PathLineFormat& format, NameNumbers& names, PathRows& rows)
      : text_(text), format_(format), names_(names), rows_(rows) {
    for (std::size_t k = 0; k < counted_.size(); ++k)
      counted_[k] = format.has(static_cast<PathColumn>(k + 1));
    timed_ = format.has(PathColumn::Times);
  }

  std::optional<OddLine> read() {
    if (!is_plain_text(text_)) return OddLine{0, false};
    const bool quoted = holds(text_, '"');
    char *at = text_.data(), *const end = at + text_.size();
    while (at < end) {
      char* const line = at;
      if (quoted) {
        at = find_first(at, '\n') + 1;
        if (!cut_csv_line({line, at}, format_.separator, fields_)) return OddLine{0, false};
        if (fields_.empty()) continue;
        if (!read_fields()) return OddLine{offset(at), true};
      } else {
        if (*at == '\r') ++at;
        if (*at++ == '\n') continue;
        at = read_line(line);
        if (!at) return OddLine{offset(find_first(line, '\n') + 1), true};
      }
      if (!end_row()) return OddLine{offset(at), true};
    }
    while (resolved_ < pending_count_) resolve();
    return std::nullopt;
  }

 private:
  std::size_t offset(const char* at) const { return static_cast<std::size_t>(at - text_.data()); }

  /// Fields that hold no quotes; behind the line, or null where it is odd.
  char* read_line(char* at) {
    const std::size_t fields = format_.columns.size();
    for (std::size_t f = 0; f < fields; ++f) {
      char* const begin = at;
      const PathColumn column = format_.columns[f];
      if (column == PathColumn::Path) {
        if (!(at = read_steps(at))) return nullptr;
      } else {
        at = find_first(at, format_.separator, '\n');
      }
      const bool last = *at == '\n';
      if (last != (f + 1 == fields)) return nullptr;
      const char* const end = last && at > begin && at[-1] == '\r' ? at - 1 : at;
      if (column != PathColumn::Path && !read_cell(column, {begin, end})) return nullptr;
      ++at;
    }
    return at;
  }

  /// Steps up to the end of the field, or null where one has no player.
  char* read_steps(char* at) {
    for (bool first = true;; first = false) {
      char* const begin = at;
      at = find_first(at, '>', format_.separator, '\n');
      const char* const end = *at == '\n' && at > begin && at[-1] == '\r' ? at - 1 : at;
      const std::string_view name = without_blanks({begin, end});
      if (name.empty()) return first && *at != '>' ? at : nullptr;
      add_step(name);
      if (*at != '>') return at;
      ++at;
    }
  }

  bool read_fields() {
    if (fields_.size() != format_.columns.size()) return false;
    for (std::size_t f = 0; f < fields_.size(); ++f)
      if (!read_cell(format_.columns[f], fields_[f])) return false;
    return true;
  }

  bool read_cell(PathColumn column, std::string_view cell) {
    switch (column) {
      case PathColumn::Path: {
        bool named = true;
        for_each_step(cell, [&](std::string_view name) {
          named &= !name.empty();
          add_step(name);
        });
        return named;
      }
      case PathColumn::Conversions:
      case PathColumn::Value:
      case PathColumn::Nulls: {
        double& value = row_[static_cast<std::size_t>(column) - 1];
        return read_number(cell, value);
      }
      case PathColumn::Times:
        times_ = cell;
        return true;
      case PathColumn::Other:
        return true;
    }
    return false;
  }

  /// Names wait for their slots of the table, which are fetched from memory meanwhile.
  void add_step(std::string_view name) {
    if (pending_count_ - resolved_ == pending_.size()) resolve();
    Pending& next = pending_[pending_count_++ % pending_.size()];
    next = {NameNumbers::key_of(name), name};
    names_.prefetch(next.key);
    ++row_steps_;
  }

  void resolve() {
    const Pending& next = pending_[resolved_++ % pending_.size()];
    rows_.steps.push_back(names_.number_of(next.key, next.name));
  }

  bool end_row() {
    const double conversions = counted_[0] ? row_[0] : 1.0;
    if (counted_[1] && row_[1] > 0.0 && conversions == 0.0) return false;
    for (std::size_t k = 0; k < counted_.size(); ++k)
      if (counted_[k]) rows_.numbers[k].push_back(row_[k]);
    rows_.steps_of_row.push_back(row_steps_);
    const bool good = !timed_ || read_times();
    row_steps_ = 0;
    return good;
  }

  /// One time for each step, none before the last.
  bool read_times() {
    const std::size_t before = rows_.times.size();
    bool good = true;
    for_each_step(times_, [&](std::string_view text) {
      const auto time = parse_time(text, TimeUnit::Second);
      good = good && time && (rows_.times.size() == before || *time >= rows_.times.back());
      if (good) rows_.times.push_back(*time);
    });
    return good && rows_.times.size() - before == row_steps_;
  }

  struct Pending {
    NameNumbers::Key key;
    std::string_view name;
  };

  std::span<char> text_;
  const PathLineFormat& format_;
  NameNumbers& names_;
  PathRows& rows_;
  std::vector<std::string_view> fields_;
  std::array<double, 3> row_{};
  std::array<bool, 3> counted_{};
  bool timed_ = false;
  std::string_view times_;
  std::uint32_t row_steps_ = 0;
  std::array<Pending, 16> pending_;
  std::size_t pending_count_ = 0, resolved_ = 0;
};

}  // namespace

bool is_plain_text(std::span<const char> text) {
  const std::string_view all(text.data(), text.size());
  return !holds(text, '\0') && (is_ascii(text) || is_utf8(all)) &&
         (!holds(text, '\r') || ends_lines_only(all));
}

bool PathLineFormat::has(PathColumn column) const {
  return std::ranges::find(columns, column) != columns.end();
}

void PathRows::clear() {
  steps.clear();
  steps_of_row.clear();
  times.clear();
  for (auto& all : numbers) all.clear();
}

bool cut_csv_line(std::span<char> line, char separator, std::vector<std::string_view>& fields) {
  fields.clear();
  char *at = line.data(), *end = at + line.size() - 1;
  if (end > at && end[-1] == '\r') --end;
  if (at == end) return true;
  for (;; ++at) {
    char* const begin = at;
    if (at < end && *at == '"') {
      char* into = at++;
      for (;; ++at) {
        if (at == end) return false;
        if (*at == '"' && (++at == end || *at != '"')) break;  // the second of two is kept
        *into++ = *at;
      }
      if (at < end && *at != separator) return false;
      fields.emplace_back(begin, static_cast<std::size_t>(into - begin));
    } else {
      at = std::find(at, end, separator);
      fields.emplace_back(begin, static_cast<std::size_t>(at - begin));
    }
    if (at == end) return true;
  }
}

std::optional<OddLine> read_path_rows(std::span<char> text, const PathLineFormat& format,
                                      NameNumbers& names, PathRows& rows) {
  return RowReader(text, format, names, rows).read();
}

}  // namespace grapevine
