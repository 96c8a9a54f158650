#include "engine/base/numbers.hpp"

#include <bit>
#include <catch2/catch.hpp>
#include <cmath>
#include <limits>

#include "engine/parallel/random.hpp"

using namespace grapevine;

TEST_CASE("parse_double: the whole text is one number") {
  CHECK(parse_double("12") == 12.0);
  CHECK(parse_double("-0.5") == -0.5);
  CHECK(parse_double("+3e-2") == 0.03);
  CHECK(parse_double(" \t7.25 ") == 7.25);
  CHECK(std::isinf(parse_double("inf").value()));
  CHECK(std::isnan(parse_double("nan").value()));
  for (const char* text :
       {"", " ", "+", "-", "++1", "+-1", "1,5", "1 2", "12x", "0x10", "e5", "--1"}) {
    INFO(text);
    CHECK_FALSE(parse_double(text).has_value());
  }
}

TEST_CASE("parse_double: what is 0 to a double and not in the text is no number") {
  for (const char* text : {"1e-400", "-1e-400", "0.001e-330", "2e-324"}) {
    INFO(text);
    CHECK_FALSE(parse_double(text).has_value());
  }
  for (const char* text : {"0", "-0.00", "0e5", "0.0E-7", "+0"}) {
    INFO(text);
    CHECK(parse_double(text) == 0.0);
  }
  CHECK(parse_double("5e-324") == std::numeric_limits<double>::denorm_min());
}

TEST_CASE("parse_integer: the whole text is one integer that fits") {
  CHECK(parse_integer("0") == 0);
  CHECK(parse_integer(" +42 ") == 42);
  CHECK(parse_integer("-9223372036854775808") == std::numeric_limits<std::int64_t>::min());
  CHECK(parse_integer("9223372036854775807") == std::numeric_limits<std::int64_t>::max());
  for (const char* text : {"", "9223372036854775808", "-9223372036854775809", "1.0", "1e3", "1 000",
                           "++1", "+-1", "a"}) {
    INFO(text);
    CHECK_FALSE(parse_integer(text).has_value());
  }
}

TEST_CASE("parse_bool: six words in any case") {
  for (const char* text : {"true", "TRUE", "Yes", "1", " yes "}) CHECK(parse_bool(text) == true);
  for (const char* text : {"false", "False", "NO", "0"}) CHECK(parse_bool(text) == false);
  for (const char* text : {"", "2", "y", "truee", "on"}) CHECK_FALSE(parse_bool(text).has_value());
}

TEST_CASE("to_text: reads back as the same bits, and is the shortest such text") {
  CHECK(to_text(0.1) == "0.1");
  CHECK(to_text(-0.0) == "-0");
  CHECK(to_text(1e300) == "1e+300");
  Random random(1, 0);
  for (int i = 0; i < 20'000; ++i) {
    const double value = std::bit_cast<double>(random());
    if (!std::isfinite(value)) continue;
    const auto again = parse_double(to_text(value));
    REQUIRE(again.has_value());
    REQUIRE(std::bit_cast<std::uint64_t>(*again) == std::bit_cast<std::uint64_t>(value));
  }
}

TEST_CASE("grouped: commas between groups of three digits, before the point and after a sign") {
  const std::pair<const char*, const char*> expected[] = {{"0", "0"},
                                                          {"999", "999"},
                                                          {"1000", "1,000"},
                                                          {"-1000", "-1,000"},
                                                          {"-100", "-100"},
                                                          {"12843.50", "12,843.50"},
                                                          {"1234567", "1,234,567"},
                                                          {"0.1234", "0.1234"}};
  for (const auto& [plain, text] : expected) CHECK(grouped(std::string(plain)) == text);
  CHECK(grouped(std::string("1e+300")) == "1e+300");
  CHECK(grouped(std::string("1234.5e-20")) == "1,234.5e-20");
  CHECK(grouped(std::int64_t{-9223372036854775807}) == "-9,223,372,036,854,775,807");
}
