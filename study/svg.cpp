#include "study/svg.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <utility>
#include <vector>

#include "engine/base/utf8.hpp"

namespace grapevine {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

/// The code point of the UTF-8 character that `text` is.
std::uint32_t code_point(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  if (text.size() == 1) return byte(0);
  std::uint32_t code = byte(0) & (0x7FU >> text.size());
  for (std::size_t i = 1; i < text.size(); ++i) code = code << 6U | (byte(i) & 0x3FU);
  return code;
}

bool is_in_xml(std::uint32_t code) {
  return code >= 0x20 && code != 0x7F && code != 0xFFFE && code != 0xFFFF;
}

/// Width in parts of the font's size; a little much for most fonts without serifs.
double width_of(std::uint32_t code) {
  constexpr std::string_view kNarrow = " .,:;'|!ijltfI()[]/-";
  if (code < 0x80) {
    const char c = static_cast<char>(code);
    if (kNarrow.find(c) != std::string_view::npos) return 0.36;
    return c == 'm' || c == 'w' || c == 'M' || c == 'W' || c == '@' ? 0.92
           : c >= 'A' && c <= 'Z'                                   ? 0.72
                                                                    : 0.58;
  }
  return code < 0x1100 ? 0.66 : 1.05;
}

std::string number(double value) {
  std::string text = fmt::format("{:.2f}", value);
  text.erase(text.find_last_not_of('0') + 1);
  if (text.ends_with('.')) text.pop_back();
  return text == "-0" ? "0" : text;
}

/// Calls `visit` for each character, empty for a byte that is none.
template <class Visit>
void for_each_character(std::string_view text, const Visit& visit) {
  while (!text.empty()) {
    const std::size_t length = utf8_length(text);
    visit(text.substr(0, length));
    text.remove_prefix(length == 0 ? 1 : length);
  }
}

}  // namespace

std::string xml_escaped(std::string_view text) {
  std::string escaped;
  for_each_character(text, [&](std::string_view character) {
    if (character.empty() || !is_in_xml(code_point(character)))
      escaped += kReplacement;
    else if (character == "&")
      escaped += "&amp;";
    else if (character == "<")
      escaped += "&lt;";
    else if (character == ">")
      escaped += "&gt;";
    else if (character == "\"")
      escaped += "&quot;";
    else
      escaped += character;
  });
  return escaped;
}

std::string fitted(std::string_view text, double width, double size) {
  std::vector<std::pair<std::string_view, double>> characters;
  double all = 0.0;
  for_each_character(text, [&](std::string_view c) {
    characters.emplace_back(c.empty() ? kReplacement : c,
                            size * (c.empty() ? 1.0 : width_of(code_point(c))));
    all += characters.back().second;
  });
  if (all <= width) return std::string(text);
  const double room = std::max(0.0, width - size);  // the ellipsis takes as much
  std::string head, tail;
  std::size_t begin = 0, end = characters.size();
  for (double used = 0.0; used + characters[begin].second <= 0.5 * room; ++begin) {
    used += characters[begin].second;
    head += characters[begin].first;
  }
  for (double used = 0.0; used + characters[end - 1].second <= 0.5 * room; --end) {
    used += characters[end - 1].second;
    tail.insert(0, characters[end - 1].first);
  }
  return head + "\xE2\x80\xA6" + tail;
}

void Svg::close(std::string_view element, std::string_view tip) {
  if (tip.empty())
    body_ += "/>\n";
  else
    body_ += fmt::format("><title>{}</title></{}>\n", xml_escaped(tip), element);
}

void Svg::rect(double x, double y, double width, double height, std::string_view fill,
               std::string_view more, std::string_view tip) {
  body_ +=
      fmt::format("<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" fill=\"{}\"{}{}", number(x),
                  number(y), number(width), number(height), fill, more.empty() ? "" : " ", more);
  close("rect", tip);
}

void Svg::line(double x1, double y1, double x2, double y2, std::string_view color,
               std::string_view more) {
  body_ +=
      fmt::format("<line x1=\"{}\" y1=\"{}\" x2=\"{}\" y2=\"{}\" stroke=\"{}\"{}{}", number(x1),
                  number(y1), number(x2), number(y2), color, more.empty() ? "" : " ", more);
  close("line", "");
}

void Svg::circle(double x, double y, double radius, std::string_view fill, std::string_view stroke,
                 std::string_view tip) {
  body_ += fmt::format(
      "<circle cx=\"{}\" cy=\"{}\" r=\"{}\" fill=\"{}\" stroke=\"{}\" stroke-width=\"1.5\"",
      number(x), number(y), number(radius), fill, stroke);
  close("circle", tip);
}

void Svg::arrow(double x, double y, double size, std::string_view fill, std::string_view tip) {
  body_ += fmt::format("<path d=\"M{} {}v{}l{} {}z\" fill=\"{}\"", number(x), number(y - size),
                       number(2.0 * size), number(1.6 * size), number(-size), fill);
  close("path", tip);
}

void Svg::text(double x, double y, std::string_view text, const SvgText& style,
               std::string_view tip) {
  body_ += fmt::format("<text x=\"{}\" y=\"{}\" font-size=\"{}\" fill=\"{}\"", number(x), number(y),
                       number(style.size), style.color);
  if (style.anchor != "start") body_ += fmt::format(" text-anchor=\"{}\"", style.anchor);
  if (style.bold) body_ += " font-weight=\"bold\"";
  if (style.rotate != 0.0)
    body_ +=
        fmt::format(" transform=\"rotate({} {} {})\"", number(style.rotate), number(x), number(y));
  body_ += ">";
  if (!tip.empty()) body_ += "<title>" + xml_escaped(tip) + "</title>";
  body_ += xml_escaped(text) + "</text>\n";
}

void Svg::clipped_text(double x, double y, double width, std::string_view whole,
                       const SvgText& style) {
  const std::string shown = fitted(whole, width, style.size * (style.bold ? 1.08 : 1.0));
  text(x, y, shown, style, shown == whole ? "" : whole);
}

std::string Svg::finish(double height, std::string_view title, std::string_view description) const {
  return fmt::format(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{0}\" height=\"{1}\" viewBox=\"0 0 {0} "
      "{1}\" role=\"img\" font-family=\"Helvetica, Arial, 'Liberation Sans', sans-serif\">\n"
      "<title>{2}</title>\n<desc>{3}</desc>\n"
      "<rect width=\"{0}\" height=\"{1}\" fill=\"#ffffff\"/>\n{4}</svg>\n",
      number(width_), number(height), xml_escaped(title), xml_escaped(description), body_);
}

}  // namespace grapevine
