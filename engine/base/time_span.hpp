#pragma once
#include <optional>
#include <string_view>

#include "engine/base/time.hpp"

namespace grapevine {

/// A length of time, in steps of the calendar or in seconds.
struct TimeSpan {
  std::optional<Period> period;  ///< Absent: seconds.
  std::int64_t count = 0;
};

/// What a user writes: `2y`, `18m` (months), `4w`, `730d`, `3600s`; a bare number counts the
/// study's unit of time. Nothing when `text` is none of these, not above 0, or above a thousand
/// years.
std::optional<TimeSpan> parse_time_span(std::string_view text, TimeUnit unit);

/// The same of an option that says its own unit, as algorithms do not know a study's. Errors:
/// InvalidOption that names the option.
TimeSpan time_span_option(std::string_view name, std::string_view text);

/// `time` moved on, or back with `sign` = -1, by the span. Months and years are those of the
/// calendar, clamped to the month's end.
Time moved(Time time, const TimeSpan& span, int sign = 1);

}  // namespace grapevine
