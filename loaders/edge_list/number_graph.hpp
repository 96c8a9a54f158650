#pragma once
#include <filesystem>
#include <functional>
#include <optional>

#include "engine/graph/graph.hpp"
#include "loaders/edge_list/rows.hpp"

namespace grapevine {

/// The graph of a text whose lines have two integers each: built straight from the blocks of text,
/// in parallel. Nothing where a line is something else (which is for `parse_rows` to understand or
/// refuse). kTextPadding bytes must be readable behind the
/// text; `before(begin, end)` is called before a part of it is read.
///
/// Time O(n + m). Ids that are less than some two times the ties are numbered by a table, others by
/// hash. Extra memory: 8 bytes a tie (16 for ids beyond 2^32 - 2), 9 a number of the table.
std::optional<Graph> read_number_graph(const EdgeText& file, const GraphOptions& options,
                                       const std::function<void(std::size_t, std::size_t)>& before);

/// The same of a compressed file, whose blocks are read while the next ones are decoded; the text
/// is never held as a whole. Nothing also where ids are too far apart for a table. Errors: those of
/// `read_file_bytes`, and BadInput for a first line that says no layout.
std::optional<Graph> read_number_stream(const std::filesystem::path& path,
                                        const GraphOptions& options, const EdgeColumnNames& names);

}  // namespace grapevine
