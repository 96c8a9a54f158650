#include "study/memory_report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "engine/base/error.hpp"
#include "engine/base/memory_budget.hpp"
#include "engine/base/numbers.hpp"

namespace grapevine {

std::string memory_text(const MemoryEstimate& estimate) {
  const auto line = [](std::string_view name, std::uint64_t bytes) {
    return fmt::format("{:<20} {:>10}\n", name, memory_text(bytes));
  };
  std::string text = line("the program", estimate.program);
  for (const MemoryStage& stage : estimate.stages)
    text += line(stage.name, estimate.program + stage.bytes);
  return text + line("peak", estimate.peak());
}

std::string memory_json(const MemoryEstimate& estimate) {
  nlohmann::ordered_json json = {{"peak_bytes", estimate.peak()},
                                 {"program_bytes", estimate.program},
                                 {"limit_bytes", memory_limit()},
                                 {"stages", nlohmann::ordered_json::array()}};
  for (const MemoryStage& stage : estimate.stages)
    json["stages"].push_back({{"stage", stage.name}, {"bytes", estimate.program + stage.bytes}});
  return json.dump(2) + "\n";
}

void refuse_above_limit(const MemoryEstimate& estimate, bool by_user) {
  const std::uint64_t need = estimate.peak(), limit = memory_limit();
  if (need <= limit) return;
  throw Error(ErrorCode::BadInput, estimate.place,
              fmt::format("takes {} of memory, and {} {}", memory_text(need),
                          by_user ? "--memory allows" : "the machine has free", memory_text(limit)),
              by_user ? "allow more, or give a smaller input"
                      : "free some, or give a smaller input; --memory sets another limit");
}

std::uint64_t read_memory_size(const std::string& text, const std::string& place) {
  struct Unit {
    std::string_view name;
    double bytes;
  };
  static constexpr std::array<Unit, 10> kUnits{{{"b", 1},
                                                {"kb", 1e3},
                                                {"mb", 1e6},
                                                {"gb", 1e9},
                                                {"tb", 1e12},
                                                {"kib", 0x1p10},
                                                {"mib", 0x1p20},
                                                {"gib", 0x1p30},
                                                {"tib", 0x1p40},
                                                {"", 1}}};
  const std::size_t end = std::min(text.find_first_not_of("0123456789."), text.size());
  std::string unit = text.substr(end);
  unit.erase(0, std::min(unit.find_first_not_of(' '), unit.size()));
  std::ranges::transform(unit, unit.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
  });
  const auto number = parse_double(text.substr(0, end));
  const auto known = std::ranges::find(kUnits, unit, &Unit::name);
  const double bytes = number && known != kUnits.end() ? *number * known->bytes : 0.0;
  if (bytes < 1.0 || bytes >= 0x1p63)
    throw Error(ErrorCode::InvalidOption, place, in_quotes(text) + " is no size of memory",
                "write it as 2GiB or 512MB");
  return static_cast<std::uint64_t>(bytes);
}

}  // namespace grapevine
