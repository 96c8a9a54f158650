#pragma once
#include <filesystem>

#include "engine/graph/graph.hpp"

namespace grapevine {

/// Reads a graph file; its ending, without .gz or .zst, tells the format: .txt .el .edges .edgelist
/// .csv .tsv or none is a list of ties. Errors: BadInput for another ending; those of the reader.
Graph read_graph(const std::filesystem::path& path, const GraphOptions& options = {});

}  // namespace grapevine
