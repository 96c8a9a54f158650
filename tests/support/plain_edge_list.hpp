#pragma once
#include <cctype>
#include <optional>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

namespace grapevine::testing {

/// The ends of the ties of a list without weights, as text, in the order of the file; nothing where
/// a line has other than two fields. The slowest and plainest reader there is, which shares nothing
/// with ours: the ids are the texts, and what separates them is anything of " \t,;".
inline std::optional<std::vector<std::pair<std::string, std::string>>> plain_edge_list(
    const std::string& text) {
  std::vector<std::pair<std::string, std::string>> ties;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    if (!line.empty() && line.back() == '\r') line.pop_back();
    std::vector<std::string> fields;
    std::string field;
    const auto end_field = [&] {
      if (!field.empty()) fields.push_back(std::exchange(field, ""));
    };
    for (const char c : line) {
      const bool separates = c == ' ' || c == '\t' || c == ',' || c == ';';
      if (separates)
        end_field();
      else
        field += c;
    }
    end_field();
    if (fields.empty() || fields[0][0] == '#' || fields[0][0] == '%') continue;
    if (fields.size() != 2) return std::nullopt;
    ties.emplace_back(fields[0], fields[1]);
  }
  return ties;
}

}  // namespace grapevine::testing
