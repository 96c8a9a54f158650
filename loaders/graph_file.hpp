#pragma once
#include <filesystem>
#include <span>

#include "engine/base/memory_estimate.hpp"
#include "engine/graph/graph.hpp"
#include "engine/graph/graph_text_format.hpp"
#include "loaders/edge_list/columns.hpp"

namespace grapevine {

/// Reads a graph file; its ending, without .gz or .zst, tells the format: .txt .el .edges .edgelist
/// .ncol .csv .tsv, none, or the name out.NAME is a list of ties, .mtx a Matrix Market file, .metis
/// or .graph a METIS one, .gv a snapshot, .parquet and Arrow IPC (.arrow .arrows .feather .ipc)
/// tables of ties; the formats of `more` have theirs. Lists and tables of ties may have columns of
/// other names, and lists may be told their ids. Errors: BadInput for another ending, or one of a
/// format that knows no such hint; those of the reader.
Graph read_graph(const std::filesystem::path& path, const GraphOptions& options = {},
                 std::span<const GraphTextFormat> more = {}, const EdgeListHints& hints = {});

/// Adds what `read_graph` will hold, stage by stage, and the graph that is left; returns its size.
/// A file in a format of `more` is read for that, and not parsed. Errors: BadInput for a file that
/// cannot be looked at twice; those of the reader's first line.
GraphSize add_graph_stages(const std::filesystem::path& path, const GraphOptions& options,
                           MemoryEstimate& estimate, std::span<const GraphTextFormat> more = {},
                           const EdgeListHints& hints = {});

}  // namespace grapevine
