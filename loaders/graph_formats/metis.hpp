#pragma once
#include <filesystem>
#include <string_view>

#include "engine/base/memory_estimate.hpp"
#include "engine/graph/graph.hpp"

namespace grapevine {

/// Reads the text of a METIS graph: a line `vertices edges [fmt [ncon]]`, then a line per vertex
/// with its size and weights, as fmt says (they are read and not used), and its neighbours, each
/// with its weight if fmt ends in 1. A blank line is a vertex without ties; lines that begin with
/// `%` are comments. Nodes are 1 .. n. METIS graphs are undirected, without self-loops; each edge
/// stands in the lines of both its ends, and becomes a tie each way.
///
/// Time O(m log m), memory beside the graph 16 bytes an edge, 32 with weights. Errors: BadInput
/// beginning `SHOWN:LINE:` for counts that the text does not have, a neighbour out of range, a
/// self-loop, an edge that only one of its ends lists (as often, with the same weight), a weight
/// that is no finite number >= 0.
Graph parse_metis(std::string_view text, const std::string& shown,
                  const GraphOptions& options = {});

/// The same from a file, decompressed when it ends in .gz or .zst.
Graph read_metis(const std::filesystem::path& path, const GraphOptions& options = {});

/// Adds what `read_metis` will hold, stage by stage; returns the size of the graph, which the head
/// of the file declares. Errors: those of the head.
GraphSize add_metis_stages(const std::filesystem::path& path, const GraphOptions& options,
                           MemoryEstimate& estimate);

}  // namespace grapevine
