#include "loaders/edge_list/lines.hpp"

#include <catch2/catch.hpp>

namespace grapevine {
namespace {

/// Fields of a line in angle brackets, quoted ones in double quotes; else what is wrong with it.
std::string cut(std::string_view line) {
  std::vector<TextField> fields;
  if (const auto problem = cut_fields(line, fields)) return "! " + problem->what;
  std::string text;
  for (const TextField& field : fields) {
    const std::string quote = field.quoted ? "\"" : "";
    text += "<" + quote + std::string(field.text) + quote + ">";
  }
  return text;
}

TEST_CASE("cut_fields: runs of blanks separate, unless the line has a comma or semicolon") {
  CHECK(cut("1 2") == "<1><2>");
  CHECK(cut(" 1 \t 2 ") == "<1><2>");
  CHECK(cut("1,2;3") == "<1><2><3>");
  CHECK(cut("Anna Smith , 3") == "<Anna Smith><3>");
  CHECK(cut("1,,2,") == "<1><><2><>");
  CHECK(cut("\"a b\" \"c\"") == "<\"a b\"><\"c\">");
  CHECK(cut("\"a,b\" , c") == "<\"a,b\"><c>");
  CHECK(cut("a\"b c") == "<a\"b><c>");  // a quote inside a field is a character
}

TEST_CASE("cut_fields: control characters and stray quotes are problems") {
  CHECK(cut(std::string_view("1\0002", 3)) == "! '1\\x002' has a control character");
  CHECK(cut("1 \"2") == "! '\"2' has no closing quote");
  CHECK(cut("\"1\"2 3") == "! '\"1\"2 3' goes on behind the closing quote");
}

TEST_CASE("LineReader: goes over lines that say something, and knows their places") {
  const std::string_view text = "# head\r\n1 2\r\n\n % c\n3 4";
  LineReader reader(text, 0, text.size());
  REQUIRE(reader.next());
  CHECK(reader.line() == "1 2");
  CHECK(line_number(text, reader.offset()) == 2);
  CHECK(reader.after() == 13);
  REQUIRE(reader.next());
  CHECK(reader.line() == "3 4");
  CHECK(line_number(text, reader.offset()) == 5);
  CHECK_FALSE(reader.next());
}

TEST_CASE("cut_at_lines: blocks end with lines and leave nothing out, whatever their size") {
  const std::string text = "12345\n\n1\n1234567890\nlast";
  for (std::size_t size = 1; size <= text.size() + 1; ++size) {
    const auto places = cut_at_lines(text, 6, size);
    CHECK(places.front() == 6);
    CHECK(places.back() == text.size());
    for (std::size_t i = 1; i + 1 < places.size(); ++i) {
      CHECK(places[i] > places[i - 1]);
      CHECK(text[places[i] - 1] == '\n');
    }
  }
  CHECK(cut_at_lines("", 0, 8) == std::vector<std::size_t>{0});
}

}  // namespace
}  // namespace grapevine
