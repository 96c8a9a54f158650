#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/graph/graph.hpp"

namespace grapevine {

/// A column of attributes as a foreign library has it: numbers (NaN: not given) or texts (empty:
/// not given). An absent one has neither.
struct ForeignColumn {
  std::vector<double> numbers;
  std::vector<std::string> texts;

  bool present() const { return !numbers.empty() || !texts.empty(); }
};

/// A graph as a foreign library reads it, before any of it is believed.
struct ForeignGraph {
  std::uint64_t num_nodes = 0;
  bool directed = true;
  std::vector<std::uint64_t> ends;         ///< Source and target of each tie, in turn.
  ForeignColumn name, label, id;           ///< Of nodes.
  ForeignColumn weight, sign, time, type;  ///< Of ties.
};

/// The graph with its nodes called by the first of name, label and id that every node has and no
/// two share, else by 1 .. n; times are dates or seconds since 1970. A tie without a weight has 1,
/// without a sign +1; a negative weight is a tie of sign -1 with the absolute one. An undirected
/// graph has each tie both ways. Errors: BadInput beginning with `shown` and the tie.
Graph graph_of_foreign(const ForeignGraph& foreign, const std::string& shown,
                       const GraphOptions& options);

/// As bytes, to hand it from one process to another; and back: nothing when the bytes are not
/// whole.
std::string to_bytes(const ForeignGraph& foreign);
std::optional<ForeignGraph> from_bytes(std::string_view bytes);

}  // namespace grapevine
