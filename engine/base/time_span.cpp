#include "engine/base/time_span.hpp"

#include <string>

#include "engine/base/error.hpp"
#include "engine/base/numbers.hpp"

namespace grapevine {
namespace {

std::optional<Period> period_of(TimeUnit unit) {
  switch (unit) {
    case TimeUnit::Day:
    case TimeUnit::CompactDate:
      return Period::Day;
    case TimeUnit::Month:
      return Period::Month;
    case TimeUnit::Quarter:
      return Period::Quarter;
    case TimeUnit::HalfYear:
      return Period::HalfYear;
    case TimeUnit::Year:
      return Period::Year;
    case TimeUnit::Second:
    case TimeUnit::Millisecond:
    case TimeUnit::Microsecond:
      break;
  }
  return std::nullopt;
}

/// The period that a letter stands for; `known` says whether it stands for one, or for seconds.
std::optional<Period> period_of(char letter, bool& known) {
  known = true;
  switch (letter) {
    case 'y':
      return Period::Year;
    case 'm':
      return Period::Month;
    case 'w':
      return Period::Week;
    case 'd':
      return Period::Day;
    case 's':
      return std::nullopt;
    default:
      known = false;
      return std::nullopt;
  }
}

/// A thousand years, in steps of each kind: beyond any data, and far from overflow.
std::int64_t most_of(std::optional<Period> period) {
  if (!period) return 31'600'000'000;
  switch (*period) {
    case Period::Day:
      return 366'000;
    case Period::Week:
      return 52'200;
    case Period::Month:
      return 12'000;
    case Period::Quarter:
      return 4'000;
    case Period::HalfYear:
      return 2'000;
    case Period::Year:
      return 1'000;
  }
  return 0;
}

}  // namespace

std::optional<TimeSpan> parse_time_span(std::string_view text, TimeUnit unit) {
  if (text.empty()) return std::nullopt;
  bool has_letter = false;
  TimeSpan span{.period = period_of(text.back(), has_letter)};
  if (has_letter) text.remove_suffix(1);
  const auto count = parse_integer(text);
  if (!count || *count <= 0) return std::nullopt;
  span.count = *count;
  if (!has_letter) {
    span.period = period_of(unit);
    if (unit == TimeUnit::Millisecond) span.count /= 1'000;
    if (unit == TimeUnit::Microsecond) span.count /= 1'000'000;
  }
  if (span.count < 1 || span.count > most_of(span.period)) return std::nullopt;
  return span;
}

TimeSpan time_span_option(std::string_view name, std::string_view text) {
  const bool has_unit = text.find_first_not_of("0123456789") != std::string_view::npos;
  const auto span = has_unit ? parse_time_span(text, TimeUnit::Day) : std::nullopt;
  if (span) return *span;
  throw Error(ErrorCode::InvalidOption, name, "expected a length of time, found " + in_quotes(text),
              "write " + std::string(name) + " = 2y, 6m, 90d or 3600s");
}

Time moved(Time time, const TimeSpan& span, int sign) {
  return span.period ? add_periods(time, *span.period, sign * span.count)
                     : time + std::chrono::seconds(sign * span.count);
}

}  // namespace grapevine
