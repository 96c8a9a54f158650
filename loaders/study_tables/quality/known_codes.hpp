#pragma once
#include <array>
#include <chrono>

#include "engine/base/time.hpp"

namespace grapevine {

/// Days that programs write for "no date", "not yet" or "ever since".
inline bool is_code_day(Time time) {
  using namespace std::chrono;
  static constexpr std::array kDays = {
      year{1} / January / 1,      year{1} / January / 2,      year{1753} / January / 1,
      year{1899} / December / 30, year{1899} / December / 31, year{1900} / January / 1,
      year{1901} / January / 1,   year{1904} / January / 1,   year{1970} / January / 1,
      year{1979} / December / 31, year{1980} / January / 1,   year{2038} / January / 19,
      year{2099} / December / 31, year{2100} / January / 1,   year{2999} / December / 31,
      year{9999} / January / 1,   year{9999} / December / 31};
  if (time == kUndated) return false;
  const sys_days day = floor<days>(time);
  for (const year_month_day& code : kDays)
    if (sys_days(code) == day) return true;
  return false;
}

}  // namespace grapevine
