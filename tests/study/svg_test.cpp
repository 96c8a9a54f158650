#include "study/svg.hpp"

#include <catch2/catch.hpp>

using namespace grapevine;

TEST_CASE("xml_escaped: marks are escaped, what no XML may hold is replaced, letters stay") {
  CHECK(xml_escaped("<a & \"b\">") == "&lt;a &amp; &quot;b&quot;&gt;");
  CHECK(xml_escaped("Zo\xC3\xAB \xE6\x9D\x8E \xF0\x9F\x8D\x87") ==
        "Zo\xC3\xAB \xE6\x9D\x8E \xF0\x9F\x8D\x87");
  const std::string bad = "\xEF\xBF\xBD";
  CHECK(xml_escaped(std::string("a\0b\x01", 4)) == "a" + bad + "b" + bad);
  CHECK(xml_escaped("a\nb\x7F") == "a" + bad + "b" + bad);
  CHECK(xml_escaped("\xFF\xC3") == bad + bad);  // no UTF-8, and cut off
  CHECK(xml_escaped("\xEF\xBF\xBE") == bad);    // U+FFFE is no XML
}

TEST_CASE("fitted: short texts stay, long ones keep both ends, cut between characters") {
  CHECK(fitted("ann", 100.0, 12.0) == "ann");
  CHECK(fitted("", 10.0, 12.0).empty());
  const std::string cut = fitted("customer-00017@example.org-00018", 100.0, 12.0);
  CHECK_THAT(cut, Catch::StartsWith("custom") && Catch::EndsWith("00018") &&
                      Catch::Contains("\xE2\x80\xA6"));
  std::string wide;
  for (int i = 0; i < 50; ++i) wide += "\xE6\x9D\x8E";
  const std::string some = fitted(wide, 100.0, 12.0);
  CHECK(some.size() % 3 == 0);  // whole characters
  CHECK(some.size() / 3 < 9);
  CHECK(fitted("much too long", 1.0, 12.0) == "\xE2\x80\xA6");
  CHECK(fitted(std::string(100, '\xFF'), 60.0, 12.0).size() == 5 * 3);
}

TEST_CASE("Svg: elements with tips, coordinates to hundredths, and a white ground") {
  Svg svg(100.0);
  svg.rect(1.0 / 3.0, 2.0, 3.5, 4.0, "#123456", "", "tip & more");
  svg.line(0.0, -0.0001, 5.0, 6.0, "#000000", "stroke-width=\"2\"");
  svg.circle(1.0, 2.0, 3.0, "#fff", "#000", "");
  svg.arrow(1.0, 2.0, 3.0, "#000", "joined");
  svg.text(5.0, 6.0, "a<b", {.anchor = "end", .bold = true, .rotate = -30.0});
  svg.clipped_text(5.0, 6.0, 30.0, "a very long text", {});
  const std::string whole = svg.finish(50.0, "title", "more");
  CHECK_THAT(whole, Catch::StartsWith("<?xml") && Catch::Contains("viewBox=\"0 0 100 50\"") &&
                        Catch::Contains("<title>title</title>\n<desc>more</desc>") &&
                        Catch::Contains("fill=\"#ffffff\"/>") &&
                        Catch::Contains("<rect x=\"0.33\" y=\"2\" width=\"3.5\" height=\"4\" "
                                        "fill=\"#123456\"><title>tip &amp; more</title></rect>") &&
                        Catch::Contains("y1=\"0\"") && Catch::Contains("a&lt;b</text>") &&
                        Catch::Contains("rotate(-30 5 6)") &&
                        Catch::Contains("<title>a very long text</title>") &&
                        Catch::EndsWith("</svg>\n"));
}
