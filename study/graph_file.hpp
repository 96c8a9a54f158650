#pragma once
#include <filesystem>

#include "engine/graph/graph.hpp"

namespace grapevine {

/// Reads a graph file of any format that this build knows: those of the loaders by `read_graph`,
/// and those of igraph (.graphml, .xml, .gml, .net, .paj, .dl) where it is built in; where it is
/// not, they are refused with a line that says so.
Graph read_graph_file(const std::filesystem::path& path, const GraphOptions& options = {});

}  // namespace grapevine
