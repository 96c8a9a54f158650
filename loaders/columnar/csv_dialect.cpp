#include "loaders/columnar/csv_dialect.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "engine/base/error.hpp"

namespace grapevine {
namespace {

constexpr std::string_view kSeparators = ",;\t|";

/// How often each separator occurs in the first record, outside of quotes. A quote opens a field
/// only at its front.
std::array<int, kSeparators.size()> count_separators(std::string_view csv) {
  std::array<int, kSeparators.size()> counts{};
  bool quoted = false, front = true;
  for (std::size_t i = 0; i < csv.size(); ++i) {
    const char c = csv[i];
    if (quoted) {
      const bool doubled = c == '"' && i + 1 < csv.size() && csv[i + 1] == '"';
      if (doubled)
        ++i;
      else
        quoted = c != '"';
      continue;
    }
    if (c == '\n' || c == '\r') break;
    quoted = front && c == '"';
    const std::size_t kind = kSeparators.find(c);
    front = kind != std::string_view::npos;
    if (front) ++counts[kind];
  }
  return counts;
}

}  // namespace

std::string_view separator_name(char separator) {
  switch (separator) {
    case ',':
      return "comma";
    case ';':
      return "semicolon";
    case '\t':
      return "tab";
    default:
      return "bar";
  }
}

char detect_separator(std::string_view csv, char usual, const std::string& shown) {
  if (csv.starts_with("\xEF\xBB\xBF")) csv.remove_prefix(3);
  csv.remove_prefix(std::min(csv.find_first_not_of("\r\n"), csv.size()));
  const auto counts = count_separators(csv);
  const auto most = static_cast<std::size_t>(std::ranges::max_element(counts) - counts.begin());
  if (counts[most] <= counts[kSeparators.find(usual)]) return usual;
  if (std::ranges::count(counts, counts[most]) > 1)
    throw Error(ErrorCode::BadInput, shown,
                "its first line does not tell what separates the fields",
                "declare it: separator = \";\"");
  return kSeparators[most];
}

}  // namespace grapevine
