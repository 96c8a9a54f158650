#include "engine/base/time_span.hpp"

#include <catch2/catch.hpp>

#include "tests/support/errors.hpp"

namespace grapevine {
namespace {

std::string moved_text(const char* time, const char* span, int sign = 1,
                       TimeUnit unit = TimeUnit::Day) {
  return time_text(moved(*parse_time(time, TimeUnit::Day), *parse_time_span(span, unit), sign));
}

TEST_CASE("parse_time_span: years, months, weeks, days and seconds of the calendar") {
  CHECK(moved_text("2016-02-29", "1y") == "2017-02-28");
  CHECK(moved_text("2016-01-31", "1m") == "2016-02-29");
  CHECK(moved_text("2016-01-31", "13m", -1) == "2014-12-31");
  CHECK(moved_text("2016-01-31", "2w") == "2016-02-14");
  CHECK(moved_text("2016-01-31", "366d") == "2017-01-31");
  CHECK(moved_text("2016-01-31", "90s") == "2016-01-31T00:01:30Z");
  CHECK(moved_text("2016-03-01", "1d", -1) == "2016-02-29");
}

TEST_CASE("time_span_option: a length with a unit of its own, or an error that names the option") {
  CHECK(time_span_option("horizon", "90d").count == 90);
  CHECK(testing::error_of([] { time_span_option("horizon", "12"); }) ==
        "InvalidOption horizon: expected a length of time, found '12'; write horizon = 2y, 6m, 90d "
        "or 3600s");
  CHECK(testing::error_of([] { time_span_option("lookback", ""); }).find("lookback = 2y") !=
        std::string::npos);
}

TEST_CASE("parse_time_span: a bare number counts the study's unit") {
  CHECK(moved_text("2016-01-01", "2", 1, TimeUnit::Year) == "2018-01-01");
  CHECK(moved_text("2016-01-01", "2", 1, TimeUnit::HalfYear) == "2017-01-01");
  CHECK(moved_text("2016-01-01", "2", 1, TimeUnit::Quarter) == "2016-07-01");
  CHECK(moved_text("2016-01-01", "2", 1, TimeUnit::Month) == "2016-03-01");
  CHECK(moved_text("2016-01-01", "2", 1, TimeUnit::CompactDate) == "2016-01-03");
  CHECK(moved_text("2016-01-01", "3600", 1, TimeUnit::Second) == "2016-01-01T01:00:00Z");
  CHECK(moved_text("2016-01-01", "3600000", 1, TimeUnit::Millisecond) == "2016-01-01T01:00:00Z");
}

TEST_CASE("parse_time_span: anything else is nothing") {
  for (const char* text : {"", "y", "0", "-3d", "1.5y", "3h", "1001y", "12001m", "52201w",
                           "366001d", "31600000001s", "99999999999999999999d", "2yy"})
    CHECK_FALSE(parse_time_span(text, TimeUnit::Day));
  CHECK(moved_text("2016-01-01", "1000y") == "3016-01-01");
  CHECK_FALSE(parse_time_span("1", TimeUnit::Microsecond));  // not a second
}

}  // namespace
}  // namespace grapevine
