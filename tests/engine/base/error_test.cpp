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
  CHECK(in_quotes("\xc3\xa9") == "'\xc3\xa9'");  // bytes of UTF-8 are no control characters
}

TEST_CASE("quoted: text is cut after 60 characters, and says so") {
  CHECK(in_quotes(std::string(60, 'x')) == "'" + std::string(60, 'x') + "'");
  CHECK(in_quotes(std::string(61, 'x')) == "'" + std::string(60, 'x') + "...'");
}
