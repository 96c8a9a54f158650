#pragma once
#include <filesystem>

#include "engine/base/memory_estimate.hpp"
#include "engine/graph/graph.hpp"
#include "loaders/edge_list/columns.hpp"
#include "loaders/edge_list/sample.hpp"

namespace grapevine {

struct EdgeListOptions {
  GraphOptions graph = {};
  EdgeColumnNames names = {};  ///< The file must then have a header line.
  IdKind ids = IdKind::Detected;
};

/// Reads a text file of ties, one a line, as SNAP has them: source, target, and a weight if there
/// is a third column; or the columns that a header line names (source/src/from, target/dst/to,
/// weight, sign, time/t/timestamp, type; others are passed over); or as KONECT has them. Separators
/// are blanks, commas or semicolons; `#` and `%` begin comments; .gz and .zst are decompressed. Ids
/// are integers when all of them are canonical 64-bit integers, else text, unless `ids` says what
/// they are. Comments alone give the empty graph.
///
/// A list of two integers a line is read at memory speed (`read_number_graph`): time O(m); memory
/// some 6 bytes a tie beside the graph, as the file is mapped, or decoded block by block. Any other
/// list: time O(m), and the sorting of different ids and of parallel ties, in parallel; memory the
/// text, 16 bytes a tie (32 when ids are text) and its columns, then these once more and 16 bytes a
/// tie while rows are made. Errors: those of `read_file_bytes`; BadInput
/// beginning `PATH:LINE:` for the first line that cannot be used, and for a file of no bytes.
Graph read_edge_list(const std::filesystem::path& path, const EdgeListOptions& options = {});

/// Adds what `read_edge_list` will hold, stage by stage; returns the size of the graph. Both are
/// told by `sample_edge_list`.
GraphSize add_edge_list_stages(const std::filesystem::path& path, const GraphOptions& options,
                               MemoryEstimate& estimate, const EdgeListHints& hints = {});

}  // namespace grapevine
