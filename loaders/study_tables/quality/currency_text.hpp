#pragma once
#include <algorithm>
#include <string_view>

namespace grapevine {

/// Whether a cell that is no number holds digits with a currency beside them, or with marks between
/// them, as in "$5", "1,234.50", "12 EUR".
inline bool looks_like_money(std::string_view cell) {
  constexpr std::string_view kDigits = "0123456789";
  const std::size_t first = cell.find_first_of(kDigits), last = cell.find_last_of(kDigits);
  if (first == cell.npos || first > 4 || cell.size() - last > 5) return false;
  return std::ranges::all_of(cell.substr(first, last - first), [](char c) {
    return (c >= '0' && c <= '9') || c == ',' || c == '.' || c == '\'' || c == ' ';
  });
}

}  // namespace grapevine
