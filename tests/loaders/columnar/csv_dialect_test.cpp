#include "loaders/columnar/csv_dialect.hpp"

#include <catch2/catch.hpp>

#include "tests/support/errors.hpp"

namespace grapevine {
namespace {

char detect(const std::string& csv, char usual = ',') {
  return detect_separator(csv, usual, "t.csv");
}

TEST_CASE("detect_separator: the one that the first line has most of") {
  CHECK(detect("a,b\n1,2\n") == ',');
  CHECK(detect("a;b\n1;2\n") == ';');
  CHECK(detect("a\tb\n") == '\t');
  CHECK(detect("a|b|c\n") == '|');
  CHECK(detect("\xEF\xBB\xBF\r\n\na;b;c\r\n1,2,3,4,5\r\n") == ';');
  CHECK(detect("a;b;c,d;e") == ';');
  CHECK(detect("a\nx;y;z\n") == ',');
  CHECK(detect("") == ',');
  CHECK(detect("a\n", '\t') == '\t');
  CHECK(detect("a,b\n", '\t') == ',');
}

TEST_CASE("detect_separator: the usual one stays where another is no more frequent") {
  CHECK(detect("a,b;c\n") == ',');
  CHECK(detect("a,b;c\td\n", '\t') == '\t');
}

TEST_CASE("detect_separator: what stands in quotes separates nothing") {
  CHECK(detect("\"a;b;c\",d\n") == ',');
  CHECK(detect("\"a\"\";\n;\",d\n") == ',');
  CHECK(detect("\"a,b\";c;\"d,e,f,g\"\n") == ';');
  CHECK(detect("5\" pipe;b\n") == ';');  // not at a field's front
}

TEST_CASE("detect_separator: two that are equally frequent are refused") {
  CHECK(testing::error_of([] { detect("a;b|c\n"); }) ==
        "BadInput t.csv: its first line does not tell what separates the fields; declare it: "
        "separator = \";\"");
}

TEST_CASE("separator_name: words for signs that are hard to see") {
  CHECK(separator_name('\t') == "tab");
  CHECK(separator_name(';') == "semicolon");
}

}  // namespace
}  // namespace grapevine
