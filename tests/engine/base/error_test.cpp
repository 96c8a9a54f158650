#include "engine/base/error.hpp"

#include <catch2/catch.hpp>

using namespace grapevine;

TEST_CASE("Error: place, what and what to do make one line") {
  const Error error(ErrorCode::BadInput, "ties.csv:17", "no number", "give one");
  CHECK(std::string(error.what()) == "ties.csv:17: no number; give one");
  CHECK(error.code() == ErrorCode::BadInput);
}

TEST_CASE("quoted: an error stays one readable line whatever the input holds") {
  CHECK(in_quotes("") == "''");
  CHECK(in_quotes("plain") == "'plain'");
  CHECK(in_quotes("a\nb\tc\x7f") == "'a\\x0ab\\x09c\\x7f'");
  CHECK(in_quotes(std::string("\0", 1)) == "'\\x00'");
  CHECK(in_quotes("\xc3\xa9") == "'\xc3\xa9'");    // bytes of UTF-8 are no control characters
  CHECK(in_quotes("\xc2\x9b") == "'\\xc2\\x9b'");  // U+009B begins an order to a terminal
  CHECK(in_quotes("a\xe2\x80\xa8"
                  "b") == "'a\\xe2\\x80\\xa8b'");  // U+2028 ends a line
}

TEST_CASE("quoted: bytes that are no UTF-8 are shown, so that the error itself is UTF-8") {
  CHECK(in_quotes("a\xff"
                  "b") == "'a\\xffb'");
  CHECK(in_quotes("\xc3") == "'\\xc3'");
  CHECK(in_quotes("\xed\xa0\x80") == "'\\xed\\xa0\\x80'");
  CHECK(in_quotes("\xc3\xa9\xe9") == "'\xc3\xa9\\xe9'");
}

TEST_CASE("quoted: text is cut after 60 characters, and says so") {
  CHECK(in_quotes(std::string(60, 'x')) == "'" + std::string(60, 'x') + "'");
  CHECK(in_quotes(std::string(61, 'x')) == "'" + std::string(60, 'x') + "...'");
}

TEST_CASE("quoted: the cut never splits a character") {
  std::string euros, most;
  for (int i = 0; i < 61; ++i) {
    euros += "\xe2\x82\xac";
    if (i == 59) most = euros;
  }
  CHECK(in_quotes(most) == "'" + most + "'");
  CHECK(in_quotes(euros) == "'" + most + "...'");
  CHECK(in_quotes("x" + euros) == "'x" + most.substr(3) + "...'");
}

TEST_CASE("Error: what a file says cannot break the line, nor its encoding") {
  const Error error(ErrorCode::BadInput, "a\nb", "columns \t\xff", "\x1b[2J");
  CHECK(std::string(error.what()) == "a\\x0ab: columns \\x09\\xff; \\x1b[2J");
  CHECK(on_one_line("Ž 1") == "Ž 1");
}
