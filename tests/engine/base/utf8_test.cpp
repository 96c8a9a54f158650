#include "engine/base/utf8.hpp"

#include <catch2/catch.hpp>
#include <string>

namespace grapevine {
namespace {

TEST_CASE("utf8_length: the first and last character of each length") {
  for (const auto& [text, length] : {std::pair{std::string("\0", 1), 1},
                                     {"\x7F", 1},
                                     {"\xC2\x80", 2},
                                     {"\xDF\xBF", 2},
                                     {"\xE0\xA0\x80", 3},
                                     {"\xED\x9F\xBF", 3},
                                     {"\xEE\x80\x80", 3},
                                     {"\xEF\xBF\xBF", 3},
                                     {"\xF0\x90\x80\x80", 4},
                                     {"\xF4\x8F\xBF\xBF", 4}})
    CHECK(utf8_length(text + "more") == static_cast<std::size_t>(length));
}

TEST_CASE("utf8_length: what RFC 3629 forbids is no character") {
  for (const std::string text :
       {"\x80", "\xBF", "\xC0\xAF", "\xC1\xBF", "\xE0\x9F\xBF", "\xF0\x8F\xBF\xBF",  // overlong
        "\xED\xA0\x80", "\xED\xBF\xBF",                                              // surrogates
        "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xFF",                              // too large
        "\xC3", "\xE2\x82", "\xF0\x9F\x98", "\xC3(", "\xE2\x82(", "\xF0\x9F\x98("})  // cut off
    CHECK(utf8_length(text) == 0);
}

TEST_CASE("is_utf8: text of whole characters only") {
  CHECK(is_utf8(""));
  CHECK(is_utf8("Zo\xC3\xAB \xE2\x82\xAC \xF0\x9F\x98\x80"));
  CHECK_FALSE(is_utf8("Zo\xC3"));
  CHECK_FALSE(is_utf8("\xC0\xAF"));
  CHECK_FALSE(is_utf8("a\xED\xA0\x80"));
}

}  // namespace
}  // namespace grapevine
