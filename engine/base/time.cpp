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

  /// Up to nine digits after the point, as whole microseconds.
  std::optional<int> fraction() {
    int value = 0, count = 0;
    for (; !text_.empty() && text_.front() >= '0' && text_.front() <= '9'; ++count) {
      if (count < 6) value = value * 10 + (text_.front() - '0');
      text_.remove_prefix(1);
    }
    if (count == 0 || count > 9) return std::nullopt;
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
    if (scan.skip('.') || scan.skip(',')) {
      const auto fraction = scan.fraction();
      if (!fraction) return std::nullopt;
      clock += microseconds{*fraction};
    }
  }
  return clock;
}

std::optional<Time> date_of(int y, int m, int d) {
  const year_month_day date{year{y}, month{static_cast<unsigned>(m)},
                            day{static_cast<unsigned>(d)}};
  if (y == 0 || !date.ok()) return std::nullopt;
  return sys_days{date};
}

std::optional<Time> read_iso(std::string_view text) {
  Scanner scan(text);
  const auto y = scan.digits(4);
  if (!y || *y == 0 || !scan.skip('-')) return std::nullopt;
  const auto m = scan.digits(2);
  if (!m || !scan.skip('-')) return std::nullopt;
  const auto d = scan.digits(2);
  if (!d) return std::nullopt;
  const auto date = date_of(*y, *m, *d);
  if (!date || scan.done()) return date;
  if (!scan.skip('T') && !scan.skip(' ')) return std::nullopt;
  const auto clock = read_clock(scan);
  if (!clock) return std::nullopt;
  const auto zone = read_zone(scan);
  if (!zone || !scan.done()) return std::nullopt;
  return *date + *clock - minutes{*zone};
}

/// `2021-03`, `2021-Q1` or `2021-H1`, as the unit says: the first day.
std::optional<Time> read_part_of_year(std::string_view text, TimeUnit unit) {
  Scanner scan(text);
  const auto y = scan.digits(4);
  const bool dash = scan.skip('-');
  if (!y) return std::nullopt;
  std::optional<int> m;
  if (unit == TimeUnit::Month) {
    if (dash) m = scan.digits(2);
  } else if (scan.skip(unit == TimeUnit::Quarter ? 'Q' : 'H')) {
    const int count = unit == TimeUnit::Quarter ? 4 : 2;
    const auto part = scan.digits(1);
    if (part && *part >= 1 && *part <= count) m = (*part - 1) * (12 / count) + 1;
  }
  return m && scan.done() ? date_of(*y, *m, 1) : std::nullopt;
}

constexpr Time kFirst = sys_days{year_month_day{year{1}, January, day{1}}};
constexpr Time kLast = sys_days{year_month_day{year{9999}, December, day{31}}} + days{1};

/// A number as its whole part and what stands behind the point.
struct TimeNumber {
  bool negative = false;
  std::int64_t whole = 0;
  std::string_view fraction;

  bool is_whole() const { return fraction.find_first_not_of('0') == std::string_view::npos; }
};

std::optional<TimeNumber> read_number(std::string_view text) {
  const std::size_t point = text.find('.');
  const auto whole = parse_integer(text.substr(0, point));
  if (!whole) return std::nullopt;
  TimeNumber number{text.front() == '-', *whole, {}};
  if (point == std::string_view::npos) return number;
  number.fraction = text.substr(point + 1);
  const bool digits = number.fraction.find_first_not_of("0123456789") == std::string_view::npos;
  return digits && !number.fraction.empty() ? std::optional(number) : std::nullopt;
}

/// The moment `number` steps of `step` after 1970, to the microsecond before it.
std::optional<Time> count_of_steps(const TimeNumber& number, microseconds step) {
  constexpr std::int64_t kMostSeconds = 400'000'000'000;  // beyond the year 9999, no overflow
  const std::int64_t most = kMostSeconds * (1'000'000 / step.count());
  if (number.whole > most || number.whole < -most) return std::nullopt;
  std::int64_t fraction = 0, digit_steps = step.count();
  bool dropped = false;
  for (const char digit : number.fraction) {
    digit_steps /= 10;
    fraction += (digit - '0') * digit_steps;
    dropped = dropped || (digit_steps == 0 && digit != '0');
  }
  if (number.negative) fraction = -fraction - (dropped ? 1 : 0);
  return Time{number.whole * step + microseconds{fraction}};
}

std::optional<Time> read_whole(std::int64_t value, TimeUnit unit) {
  switch (unit) {
    case TimeUnit::Day:
      if (value > 4'000'000 || value < -4'000'000) return std::nullopt;
      return Time{sys_days{days{value}}};
    case TimeUnit::Year:
      if (value < 1 || value > 9999) return std::nullopt;
      return date_of(static_cast<int>(value), 1, 1);
    case TimeUnit::CompactDate:
      if (value < 1'01'01 || value > 9999'12'31) return std::nullopt;
      return date_of(static_cast<int>(value / 10'000), static_cast<int>(value / 100 % 100),
                     static_cast<int>(value % 100));
    default:
      return std::nullopt;  // a bare number does not say which month, quarter or half it is
  }
}

/// Eight digits, so that the year has four.
bool is_compact(std::string_view text) { return text.substr(0, text.find('.')).size() == 8; }

std::optional<Time> read_counted(std::string_view text, TimeUnit unit) {
  const auto number = read_number(text);
  if (!number) return std::nullopt;
  if (unit == TimeUnit::Second) return count_of_steps(*number, seconds{1});
  if (unit == TimeUnit::Millisecond) return count_of_steps(*number, milliseconds{1});
  if (unit == TimeUnit::Microsecond) return count_of_steps(*number, microseconds{1});
  if (!number->is_whole() || (unit == TimeUnit::CompactDate && !is_compact(text)))
    return std::nullopt;
  return read_whole(number->whole, unit);
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
  auto time = read_iso(text);
  if (!time) time = read_counted(text, unit);
  const bool parts =
      unit == TimeUnit::Month || unit == TimeUnit::Quarter || unit == TimeUnit::HalfYear;
  if (!time && parts) time = read_part_of_year(text, unit);
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
