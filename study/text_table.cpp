#include "study/text_table.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "engine/base/error.hpp"
#include "engine/base/numbers.hpp"

namespace grapevine {
namespace {

/// A cell as people read it: 804 for 804.00, 0.012346 for 0.0123456789.
std::string shown(const std::string& cell) {
  constexpr std::size_t kMost = 60;  // bytes of a name
  const auto number = parse_double(cell);
  if (!number) {
    const std::string line = on_one_line(cell);
    return line.size() <= kMost ? line : on_one_line(line.substr(0, kMost)) + "...";
  }
  if (cell.find('.') == std::string::npos) return cell;
  std::string text = fmt::format("{:.6f}", *number);
  text.erase(text.find_last_not_of('0') + 1);
  if (text.ends_with('.')) text.pop_back();
  return text == "0" && *number != 0.0 ? fmt::format("{:.2g}", *number) : text;
}

}  // namespace

std::string text_table(const Table& table, const std::vector<std::string>& columns,
                       std::span<const std::size_t> rows) {
  std::vector<std::string> lines(rows.size() + 1);
  for (const std::string& column : columns) {
    const auto cells = table.texts(column);
    std::vector<std::string> texts = {column};
    bool numeric = true;
    for (const std::size_t row : rows) {
      texts.push_back(shown(cells[row]));
      numeric = numeric && (cells[row].empty() || parse_double(cells[row]));
    }
    const std::size_t width = std::ranges::max(texts, {}, &std::string::size).size();
    for (std::size_t i = 0; i < lines.size(); ++i)
      lines[i] += numeric ? fmt::format("  {:>{}}", texts[i], width)
                          : fmt::format("  {:<{}}", texts[i], width);
  }
  std::string text;
  for (std::string& line : lines) {
    line.erase(line.find_last_not_of(' ') + 1);
    text += line + "\n";
  }
  return text;
}

}  // namespace grapevine
