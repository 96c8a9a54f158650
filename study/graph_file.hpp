#pragma once
#include <filesystem>

#include "engine/base/memory_estimate.hpp"
#include "engine/graph/graph.hpp"
#include "loaders/columnar/column_map.hpp"
#include "loaders/edge_list/columns.hpp"

namespace grapevine {

/// Reads a graph file of any format that this build knows: those of the loaders by `read_graph`,
/// and those of igraph (.graphml, .xml, .gml, .net, .paj, .dl) where it is built in; where it is
/// not, they are refused with a line that says so.
Graph read_graph_file(const std::filesystem::path& path, const GraphOptions& options = {},
                      const EdgeListHints& hints = {});

/// Adds what `read_graph_file` will hold, stage by stage; returns the graph's size.
GraphSize add_graph_file_stages(const std::filesystem::path& path, const GraphOptions& options,
                                MemoryEstimate& estimate, const EdgeListHints& hints = {});

/// `--map` of a command that reads a graph file: src (or source), dst (or target), weight, sign,
/// time (or t) and type. Errors: InvalidOption for other names, or one of a table.
EdgeColumnNames edge_column_names(const std::vector<ColumnMapping>& map);

}  // namespace grapevine
