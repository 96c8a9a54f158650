#include "engine/base/time.hpp"

#include <algorithm>
#include <catch2/catch.hpp>

#include "engine/parallel/random.hpp"

using namespace grapevine;
using namespace std::chrono;

namespace {

Time date(int y, unsigned m, unsigned d) {
  return sys_days{year_month_day{year{y}, month{m}, day{d}}};
}

std::optional<Time> parse(std::string_view text) { return parse_time(text, TimeUnit::Day); }

constexpr Period kPeriods[] = {Period::Day,     Period::Week,     Period::Month,
                               Period::Quarter, Period::HalfYear, Period::Year};

}  // namespace

TEST_CASE("parse_time: ISO dates and date-times") {
  CHECK(parse("2021-03-05") == date(2021, 3, 5));
  CHECK(parse(" 2021-03-05 ") == date(2021, 3, 5));
  CHECK(parse("2021-03-05T10:20") == date(2021, 3, 5) + 10h + 20min);
  CHECK(parse("2021-03-05 10:20:30") == date(2021, 3, 5) + 10h + 20min + 30s);
  CHECK(parse("2021-03-05T10:20:30.5Z") == date(2021, 3, 5) + 10h + 20min + 30s + 500ms);
  CHECK(parse("2021-03-05T10:20:30.123456") == date(2021, 3, 5) + 10h + 20min + 30s + 123456us);
  CHECK(parse("0001-01-01") == date(1, 1, 1));
  CHECK(parse("9999-12-31T23:59:59") == date(9999, 12, 31) + 23h + 59min + 59s);
}

TEST_CASE("parse_time: fractions of a second to the nanosecond, of which microseconds stay") {
  const Time second = date(2021, 3, 5) + 10h + 20min + 30s;
  CHECK(parse("2021-03-05T10:20:30.000000000Z") == second);
  CHECK(parse("2021-03-05T10:20:30.123456789") == second + 123456us);
  CHECK(parse("2021-03-05T10:20:30,25") == second + 250ms);
  CHECK(parse("1969-12-31T23:59:59.9999999") == date(1970, 1, 1) - 1us);
}

TEST_CASE("parse_time: zones are taken off, also over midnight") {
  CHECK(parse("2021-03-05T10:20:30+02:00") == date(2021, 3, 5) + 8h + 20min + 30s);
  CHECK(parse("2021-03-05T10:20+0530") == date(2021, 3, 5) + 4h + 50min);
  CHECK(parse("2021-03-01T00:30+01") == date(2021, 2, 28) + 23h + 30min);
  CHECK(parse("2021-12-31T23:00-05:00") == date(2022, 1, 1) + 4h);
}

TEST_CASE("parse_time: leap years of the Gregorian calendar") {
  for (const char* text : {"2020-02-29", "2000-02-29", "0004-02-29"})
    CHECK(parse(text).has_value());
  for (const char* text : {"2021-02-29", "1900-02-29", "2100-02-29"})
    CHECK_FALSE(parse(text).has_value());
}

TEST_CASE("parse_time: what is no real moment of the years 1 to 9999 is refused") {
  for (const char* text : {"",
                           "2021-02-30",
                           "2021-13-01",
                           "2021-00-01",
                           "2021-01-00",
                           "2021-04-31",
                           "0000-01-01",
                           "2021-1-5",
                           "21-01-05",
                           "2021/01/05",
                           "05.01.2021",
                           "2021-03-05T",
                           "2021-03-05T24:00",
                           "2021-03-05T10",
                           "2021-03-05T10:60",
                           "2021-03-05T10:20:60",
                           "2021-03-05T10:20:30.",
                           "2021-03-05T10:20:30.1234567890",
                           "2021-03-05T10:20:30+15:00",
                           "2021-03-05T10:20:30+01:60",
                           "2021-03-05T10:20:30+1",
                           "2021-03-05T10:20:30X",
                           "2021-03-05x",
                           "2021-03",
                           "0001-01-01T00:00+01:00",
                           "9999-12-31T23:30-01:00",
                           "yesterday"}) {
    INFO(text);
    CHECK_FALSE(parse(text).has_value());
  }
}

TEST_CASE("parse_time: integers count what the unit says") {
  CHECK(parse_time("86400", TimeUnit::Second) == date(1970, 1, 2));
  CHECK(parse_time("-1", TimeUnit::Second) == date(1969, 12, 31) + 23h + 59min + 59s);
  CHECK(parse_time("19000", TimeUnit::Day) == date(2022, 1, 8));
  CHECK(parse_time("1999", TimeUnit::Year) == date(1999, 1, 1));
  CHECK(parse_time("2021-03", TimeUnit::Month) == date(2021, 3, 1));
  CHECK(parse_time("2021-03-05", TimeUnit::Year) == date(2021, 3, 5));
  CHECK_FALSE(parse_time("3", TimeUnit::Month).has_value());
  CHECK_FALSE(parse_time("2021-13", TimeUnit::Month).has_value());
  for (const char* text : {"0", "10000", "-5"})
    CHECK_FALSE(parse_time(text, TimeUnit::Year).has_value());
  for (const auto unit : {TimeUnit::Second, TimeUnit::Day, TimeUnit::Year}) {
    CHECK_FALSE(parse_time("9223372036854775807", unit).has_value());
    CHECK_FALSE(parse_time("-9223372036854775808", unit).has_value());
  }
  // The edges of the years 1 and 9999, in days since 1970.
  CHECK(parse_time("-719162", TimeUnit::Day) == date(1, 1, 1));
  CHECK_FALSE(parse_time("-719163", TimeUnit::Day).has_value());
  CHECK(parse_time("2932896", TimeUnit::Day) == date(9999, 12, 31));
  CHECK_FALSE(parse_time("2932897", TimeUnit::Day).has_value());
}

TEST_CASE("parse_time: numbers of seconds may have a fraction") {
  CHECK(parse_time("1614939630.25", TimeUnit::Second) == date(2021, 3, 5) + 10h + 20min + 30250ms);
  CHECK(parse_time("1614939630250", TimeUnit::Millisecond) ==
        date(2021, 3, 5) + 10h + 20min + 30250ms);
  CHECK(parse_time("1614939630250001", TimeUnit::Microsecond) ==
        date(2021, 3, 5) + 10h + 20min + 30250001us);
  CHECK(parse_time("0.0000019", TimeUnit::Second) == date(1970, 1, 1) + 1us);
  CHECK(parse_time("-0.5", TimeUnit::Second) == date(1970, 1, 1) - 500ms);
  CHECK(parse_time("-0.0000001", TimeUnit::Second) == date(1970, 1, 1) - 1us);
  CHECK(parse_time("1.5", TimeUnit::Millisecond) == date(1970, 1, 1) + 1500us);
  for (const char* text :
       {"1e9", "1.", ".5", "1.5e3", "1.-5", "0x10", "1 000", "99999999999999999"})
    CHECK_FALSE(parse_time(text, TimeUnit::Second).has_value());
  for (const auto unit : {TimeUnit::Millisecond, TimeUnit::Microsecond}) {
    CHECK_FALSE(parse_time("9223372036854775807", unit).has_value());
    CHECK_FALSE(parse_time("-9223372036854775808", unit).has_value());
  }
}

TEST_CASE("parse_time: whole numbers may be written as floating-point ones, of any unit") {
  CHECK(parse_time("2021.0", TimeUnit::Year) == date(2021, 1, 1));
  CHECK(parse_time("19000.0", TimeUnit::Day) == date(2022, 1, 8));
  CHECK(parse_time("20210305.0", TimeUnit::CompactDate) == date(2021, 3, 5));
  CHECK_FALSE(parse_time("2021.5", TimeUnit::Year).has_value());
  CHECK_FALSE(parse_time("19000.25", TimeUnit::Day).has_value());
}

TEST_CASE("parse_time: compact dates are eight digits of a real date") {
  const auto compact = [](const char* text) { return parse_time(text, TimeUnit::CompactDate); };
  CHECK(compact("19970101") == date(1997, 1, 1));
  CHECK(compact("20000229") == date(2000, 2, 29));
  CHECK(compact("00010101") == date(1, 1, 1));
  CHECK(compact("99991231") == date(9999, 12, 31));
  CHECK(compact("2021-03-05") == date(2021, 3, 5));
  for (const char* text : {"19970229", "19000229", "19971301", "19970100", "19970001", "00000101",
                           "1997010", "199701011", "-9970101", "19970101.5", "1997 101"})
    CHECK_FALSE(compact(text).has_value());
}

TEST_CASE("parse_time: quarters and halves of a year begin with their first day") {
  const auto quarter = [](const char* text) { return parse_time(text, TimeUnit::Quarter); };
  const auto half = [](const char* text) { return parse_time(text, TimeUnit::HalfYear); };
  CHECK(quarter("2021-Q1") == date(2021, 1, 1));
  CHECK(quarter("2021Q2") == date(2021, 4, 1));
  CHECK(quarter("2021-Q3") == date(2021, 7, 1));
  CHECK(quarter("2021-Q4") == date(2021, 10, 1));
  CHECK(half("2021-H1") == date(2021, 1, 1));
  CHECK(half("2021H2") == date(2021, 7, 1));
  CHECK(quarter("2021-03-05") == date(2021, 3, 5));
  for (const char* text : {"2021-Q0", "2021-Q5", "2021-Q", "2021-Q11", "2021-H1", "Q1-2021",
                           "0000-Q1", "2021", "2021-03", "2021-q1"})
    CHECK_FALSE(quarter(text).has_value());
  for (const char* text : {"2021-H0", "2021-H3", "2021-Q1", "2021"})
    CHECK_FALSE(half(text).has_value());
  CHECK_FALSE(parse_time("2021-Q1", TimeUnit::Month).has_value());
  CHECK_FALSE(parse_time("202103", TimeUnit::Month).has_value());
}

TEST_CASE("time_text: a date at midnight, else a date-time, nothing when undated") {
  CHECK(time_text(kUndated).empty());
  CHECK(time_text(date(2021, 3, 5)) == "2021-03-05");
  CHECK(time_text(date(1, 1, 1)) == "0001-01-01");
  CHECK(time_text(date(2021, 3, 5) + 10h + 20min + 30s) == "2021-03-05T10:20:30Z");
  CHECK(time_text(date(1969, 12, 31) + 1us) == "1969-12-31T00:00:00.000001Z");
}

TEST_CASE("time_text: parse_time reads it back") {
  Random random(5, 0);
  const auto span = static_cast<std::uint64_t>((date(9999, 12, 31) - date(1, 1, 1)).count());
  for (int i = 0; i < 5'000; ++i) {
    Time time = date(1, 1, 1) + microseconds{static_cast<std::int64_t>(random.below(span))};
    if (i % 2) time = floor<seconds>(time);
    REQUIRE(parse(time_text(time)) == time);
  }
}

TEST_CASE("day_number: equal within a day, also before 1970") {
  CHECK(day_number(date(1970, 1, 1)) == 0);
  CHECK(day_number(date(1970, 1, 2) - 1us) == 0);
  CHECK(day_number(date(1970, 1, 1) - 1us) == -1);
}

TEST_CASE("add_periods: the day is clamped to the month's end, counted from the start") {
  const Time start = date(2021, 1, 31) + 5h;
  CHECK(add_periods(start, Period::Month, 1) == date(2021, 2, 28) + 5h);
  CHECK(add_periods(start, Period::Month, 2) == date(2021, 3, 31) + 5h);
  CHECK(add_periods(start, Period::Month, 3) == date(2021, 4, 30) + 5h);
  CHECK(add_periods(start, Period::Month, -2) == date(2020, 11, 30) + 5h);
  CHECK(add_periods(start, Period::Quarter, 1) == date(2021, 4, 30) + 5h);
  CHECK(add_periods(date(2020, 8, 31), Period::HalfYear, 1) == date(2021, 2, 28));
  CHECK(add_periods(date(2020, 2, 29), Period::Year, 1) == date(2021, 2, 28));
  CHECK(add_periods(date(2020, 2, 29), Period::Year, 4) == date(2024, 2, 29));
  CHECK(add_periods(date(2021, 12, 31), Period::Month, 2) == date(2022, 2, 28));
  CHECK(add_periods(start, Period::Day, 1) == date(2021, 2, 1) + 5h);
  CHECK(add_periods(start, Period::Week, 2) == date(2021, 2, 14) + 5h);
  for (const Period period : kPeriods) CHECK(add_periods(start, period, 0) == start);
}

TEST_CASE("whole_periods_between: a period is whole when its clamped end is reached") {
  const Time start = date(2021, 1, 31) + 5h;
  CHECK(whole_periods_between(start, start, Period::Month) == 0);
  CHECK(whole_periods_between(start, date(2021, 2, 28) + 5h - 1us, Period::Month) == 0);
  CHECK(whole_periods_between(start, date(2021, 2, 28) + 5h, Period::Month) == 1);
  CHECK(whole_periods_between(date(1, 1, 1), date(9999, 12, 31), Period::Year) == 9998);
  CHECK(whole_periods_between(date(1, 1, 1), date(9999, 12, 31), Period::Month) == 119'987);
}

TEST_CASE("whole_periods_between: equals a linear scan on 5,000 random pairs for each period") {
  for (const Period period : kPeriods) {
    Random random(6, static_cast<std::uint64_t>(period));
    for (int i = 0; i < 5'000; ++i) {
      const auto start_day = static_cast<std::int64_t>(random.below(20'000));
      const auto days_on =
          static_cast<std::int64_t>(random.below(period == Period::Day ? 400 : 4'000));
      // Half of the pairs fall on whole days, where ends of periods are met exactly.
      const auto clock = [&] {
        return microseconds{i % 2 ? static_cast<std::int64_t>(random.below(86'400'000'000)) : 0};
      };
      const Time start = sys_days{days{start_day}} + clock();
      const Time t = std::max(start, sys_days{days{start_day + days_on}} + clock());
      std::int64_t k = 0;
      while (add_periods(start, period, k + 1) <= t) ++k;
      REQUIRE(whole_periods_between(start, t, period) == k);
    }
  }
}
