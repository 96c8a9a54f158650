#include "engine/base/numbers.hpp"

#include <fast_float/fast_float.h>
#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace grapevine {
namespace {

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  if (text.size() > 1 && text.front() == '+' && text[1] != '-') text.remove_prefix(1);
  return text;
}

/// Whether a number that reads as 0 was written as one: no digit but 0 before its exponent.
bool spells_zero(std::string_view text) {
  return text.substr(0, text.find_first_of("eE")).find_first_of("123456789") == text.npos;
}

}  // namespace

std::optional<double> parse_double(std::string_view text) {
  text = trimmed(text);
  double value = 0.0;
  const auto [end, status] = fast_float::from_chars(text.data(), text.data() + text.size(), value);
  if (status != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  if (value == 0.0 && !spells_zero(text)) return std::nullopt;
  return value;
}

std::optional<std::int64_t> parse_integer(std::string_view text) {
  text = trimmed(text);
  std::int64_t value = 0;
  const auto [end, status] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (status != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::optional<bool> parse_bool(std::string_view text) {
  std::string lower(trimmed(text));
  std::ranges::transform(lower, lower.begin(), [](unsigned char c) {
    return static_cast<char>(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
  });
  if (lower == "true" || lower == "yes" || lower == "1") return true;
  if (lower == "false" || lower == "no" || lower == "0") return false;
  return std::nullopt;
}

std::string grouped(std::string number) {
  const std::size_t first = number.starts_with('-') ? 1 : 0;
  for (std::size_t i = std::min(number.find_first_of(".e"), number.size()); i > first + 3; i -= 3)
    number.insert(i - 3, ",");
  return number;
}

std::string grouped(std::int64_t number) { return grouped(std::to_string(number)); }

std::string to_text(double value) { return fmt::format("{}", value); }

}  // namespace grapevine
