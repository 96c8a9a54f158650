#pragma once
#include <string_view>

namespace grapevine {

/// The columns of paths and journeys that have a meaning.
inline constexpr std::string_view kPathColumns[] = {"path",
                                                    "total_conversions",
                                                    "total_conversion_value",
                                                    "total_null",
                                                    "t",
                                                    "journey_id",
                                                    "player",
                                                    "seq"};

inline std::string_view without_blanks(std::string_view text) {
  const auto blank = [](char c) { return c == ' ' || c == '\t'; };
  while (!text.empty() && blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && blank(text.back())) text.remove_suffix(1);
  return text;
}

/// Calls `visit(step)` for what stands between the `>` of a cell; an empty cell has no steps.
template <class Visit>
void for_each_step(std::string_view cell, const Visit& visit) {
  if (without_blanks(cell).empty()) return;
  while (true) {
    const std::size_t end = cell.find('>');
    visit(without_blanks(cell.substr(0, end)));
    if (end == std::string_view::npos) return;
    cell.remove_prefix(end + 1);
  }
}

}  // namespace grapevine
