#pragma once
#include <filesystem>

#include "engine/graph/graph.hpp"
#include "loaders/edge_list/columns.hpp"

namespace grapevine {

/// What an edge list holds, as some blocks of it tell.
struct EdgeListSize {
  std::uint64_t text_bytes = 0;
  bool compressed = false;
  EdgeListLayout layout;
  GraphSize ties;
  double ids_in_block = 0.0;     ///< Different ids in one block of text.
  std::uint64_t largest_id = 0;  ///< That was seen; kNoLargest: some are text or negative.

  static constexpr std::uint64_t kNoLargest = ~std::uint64_t{0};
};

/// Looks at up to 32 MiB of the text, spread over the file: milliseconds, up to half a second for a
/// compressed one. All of a smaller file is seen, and its ids are counted within some 1 %; those of
/// a larger one are extrapolated from how their number grew. Errors: those of `read_file_bytes`.
EdgeListSize sample_edge_list(const std::filesystem::path& path, const EdgeColumnNames& names = {});

}  // namespace grapevine
