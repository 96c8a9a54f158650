#include "algorithms/evaluation/calibration.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "engine/base/error.hpp"

namespace grapevine {

std::vector<CalibrationBin> calibration(const RankedOutcomes& ranked, int bins) {
  if (bins < 1)
    throw Error(ErrorCode::InvalidOption, "bins", fmt::format("there are {}", bins),
                "give at least 1");
  std::vector<CalibrationBin> parts(static_cast<std::size_t>(bins));
  const double width = static_cast<double>(ranked.people) / bins;
  double begin = 0.0;  // places before the group
  std::size_t bin = 0;
  for (const TiedPeople& group : ranked.groups) {
    const double people = static_cast<double>(group.people), end = begin + people;
    for (double at = begin; at < end;) {
      const bool last = bin + 1 == parts.size();
      const double edge = last ? end : std::min(end, width * static_cast<double>(bin + 1));
      const double taken = std::max(0.0, edge - at);
      parts[bin].people += taken;
      parts[bin].predicted += taken * group.score;
      parts[bin].realised += taken / people * group.value;
      at = std::max(at, edge);
      if (at < end) ++bin;
    }
    begin = end;
  }
  return parts;
}

std::optional<double> interval_coverage(std::span<const double> low, std::span<const double> high,
                                        std::span<const double> outcome) {
  if (low.size() != outcome.size() || high.size() != outcome.size())
    throw Error(
        ErrorCode::BadInput, "evaluation",
        fmt::format("{} and {} ends beside {} outcomes", low.size(), high.size(), outcome.size()),
        "give one interval for each outcome");
  if (outcome.empty()) return std::nullopt;
  std::size_t inside = 0;
  for (std::size_t i = 0; i < outcome.size(); ++i) {
    if (!(low[i] <= high[i]) || outcome[i] != outcome[i])
      throw Error(
          ErrorCode::BadInput, fmt::format("evaluation: row {}", i + 1),
          fmt::format("{} in [{}, {}] is no outcome in an interval", outcome[i], low[i], high[i]),
          "let low be at most high, and nothing NaN");
    inside += low[i] <= outcome[i] && outcome[i] <= high[i];
  }
  return static_cast<double>(inside) / static_cast<double>(outcome.size());
}

}  // namespace grapevine
