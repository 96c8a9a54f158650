#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "loaders/edge_list/columns.hpp"

namespace grapevine {

/// The text of a file with what its first line tells.
struct EdgeText {
  std::string path;
  std::string_view text;
  std::size_t begin = 0;  ///< Of the first line with a tie.
  EdgeListLayout layout;
};

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

/// Parses the text in blocks, in parallel. Ids are std::int64_t, where the first other id ends its
/// block, or std::string_view into the text; columns that the file lacks stay empty.
template <class Id>
std::vector<TieRows<Id>> parse_rows(const EdgeText& file);

}  // namespace grapevine
