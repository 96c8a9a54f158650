#pragma once
#include <optional>
#include <string_view>

#include "loaders/edge_list/columns.hpp"

namespace grapevine {

/// What the first line of a KONECT file says, such as `% asym posweighted` (Kunegis 2013, KONECT:
/// The Koblenz Network Collection; the file `out.NAME` of its archives).
struct KonectHead {
  bool undirected = false;  ///< `sym`: each line is a tie both ways.
  bool signs = false;       ///< The third field is a sign, else a weight or a number of ties.
};

/// Nothing for another first line. `problem` is set for a KONECT file whose ties are no ties
/// between people of one kind, or not all of them there at once.
std::optional<KonectHead> konect_head(std::string_view line, std::optional<LineProblem>& problem);

/// The layout of a file with such a head whose ties have so many fields: source, target, then
/// weight or sign, then seconds since 1970.
std::optional<LineProblem> konect_layout(const KonectHead& head, std::size_t fields,
                                         EdgeListLayout& layout);

}  // namespace grapevine
