#pragma once
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace grapevine {

/// A moment in UTC, to the microsecond. A date is its midnight; a year is its first of January.
using Time = std::chrono::sys_time<std::chrono::microseconds>;

/// Stands for "no date given"; earlier than every date.
inline constexpr Time kUndated = Time::min();

/// What a number in a time column is: a count from 1970, a year, or a date written as 19970101; or
/// that its texts name months, quarters or halves of a year. Dates and date-times in ISO 8601 are
/// read always.
enum class TimeUnit {
  Microsecond,
  Millisecond,
  Second,
  Day,
  Month,
  Quarter,
  HalfYear,
  Year,
  CompactDate
};

/// The step of a calendar: `t` in the CRV formula counts these.
enum class Period { Day, Week, Month, Quarter, HalfYear, Year };

/// `2021-03-05`, `2021-03-05T10:20:30.5+02:00` (also with a space for the T, seconds optional), or
/// what `unit` says: a number of seconds, milliseconds, microseconds or days since 1970, `2021-03`,
/// `2021-Q1`, `2021-H1` (also `2021Q1`, `2021H1`; each its first day), a year, `20210305`. Whole
/// numbers may be written as floating-point ones (`2021.0`); of seconds, digits behind the
/// microsecond are dropped. Nothing when `text` is none of these, is no real date, or lies outside
/// the years 1 to 9999.
std::optional<Time> parse_time(std::string_view text, TimeUnit unit);

/// `2021-03-05`, or `2021-03-05T10:20:30Z` when it is not midnight; empty when undated.
std::string time_text(Time time);

/// Days since 1970, rounded down: equal for two moments of one day.
std::int64_t day_number(Time time);

/// `start` moved by `count` whole periods; the day is clamped to the month's end, counted from
/// `start` itself (31 January + 1 month = 28 February, + 2 months = 31 March).
Time add_periods(Time start, Period period, std::int64_t count);

/// The largest k >= 0 with add_periods(start, period, k) <= t, for t >= start.
std::int64_t whole_periods_between(Time start, Time t, Period period);

}  // namespace grapevine
