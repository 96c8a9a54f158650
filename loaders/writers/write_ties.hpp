#pragma once
#include <filesystem>
#include <string_view>

#include "engine/graph/graph.hpp"
#include "engine/table/table.hpp"

namespace grapevine {

/// The ties of a graph as a table: source and target by the users' ids, then the columns that the
/// graph has, by the names that readers of ties look for. Arcs of both ways are two rows.
Table ties_table(const Graph& graph);

/// Writes the same as CSV that readers of ties take. Errors: BadInput for an id with a blank or
/// quote or that looks like a comment, or a type with a quote; Storage.
void write_ties_csv(const Graph& graph, const std::filesystem::path& path);

/// Whether `write_ties_text` writes files of this ending: .txt .el .edges .edgelist .tsv.
bool is_ties_text_ending(std::string_view ending);

/// Writes the ties as text, a line `source<TAB>target` each, with a third field where they have
/// weights. Rows are formatted in parallel; extra memory some MiB a thread. The file appears whole,
/// or not at all. Errors: BadInput for a graph with other columns, or an id that a line cannot hold
/// as it is; Storage.
void write_ties_text(const Graph& graph, const std::filesystem::path& path);

}  // namespace grapevine
