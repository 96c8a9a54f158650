#pragma once
#include <chrono>

#include "engine/base/time.hpp"

namespace grapevine {

/// Days of 86,400 seconds.
using Days = std::chrono::duration<double, std::ratio<86'400>>;

inline double days_of(Time::duration span) { return Days(span).count(); }
inline double days_between(Time from, Time to) { return days_of(to - from); }

}  // namespace grapevine
