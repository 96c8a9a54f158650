#pragma once
#include <filesystem>
#include <string_view>

#include "engine/base/memory_estimate.hpp"
#include "engine/graph/graph.hpp"

namespace grapevine {

/// Reads the text of a Matrix Market file as an adjacency matrix: entry (i, j) is the tie i -> j.
/// Coordinate matrices of pattern (no weights), integer or real, which are square; nodes are
/// 1 .. n as declared, whether they have ties or not. An entry of a symmetric matrix below the
/// diagonal stands for both directions, of a skew-symmetric one too, with the other sign. A
/// negative value is a tie of sign -1 whose weight is the absolute value.
///
/// Time O(m log m), memory beside the graph 8 bytes an entry and its columns. Errors: BadInput
/// beginning `SHOWN:LINE:` for any other kind of matrix, sizes that the text cannot hold, an index
/// out of range, a value that is no finite number, an entry above the diagonal of a symmetric
/// matrix, more or fewer entries than declared.
Graph parse_matrix_market(std::string_view text, const std::string& shown,
                          const GraphOptions& options = {});

/// The same from a file, decompressed when it ends in .gz or .zst.
Graph read_matrix_market(const std::filesystem::path& path, const GraphOptions& options = {});

/// Adds what `read_matrix_market` will hold, stage by stage; returns the size of the graph, which
/// the head of the file declares. Errors: those of the head.
GraphSize add_matrix_market_stages(const std::filesystem::path& path, const GraphOptions& options,
                                   MemoryEstimate& estimate);

}  // namespace grapevine
