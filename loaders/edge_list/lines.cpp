#include "loaders/edge_list/lines.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

#include "engine/base/error.hpp"

namespace grapevine {
namespace {

constexpr std::string_view kBlanks = " \t";
constexpr std::string_view kDelimiters = ",;";

/// What a character may be in a line, as bits.
enum CharKind : std::uint8_t { kPlain = 0, kBlank = 1, kDelimiter = 2, kControl = 4, kQuote = 8 };

constexpr std::array<std::uint8_t, 256> kKindOf = [] {
  std::array<std::uint8_t, 256> kinds{};
  for (unsigned char c = 0; c < 0x20; ++c) kinds[c] = kControl;
  kinds[0x7f] = kControl;
  for (const char c : kBlanks) kinds[static_cast<unsigned char>(c)] = kBlank;
  for (const char c : kDelimiters) kinds[static_cast<unsigned char>(c)] = kDelimiter;
  kinds['"'] = kQuote;
  return kinds;
}();

std::uint8_t kind_of(char c) { return kKindOf[static_cast<unsigned char>(c)]; }

std::string_view without_blanks_behind(std::string_view text) {
  while (!text.empty() && kind_of(text.back()) == kBlank) text.remove_suffix(1);
  return text;
}

/// The kinds of all characters.
unsigned kinds_in(std::string_view line) {
  unsigned kinds = 0;
  for (const char c : line) kinds |= kind_of(c);
  return kinds;
}

/// Cuts a line without quotes, blanks behind it and control characters.
void cut_plain_fields(std::string_view line, bool delimited, std::vector<TextField>& fields) {
  const char *at = line.data(), *const end = at + line.size();
  const unsigned separator = delimited ? kDelimiter : kBlank;
  while (true) {
    while (at != end && kind_of(*at) == kBlank) ++at;
    const char* const begin = at;
    while (at != end && (kind_of(*at) & separator) == 0) ++at;
    fields.push_back({without_blanks_behind({begin, static_cast<std::size_t>(at - begin)})});
    if (at == end) return;
    ++at;
  }
}

/// Reads fields from the front of a line.
class Cutter {
 public:
  Cutter(std::string_view line, bool delimited) : rest_(line), delimited_(delimited) {}

  /// What goes wrong with the next field, if something does.
  std::optional<LineProblem> read(TextField& field) {
    skip_blanks();
    if (!rest_.empty() && rest_.front() == '"') return read_quoted(field);
    const std::size_t end =
        std::min(rest_.size(), rest_.find_first_of(delimited_ ? kDelimiters : kBlanks));
    field = {without_blanks_behind(rest_.substr(0, end)), false};
    rest_.remove_prefix(end);
    return std::nullopt;
  }

  /// Skips the separator behind a field; false when the line is at its end.
  bool skip_separator() {
    skip_blanks();
    if (rest_.empty()) return false;
    if (delimited_) rest_.remove_prefix(1);
    return true;
  }

 private:
  void skip_blanks() {
    while (!rest_.empty() && kind_of(rest_.front()) == kBlank) rest_.remove_prefix(1);
  }

  std::optional<LineProblem> read_quoted(TextField& field) {
    const std::size_t close = rest_.find('"', 1);
    if (close == std::string_view::npos)
      return LineProblem{in_quotes(rest_) + " has no closing quote", "close it on the same line"};
    field = {rest_.substr(1, close - 1), true};
    const std::string_view whole = rest_.substr(0, close + 1);
    rest_.remove_prefix(close + 1);
    const std::string_view behind = rest_;
    if (delimited_) skip_blanks();
    if (rest_.empty() || kind_of(rest_.front()) == (delimited_ ? kDelimiter : kBlank))
      return std::nullopt;
    return LineProblem{
        in_quotes(std::string(whole) + std::string(behind)) + " goes on behind the closing quote",
        "put a separator there, and no quotes inside quotes"};
  }

  std::string_view rest_;
  bool delimited_;
};

}  // namespace

std::optional<LineProblem> cut_fields(std::string_view line, std::vector<TextField>& fields) {
  fields.clear();
  line = without_blanks_behind(line);
  const unsigned kinds = kinds_in(line);
  if (kinds & kControl)
    return LineProblem{in_quotes(line) + " has a control character",
                       "give plain text with one tie on each line"};
  const bool delimited = (kinds & kDelimiter) != 0;
  if ((kinds & kQuote) == 0) {
    cut_plain_fields(line, delimited, fields);
    return std::nullopt;
  }
  Cutter cutter(line, delimited);
  do {
    if (auto problem = cutter.read(fields.emplace_back())) return problem;
  } while (cutter.skip_separator());
  return std::nullopt;
}

bool says_nothing(std::string_view line) {
  while (!line.empty() && kind_of(line.front()) == kBlank) line.remove_prefix(1);
  return line.empty() || line.front() == '#' || line.front() == '%';
}

bool LineReader::next() {
  while (next_ < end_) {
    offset_ = next_;
    const std::size_t line_feed = std::min(text_.find('\n', offset_), end_);
    next_ = std::min(line_feed + 1, end_);
    line_ = text_.substr(offset_, line_feed - offset_);
    if (line_.ends_with('\r')) line_.remove_suffix(1);
    if (!says_nothing(line_)) return true;
  }
  return false;
}

std::size_t line_number(std::string_view text, std::size_t offset) {
  return 1 + static_cast<std::size_t>(std::ranges::count(text.substr(0, offset), '\n'));
}

std::vector<std::size_t> cut_at_lines(std::string_view text, std::size_t begin,
                                      std::size_t block_size) {
  std::vector<std::size_t> places = {begin};
  while (places.back() < text.size()) {
    const std::size_t wanted = places.back() + block_size;
    const std::size_t line_feed =
        wanted < text.size() ? text.find('\n', wanted) : std::string_view::npos;
    places.push_back(line_feed == std::string_view::npos ? text.size() : line_feed + 1);
  }
  return places;
}

}  // namespace grapevine
