#include "engine/base/time.hpp"

#include <fmt/format.h>

#include <cassert>

#include "engine/base/numbers.hpp"

namespace grapevine {
namespace {

using namespace std::chrono;

/// Reads digits, signs and separators from the front of a text.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) {}

  bool done() const { return text_.empty(); }

  bool skip(char c) {
    if (text_.empty() || text_.front() != c) return false;
    text_.remove_prefix(1);
    return true;
  }

  std::optional<int> digits(std::size_t count) {
    if (text_.size() < count) return std::nullopt;
    int value = 0;
    for (std::size_t i = 0; i < count; ++i) {
      if (text_[i] < '0' || text_[i] > '9') return std::nullopt;
      value = value * 10 + (text_[i] - '0');
    }
    text_.remove_prefix(count);
    return value;
  }

  /// Up to six digits after the point, as microseconds; more are refused.
  std::optional<int> fraction() {
    int value = 0, count = 0;
    while (!text_.empty() && text_.front() >= '0' && text_.front() <= '9' && count < 6) {
      value = value * 10 + (text_.front() - '0');
      text_.remove_prefix(1);
      ++count;
    }
    if (count == 0) return std::nullopt;
    for (; count < 6; ++count) value *= 10;
    return value;
  }

 private:
  std::string_view text_;
};

/// Minutes east of UTC.
std::optional<int> read_zone(Scanner& scan) {
  if (scan.done() || scan.skip('Z')) return 0;
  const bool west = scan.skip('-');
  if (!west && !scan.skip('+')) return std::nullopt;
  const auto hours = scan.digits(2);
  const bool colon = scan.skip(':');
  const auto minutes = scan.done() && !colon ? std::optional<int>(0) : scan.digits(2);
  if (!hours || !minutes || *hours > 14 || *minutes > 59) return std::nullopt;
  return (west ? -1 : 1) * (*hours * 60 + *minutes);
}

std::optional<microseconds> read_clock(Scanner& scan) {
  const auto hour = scan.digits(2);
  if (!hour || *hour > 23 || !scan.skip(':')) return std::nullopt;
  const auto minute = scan.digits(2);
  if (!minute || *minute > 59) return std::nullopt;
  microseconds clock = hours{*hour} + minutes{*minute};
  if (scan.skip(':')) {
    const auto second = scan.digits(2);
    if (!second || *second > 59) return std::nullopt;
    clock += seconds{*second};
    if (scan.skip('.')) {
      const auto fraction = scan.fraction();
      if (!fraction) return std::nullopt;
      clock += microseconds{*fraction};
    }
  }
  return clock;
}

std::optional<Time> read_iso(std::string_view text, bool month_only) {
  Scanner scan(text);
  const auto y = scan.digits(4);
  if (!y || *y == 0 || !scan.skip('-')) return std::nullopt;
  const auto m = scan.digits(2);
  if (!m) return std::nullopt;
  std::optional<int> d = 1;
  if (!month_only || !scan.done()) {
    if (!scan.skip('-')) return std::nullopt;
    d = scan.digits(2);
  }
  if (!d) return std::nullopt;
  const year_month_day date{year{*y}, month{static_cast<unsigned>(*m)},
                            day{static_cast<unsigned>(*d)}};
  if (!date.ok()) return std::nullopt;
  Time time = sys_days{date};
  if (scan.done()) return time;
  if (!scan.skip('T') && !scan.skip(' ')) return std::nullopt;
  const auto clock = read_clock(scan);
  if (!clock) return std::nullopt;
  const auto zone = read_zone(scan);
  if (!zone || !scan.done()) return std::nullopt;
  return time + *clock - minutes{*zone};
}

constexpr Time kFirst = sys_days{year_month_day{year{1}, January, day{1}}};
constexpr Time kLast = sys_days{year_month_day{year{9999}, December, day{31}}} + days{1};

std::optional<Time> read_integer(std::int64_t value, TimeUnit unit) {
  constexpr std::int64_t kMostSeconds = 400'000'000'000;  // beyond the year 9999, no overflow
  if (value > kMostSeconds || value < -kMostSeconds) return std::nullopt;
  switch (unit) {
    case TimeUnit::Second:
      return Time{seconds{value}};
    case TimeUnit::Day:
      if (value > 4'000'000 || value < -4'000'000) return std::nullopt;
      return Time{sys_days{days{value}}};
    case TimeUnit::Month:
      return std::nullopt;  // months are written YYYY-MM: a bare number does not say which
    case TimeUnit::Year:
      if (value < 1 || value > 9999) return std::nullopt;
      return Time{sys_days{year_month_day{year{static_cast<int>(value)}, January, day{1}}}};
  }
  return std::nullopt;
}

int months_in(Period period) {
  switch (period) {
    case Period::Month:
      return 1;
    case Period::Quarter:
      return 3;
    case Period::HalfYear:
      return 6;
    case Period::Year:
      return 12;
    case Period::Day:
    case Period::Week:
      break;
  }
  return 0;
}

}  // namespace

std::optional<Time> parse_time(std::string_view text, TimeUnit unit) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  const auto integer = parse_integer(text);
  const auto time =
      integer ? read_integer(*integer, unit) : read_iso(text, unit == TimeUnit::Month);
  if (!time || *time < kFirst || *time >= kLast) return std::nullopt;
  return time;
}

std::string time_text(Time time) {
  if (time == kUndated) return {};
  const auto midnight = floor<days>(time);
  const year_month_day date{midnight};
  std::string text =
      fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()),
                  static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
  if (time == midnight) return text;
  const hh_mm_ss clock{time - midnight};
  text += fmt::format("T{:02}:{:02}:{:02}", clock.hours().count(), clock.minutes().count(),
                      clock.seconds().count());
  if (clock.subseconds().count() != 0) text += fmt::format(".{:06}", clock.subseconds().count());
  return text + "Z";
}

std::int64_t day_number(Time time) { return floor<days>(time).time_since_epoch().count(); }

Time add_periods(Time start, Period period, std::int64_t count) {
  if (period == Period::Day) return start + days{count};
  if (period == Period::Week) return start + days{7 * count};
  const auto midnight = floor<days>(start);
  const year_month_day date{midnight};
  const auto target = date.year() / date.month() + months{months_in(period) * count};
  const year_month_day wanted{target.year(), target.month(), date.day()};
  return (wanted.ok() ? sys_days{wanted} : sys_days{target / last}) + (start - midnight);
}

std::int64_t whole_periods_between(Time start, Time t, Period period) {
  assert(start <= t);
  const auto day_count = day_number(t) - day_number(start);
  // An estimate that is never too large; calendar months have at most 31 days, and the loop below
  // closes the gap of a few per cent.
  std::int64_t k = period == Period::Day    ? day_count - 1
                   : period == Period::Week ? day_count / 7 - 1
                                            : day_count / (31 * months_in(period)) - 1;
  if (k < 0) k = 0;
  while (add_periods(start, period, k + 1) <= t) ++k;
  return k;
}

}  // namespace grapevine
