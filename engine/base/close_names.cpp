#include "engine/base/close_names.hpp"

#include <algorithm>
#include <numeric>
#include <tuple>

#include "engine/base/error.hpp"

namespace grapevine {
namespace {

constexpr std::size_t kMostNames = 3, kFewNames = 8;

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

/// Fewest letters to put in, leave out or change.
std::size_t letters_between(std::string_view a, std::string_view b) {
  std::vector<std::size_t> above(b.size() + 1), row(b.size() + 1);
  std::iota(above.begin(), above.end(), std::size_t{0});
  for (std::size_t i = 0; i < a.size(); ++i) {
    row[0] = i + 1;
    for (std::size_t j = 0; j < b.size(); ++j)
      row[j + 1] = std::min(
          {above[j + 1] + 1, row[j] + 1, above[j] + (lower(a[i]) == lower(b[j]) ? 0U : 1U)});
    above.swap(row);
  }
  return above.back();
}

}  // namespace

std::vector<std::string> close_names(std::string_view given,
                                     const std::vector<std::string>& known) {
  const std::size_t most = given.size() / 2;
  std::vector<std::pair<std::size_t, std::size_t>> near;  // letters, place
  for (std::size_t i = 0; i < known.size(); ++i) {
    const std::string& name = known[i];
    if (std::max(name.size(), given.size()) - std::min(name.size(), given.size()) > most) continue;
    const std::size_t letters = letters_between(given, name);
    if (letters <= most) near.emplace_back(letters, i);
  }
  std::ranges::sort(near);
  near.resize(std::min(near.size(), kMostNames));
  std::vector<std::string> names;
  for (const auto& [letters, i] : near) names.push_back(known[i]);
  return names;
}

std::string names_to_try(std::string_view given, const std::vector<std::string>& known,
                         std::string_view otherwise) {
  auto names = close_names(given, known);
  const bool close = !names.empty();
  if (!close && !known.empty() && known.size() <= kFewNames) names = known;
  if (names.empty()) return std::string(otherwise);
  std::string text = close ? "did you mean " : "known: ";
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (i > 0) text += close && i + 1 == names.size() ? " or " : ", ";
    text += in_quotes(names[i]);
  }
  return text + (close ? "?" : "");
}

}  // namespace grapevine
