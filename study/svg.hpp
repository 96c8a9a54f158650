#pragma once
#include <string>
#include <string_view>

namespace grapevine {

/// How a text stands in a picture.
struct SvgText {
  double size = 12.0;
  std::string_view color = "#1c2733";
  std::string_view anchor = "start";
  bool bold = false;
  double rotate = 0.0;  ///< Degrees, around its own place.
};

/// An SVG picture while it is drawn. Coordinates are rounded to hundredths: equal pictures are
/// equal bytes.
class Svg {
 public:
  explicit Svg(double width) : width_(width) {}

  void rect(double x, double y, double width, double height, std::string_view fill,
            std::string_view more = "", std::string_view tip = "");
  void line(double x1, double y1, double x2, double y2, std::string_view color,
            std::string_view more = "");
  void circle(double x, double y, double radius, std::string_view fill, std::string_view stroke,
              std::string_view tip);
  /// A triangle that points to the right.
  void arrow(double x, double y, double size, std::string_view fill, std::string_view tip);
  void text(double x, double y, std::string_view text, const SvgText& style,
            std::string_view tip = "");
  /// The same cut to `width` px, with the whole of it as a tip.
  void clipped_text(double x, double y, double width, std::string_view text, const SvgText& style);

  /// The whole picture, on white. `title` and `description` are for who cannot see it.
  std::string finish(double height, std::string_view title, std::string_view description) const;

 private:
  void close(std::string_view element, std::string_view tip);

  double width_;
  std::string body_;
};

/// `text` for XML: its marks escaped, and U+FFFD for what no XML may hold (control characters,
/// bytes that are no UTF-8).
std::string xml_escaped(std::string_view text);

/// As much of `text` as is about `width` px wide in a font of that size: both ends, which tell ids
/// apart, with an ellipsis between; cut between characters. Characters of East Asia and pictograms
/// count as twice as wide.
std::string fitted(std::string_view text, double width, double size);

}  // namespace grapevine
