#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/graph/graph.hpp"
#include "loaders/edge_list/columns.hpp"

namespace grapevine {

/// Text that is parsed at once: part of what a block of ties is, so it never depends on threads.
inline constexpr std::size_t kEdgeBlockBytes = 1 << 20;

/// The text of a file with what its first line tells.
struct EdgeText {
  std::string path;
  std::string_view text;
  std::size_t begin = 0;  ///< Of the first line with a tie.
  EdgeListLayout layout;
};

/// Throws BadInput for the line at `offset`.
[[noreturn]] void refuse(const EdgeText& file, std::size_t offset, const LineProblem& problem);

/// Reads the first line with content, if there is one: the layout, and where ties begin.
void read_first_line(EdgeText& file, const EdgeColumnNames& names = {});

/// The options with what the file says of itself.
inline GraphOptions as_declared(GraphOptions options, const EdgeListLayout& layout) {
  options.directed = options.directed && !layout.undirected;
  return options;
}

/// The ties of one block of text, up to the first line that has a problem.
template <class Id>
struct TieRows {
  std::vector<Id> source, target;
  std::vector<double> weight;
  std::vector<std::int8_t> sign;
  std::vector<Time> time;
  std::vector<std::string_view> type;

  bool other_ids = false;  ///< An id that is no integer ended the block.
  std::optional<LineProblem> problem;
  std::size_t problem_offset = 0;
};

/// What one tie takes in the rows of its block.
template <class Id>
constexpr std::uint64_t row_bytes(const EdgeListLayout& layout) {
  const auto bytes = [](std::size_t place, std::size_t size) {
    return place == EdgeListLayout::kNoField ? 0 : size;
  };
  return 2 * sizeof(Id) + bytes(layout.weight, sizeof(double)) +
         bytes(layout.sign, sizeof(std::int8_t)) + bytes(layout.time, sizeof(Time)) +
         bytes(layout.type, sizeof(std::string_view));
}

/// Parses the text in blocks, in parallel. Ids are std::int64_t, where the first other id ends its
/// block, or std::string_view into the text; columns that the file lacks stay empty.
template <class Id>
std::vector<TieRows<Id>> parse_rows(const EdgeText& file);

}  // namespace grapevine
