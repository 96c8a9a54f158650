#include "loaders/edge_list/columns.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "engine/base/error.hpp"
#include "engine/base/numbers.hpp"
#include "engine/base/utf8.hpp"

namespace grapevine {
namespace {

struct KnownColumn {
  std::string_view word;
  std::size_t EdgeListLayout::* place;
};

constexpr std::array<KnownColumn, 12> kKnownColumns{{{"source", &EdgeListLayout::source},
                                                     {"src", &EdgeListLayout::source},
                                                     {"from", &EdgeListLayout::source},
                                                     {"target", &EdgeListLayout::target},
                                                     {"dst", &EdgeListLayout::target},
                                                     {"to", &EdgeListLayout::target},
                                                     {"weight", &EdgeListLayout::weight},
                                                     {"sign", &EdgeListLayout::sign},
                                                     {"time", &EdgeListLayout::time},
                                                     {"t", &EdgeListLayout::time},
                                                     {"timestamp", &EdgeListLayout::time},
                                                     {"type", &EdgeListLayout::type}}};

const KnownColumn* known_column(std::string_view name) {
  std::string lower(name);
  std::ranges::transform(lower, lower.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
  });
  const auto found = std::ranges::find(kKnownColumns, lower, &KnownColumn::word);
  return found == kKnownColumns.end() ? nullptr : &*found;
}

bool names_both_ends(const std::vector<TextField>& fields) {
  const auto names = [&](std::size_t EdgeListLayout::* place) {
    return std::ranges::any_of(fields, [&](const TextField& field) {
      const KnownColumn* column = known_column(field.text);
      return column != nullptr && column->place == place;
    });
  };
  return names(&EdgeListLayout::source) && names(&EdgeListLayout::target);
}

std::optional<LineProblem> read_header(const std::vector<TextField>& names,
                                       EdgeListLayout& layout) {
  constexpr std::size_t kNone = EdgeListLayout::kNoField;
  layout = {.num_fields = names.size(), .source = kNone, .target = kNone, .has_header = true};
  for (std::size_t i = 0; i < names.size(); ++i) {
    const KnownColumn* column = known_column(names[i].text);
    if (column == nullptr) continue;
    if (layout.*column->place != kNone)
      return LineProblem{"column " + in_quotes(names[i].text) + " says what an earlier one says",
                         "rename or remove one of them"};
    layout.*column->place = i;
  }
  return std::nullopt;
}

/// Puts our names in place of those that `names` tells, and leaves ours to no other column.
std::optional<LineProblem> read_renamed_header(std::vector<TextField> header,
                                               const EdgeColumnNames& names,
                                               EdgeListLayout& layout) {
  const std::vector<TextField> given = header;
  for (const auto& [ours, theirs] : names)
    for (TextField& field : header) {
      const KnownColumn* known = known_column(field.text);
      if (known != nullptr && known->place == known_column(ours)->place) field.text = "";
    }
  for (const auto& [ours, theirs] : names) {
    const auto at = std::ranges::find(given, theirs, &TextField::text);
    if (at == given.end())
      return LineProblem{"there is no column " + in_quotes(theirs) + " (named for " + ours + ")",
                         "name one of the header line"};
    header[static_cast<std::size_t>(at - given.begin())].text = ours;
  }
  if (!names_both_ends(header))
    return LineProblem{"the header does not name both ends of a tie", "map source and target"};
  return read_header(header, layout);
}

}  // namespace

bool is_number(const TextField& field) { return parse_double(field.text).has_value(); }

std::optional<LineProblem> read_layout(const std::vector<TextField>& first, EdgeListLayout& layout,
                                       const EdgeColumnNames& names) {
  if (!names.empty()) return read_renamed_header(first, names, layout);
  if (first.size() < 2)
    return LineProblem{in_quotes(first[0].text) + " has no target", "give source and target"};
  if (!is_number(first[0]) && !is_number(first[1]) && names_both_ends(first))
    return read_header(first, layout);
  if (first.size() > 3)
    return LineProblem{std::to_string(first.size()) + " columns without names, the fourth with " +
                           in_quotes(first[3].text),
                       "add a header line such as 'source target weight time'"};
  layout = {.num_fields = first.size()};
  if (first.size() == 3) layout.weight = 2;
  return std::nullopt;
}

std::optional<LineProblem> check_weight(std::string_view text, double& value) {
  constexpr double kMost = 1e300;  // so that a graph takes it
  if (!(value >= 0.0) || !std::isfinite(value))
    return LineProblem{"weight " + in_quotes(text) + " is not a finite number >= 0",
                       "correct it, or name the column in a header if it is no weight"};
  if (value > kMost)
    return LineProblem{"weight " + in_quotes(text) + " is beyond 1e300", "scale all weights"};
  value += 0.0;  // -0 becomes 0
  return std::nullopt;
}

std::optional<LineProblem> read_weight(const TextField& field, double& value) {
  value = parse_double(field.text).value_or(std::numeric_limits<double>::quiet_NaN());
  return check_weight(field.text, value);
}

std::optional<LineProblem> read_sign(const TextField& field, std::int8_t& value) {
  const auto sign = parse_integer(field.text);
  if (sign != 1 && sign != -1)
    return LineProblem{"sign " + in_quotes(field.text) + " is neither 1 nor -1", "correct it"};
  value = static_cast<std::int8_t>(*sign);
  return std::nullopt;
}

std::optional<LineProblem> read_time(const TextField& field, Time& value) {
  value = kUndated;
  if (field.text.empty()) return std::nullopt;
  const auto time = parse_time(field.text, TimeUnit::Second);
  if (!time)
    return LineProblem{
        "time " + in_quotes(field.text) + " is neither a date nor seconds since 1970",
        "write it as 2021-03-05 or 2021-03-05T10:20:30Z"};
  value = *time;
  return std::nullopt;
}

std::optional<LineProblem> read_text(const TextField& field, std::string_view name,
                                     std::string_view& value) {
  value = field.text;
  if (value.empty())
    return LineProblem{std::string(name) + " " + in_quotes(value) + " is empty", "fill it in"};
  bool blank = false, beyond_ascii = false;
  for (const char c : value) {
    blank |= c == ' ' || c == '\t';
    beyond_ascii |= static_cast<unsigned char>(c) > 0x7f;
  }
  if (!field.quoted && blank)
    return LineProblem{std::string(name) + " " + in_quotes(value) + " has a blank inside",
                       "put it in double quotes, or use one kind of separator on the line"};
  if (beyond_ascii && !is_utf8(value))
    return LineProblem{std::string(name) + " " + in_quotes(value) + " is not UTF-8",
                       "save the file as UTF-8"};
  return std::nullopt;
}

}  // namespace grapevine
