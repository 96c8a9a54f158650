#include "loaders/edge_list/konect.hpp"

#include <algorithm>
#include <array>
#include <span>
#include <string>

namespace grapevine {
namespace {

/// The words of a line behind its `%`.
std::vector<std::string_view> words_of(std::string_view line) {
  std::vector<std::string_view> words;
  while (!line.empty()) {
    const std::size_t begin = std::min(line.find_first_not_of(" \t\r"), line.size());
    const std::size_t end = std::min(line.find_first_of(" \t\r", begin), line.size());
    if (end > begin) words.push_back(line.substr(begin, end - begin));
    line.remove_prefix(end);
  }
  return words;
}

constexpr std::array<std::string_view, 3> kDirections = {"sym", "asym", "bip"};
constexpr std::array<std::string_view, 9> kWeights = {
    "unweighted", "positive",      "posweighted", "signed",          "multisigned",
    "weighted",   "multiweighted", "dynamic",     "multiposweighted"};

bool is_one_of(std::string_view word, std::span<const std::string_view> words) {
  return std::ranges::find(words, word) != words.end();
}

}  // namespace

std::optional<KonectHead> konect_head(std::string_view line, std::optional<LineProblem>& problem) {
  if (!line.starts_with('%')) return std::nullopt;
  const auto words = words_of(line.substr(1));
  if (words.size() < 2 || !is_one_of(words[0], kDirections) || !is_one_of(words[1], kWeights))
    return std::nullopt;
  if (words[0] == "bip")
    problem = LineProblem{"a bipartite KONECT file numbers both sides from 1",
                          "write the two sides with different ids, such as u1 and i1"};
  if (words[1] == "dynamic")
    problem = LineProblem{"a dynamic KONECT file adds ties and takes them away",
                          "write the ties of the time that you want"};
  return KonectHead{.undirected = words[0] == "sym", .signs = words[1] == "signed"};
}

std::optional<LineProblem> konect_layout(const KonectHead& head, std::size_t fields,
                                         EdgeListLayout& layout) {
  if (fields < 2 || fields > 4)
    return LineProblem{std::to_string(fields) + " columns in a KONECT file",
                       "give source, target, weight and time"};
  layout = {.num_fields = fields, .undirected = head.undirected};
  if (fields > 2) (head.signs ? layout.sign : layout.weight) = 2;
  if (fields > 3) layout.time = 3;
  return std::nullopt;
}

}  // namespace grapevine
