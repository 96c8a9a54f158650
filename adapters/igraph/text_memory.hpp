#pragma once
#include <string_view>

#include "adapters/igraph/read_text.hpp"
#include "engine/base/memory_estimate.hpp"

namespace grapevine {

/// What a text of a graph says of its size, by counting words: close for files that are whole, and
/// no check of them. O(bytes).
struct TextGraphSize {
  std::uint64_t nodes = 0, edges = 0;
  std::uint64_t attributes = 0;  ///< Values beside an element's ids and labels.
  bool directed = true;
};
TextGraphSize size_of_text(IgraphFormat format, std::string_view text);

/// Adds what reading the text by igraph will hold in the process that holds most, and returns the
/// size of the graph. Bytes of igraph's elements were measured.
GraphSize add_text_stages(IgraphFormat format, std::string_view text, const GraphOptions& options,
                          MemoryEstimate& estimate);

}  // namespace grapevine
