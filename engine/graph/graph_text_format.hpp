#pragma once
#include <cstddef>
#include <string>
#include <string_view>

#include "engine/base/memory_estimate.hpp"
#include "engine/graph/graph.hpp"

namespace grapevine {

/// A graph format whose reader takes the text of a file. Whoever opens files is given these by
/// those who can read such text: loaders and adapters do not know each other.
struct GraphTextFormat {
  std::string_view ending;  ///< In lower case, such as ".gml".

  /// `shown` is the name of the file that errors use. Errors: BadInput, one line.
  Graph (*parse)(std::string_view text, const std::string& shown, const GraphOptions& options);
  /// Adds what `parse` will hold, the text included, and returns the size of the graph.
  GraphSize (*add_stages)(std::string_view text, const GraphOptions& options,
                          MemoryEstimate& estimate);
};

/// Most nodes that a text may declare: a million, and 16 for each of its bytes. Nodes without ties
/// are free up to there; beyond, a file of some bytes would take all memory.
constexpr std::uint64_t most_declared_nodes(std::size_t text_bytes) {
  return (std::uint64_t{1} << 20) + 16 * std::uint64_t{text_bytes};
}

}  // namespace grapevine
