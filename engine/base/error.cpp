#include "engine/base/error.hpp"

#include <fmt/format.h>

#include "engine/base/utf8.hpp"

namespace grapevine {
namespace {

/// Whether a terminal or a log would take the character for an order or a line end.
bool is_control(std::string_view character) {
  const auto lead = static_cast<unsigned char>(character.front());
  if (lead < 0x20 || lead == 0x7f) return true;
  const bool c1 = lead == 0xC2 && static_cast<unsigned char>(character[1]) < 0xA0;
  return c1 || character == "\u2028" || character == "\u2029";
}

/// Takes a character, or a byte that begins none, from the front of `text` and shows it.
void show_first(std::string_view& text, std::string& shown) {
  const std::size_t length = utf8_length(text);
  const std::string_view character = text.substr(0, length == 0 ? 1 : length);
  text.remove_prefix(character.size());
  if (length > 0 && !is_control(character))
    shown += character;
  else
    for (const char c : character) shown += fmt::format("\\x{:02x}", static_cast<unsigned char>(c));
}

}  // namespace

std::string on_one_line(std::string_view text) {
  std::string shown;
  while (!text.empty()) show_first(text, shown);
  return shown;
}

std::string in_quotes(std::string_view text) {
  constexpr int kMostCharacters = 60;
  std::string shown = "'";
  for (int count = 0; count < kMostCharacters && !text.empty(); ++count) show_first(text, shown);
  return shown + (text.empty() ? "'" : "...'");
}

}  // namespace grapevine
