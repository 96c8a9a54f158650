#pragma once
#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <string_view>

#include "engine/base/error.hpp"

namespace grapevine {

inline constexpr std::string_view kTextBlanks = " \t\r\n\f\v";

inline std::string in_lower_case(std::string_view text) {
  std::string result(text);
  std::ranges::transform(result, result.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
  });
  return result;
}

/// Whether the first word of `text` spells NaN.
inline bool is_nan(std::string_view text) {
  const std::size_t first = text.find_first_not_of(kTextBlanks);
  if (first == std::string_view::npos) return false;
  text = text.substr(first);
  if (text.front() == '+' || text.front() == '-') text.remove_prefix(1);
  return in_lower_case(text.substr(0, 3)) == "nan";
}

/// The place of an offset in a text, for the front of an error.
struct TextPlace {
  std::string_view text;
  const std::string& shown;

  [[noreturn]] void refuse(std::size_t offset, const std::string& what, const char* to_do) const {
    const auto line = 1 + std::ranges::count(text.substr(0, offset), '\n');
    throw Error(ErrorCode::BadInput, fmt::format("{}:{}", shown, line), what, to_do);
  }
};

}  // namespace grapevine
