#pragma once
#include <fmt/format.h>

#include <cmath>
#include <numeric>
#include <span>
#include <string>

#include "engine/base/numbers.hpp"

namespace grapevine {

/// "1,234.5" as people read it in a sentence: at most two digits behind the point, "none" for NaN.
inline std::string figure(double value) {
  if (std::isnan(value)) return "none";
  std::string text = fmt::format("{:.2f}", value);
  text.erase(text.find_last_not_of('0') + 1);
  if (text.ends_with('.')) text.pop_back();
  return grouped(text == "-0" ? "0" : text);
}

/// "57.2 %".
inline std::string percent(double share) {
  return std::isnan(share) ? "none" : fmt::format("{:.1f} %", 100.0 * share);
}

/// NaN of nothing.
inline double mean_of(std::span<const double> values) {
  return values.empty() ? std::nan("")
                        : std::accumulate(values.begin(), values.end(), 0.0) /
                              static_cast<double>(values.size());
}

}  // namespace grapevine
