#pragma once
#include <filesystem>
#include <string>

#include "engine/graph/graph.hpp"

namespace grapevine {

/// Writes the ties of a graph to a file whose ending tells the format: .gv a snapshot, .parquet
/// .arrow .csv a table of ties, .txt .el .edges .edgelist .tsv lines of text. The file appears
/// whole, or not at all. Errors: BadInput for another ending, or for what the format cannot hold;
/// Storage.
void write_graph_file(const Graph& graph, const std::filesystem::path& path);

/// Errors: BadInput for an ending that `write_graph_file` does not write.
void check_graph_ending(const std::filesystem::path& path);

/// One line for reading, and the same as JSON.
std::string converted_text(const Graph& graph, const std::filesystem::path& path);
std::string converted_json(const Graph& graph);

}  // namespace grapevine
