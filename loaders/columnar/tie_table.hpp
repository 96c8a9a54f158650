#pragma once
#include <filesystem>

#include "engine/base/memory_estimate.hpp"
#include "engine/graph/graph.hpp"
#include "loaders/columnar/source_table.hpp"
#include "loaders/edge_list/columns.hpp"

namespace grapevine {

/// The graph whose ties are the rows of a table with types, such as a Parquet file: columns source
/// (src, from) and target (dst, to), perhaps weight, sign, time (t, timestamp) and type, in any
/// case of letters, or those that `names` tells; others are passed over. Ids are integers of any
/// width, or text; integers when all of both columns are. Times are timestamps, dates, or seconds
/// since 1970.
///
/// Time O(m log m), memory beside the table 16 bytes a tie, 64 and the text when ids are text.
/// Errors: BadInput naming the file, and row and column, when there are no such columns, a column
/// is of a type that cannot be used, a cell is null (a time may be), a weight is no number from 0
/// to 1e300, or a sign is neither 1 nor -1.
Graph graph_of_ties(const SourceTable& ties, const GraphOptions& options = {},
                    const EdgeColumnNames& names = {});

/// The same from a file of any ending that `read_source_table` knows.
Graph read_tie_table(const std::filesystem::path& path, const GraphOptions& options = {},
                     const EdgeColumnNames& names = {});

/// Adds what `read_tie_table` will hold, stage by stage; returns the size of the graph.
GraphSize add_tie_table_stages(const std::filesystem::path& path, const GraphOptions& options,
                               MemoryEstimate& estimate, const EdgeColumnNames& names = {});

}  // namespace grapevine
