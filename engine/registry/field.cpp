#include "engine/registry/field.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>

namespace grapevine {
namespace {

const std::string& only_item(const OptionValue& given) {
  if (given.items.size() == 1) return given.items.front();
  throw Error(ErrorCode::InvalidOption, given.place, fmt::format("{} values", given.items.size()),
              "give one value");
}

[[noreturn]] void refuse(const OptionValue& given, const std::string& text,
                         const std::string& to_do) {
  throw Error(ErrorCode::InvalidOption, given.place, "cannot use " + in_quotes(text), to_do);
}

}  // namespace

std::string range_text(double min, double max) {
  const bool low = std::isfinite(min), high = std::isfinite(max);
  if (low && high) return fmt::format("[{}, {}]", min, max);
  if (low) return fmt::format(">= {}", min);
  return high ? fmt::format("<= {}", max) : "";
}

std::string words_text(const std::vector<std::string>& choices) {
  return ", or one of " + joined(choices);
}

std::string allowed_text(const OptionInfo& option) {
  const std::string range = range_text(option.min, option.max);
  if (option.choices.empty()) return range;
  return range.empty() ? joined(option.choices) : range + words_text(option.choices);
}

std::string joined(const std::vector<std::string>& items) {
  return fmt::format("{}", fmt::join(items, ", "));
}

namespace {

/// Of an item of a list written with blanks behind its commas.
std::string_view without_blanks(std::string_view item) {
  const std::size_t first = item.find_first_not_of(' ');
  if (first == std::string_view::npos) return {};
  return item.substr(first, item.find_last_not_of(' ') + 1 - first);
}

}  // namespace

std::vector<std::string> list_items(const OptionValue& given) {
  if (given.items.size() != 1) return given.items;
  std::vector<std::string> items;
  std::string_view rest = given.items.front();
  while (!rest.empty()) {
    const std::size_t comma = std::min(rest.find(','), rest.size());
    items.emplace_back(without_blanks(rest.substr(0, comma)));
    rest.remove_prefix(std::min(comma + 1, rest.size()));
  }
  return items;
}

void read_value(const OptionValue& given, bool& value) {
  const auto parsed = parse_bool(only_item(given));
  if (!parsed) refuse(given, only_item(given), "give true or false");
  value = *parsed;
}

void read_value(const OptionValue& given, int& value) {
  const auto parsed = parse_integer(only_item(given));
  if (!parsed || *parsed < std::numeric_limits<int>::min() ||
      *parsed > std::numeric_limits<int>::max())
    refuse(given, only_item(given), "give a whole number");
  value = static_cast<int>(*parsed);
}

void read_value(const OptionValue& given, std::uint64_t& value) {
  const auto parsed = parse_integer(only_item(given));
  if (!parsed || *parsed < 0) refuse(given, only_item(given), "give a whole number >= 0");
  value = static_cast<std::uint64_t>(*parsed);
}

void read_value(const OptionValue& given, double& value) {
  const auto parsed = parse_double(only_item(given));
  if (!parsed) refuse(given, only_item(given), "give a number");
  value = *parsed;
}

void read_value(const OptionValue& given, std::optional<double>& value) {
  read_value(given, value.emplace());
}

void read_value(const OptionValue& given, std::string& value) { value = only_item(given); }

void read_value(const OptionValue& given, std::vector<std::string>& value) {
  value = list_items(given);
}

void read_value(const OptionValue& given, NamedNumbers& value) {
  value.clear();
  for (const std::string& item : list_items(given)) {
    const std::size_t equals = item.rfind('=');
    const auto number = equals == std::string::npos
                            ? std::optional<double>(1.0)
                            : parse_double(std::string_view(item).substr(equals + 1));
    if (!number) refuse(given, item, "write each as name=number");
    value.emplace_back(item.substr(0, equals), *number);
  }
}

std::size_t read_choice(const OptionValue& given, const std::string_view* choices,
                        std::size_t num_choices) {
  const std::string& text = only_item(given);
  for (std::size_t i = 0; i < num_choices; ++i)
    if (choices[i] == text) return i;
  throw Error(ErrorCode::InvalidOption, given.place, "cannot use " + in_quotes(text),
              fmt::format("give one of {}", fmt::join(choices, choices + num_choices, ", ")));
}

std::variant<std::size_t, double> read_number_or_choice(const OptionValue& given,
                                                        const OptionInfo& option) {
  const std::string& text = only_item(given);
  const auto choice = std::ranges::find(option.choices, text);
  if (choice != option.choices.end())
    return static_cast<std::size_t>(choice - option.choices.begin());
  const auto number = parse_double(text);
  if (!number) refuse(given, text, "give a number in " + allowed_text(option));
  return *number;
}

void check_range(std::string_view place, double value, double min, double max,
                 std::string_view words) {
  if (std::isfinite(value) && value >= min && value <= max) return;
  const std::string range = range_text(min, max);
  throw Error(ErrorCode::InvalidOption, place, fmt::format("{} is out of range", value),
              range.empty() ? "give a finite number" : "allowed: " + range + std::string(words));
}

}  // namespace grapevine
