#pragma once
#include <cstdint>
#include <filesystem>

#include "engine/graph/arc_source.hpp"

namespace grapevine {

/// Writes all arcs of `source`, in its order; returns how many they are. The ending tells how: .txt
/// .el .edges .edgelist .tsv one `source<TAB>target` a line; .csv the same with a comma and a
/// header line; each also with .gz or .zst behind it; .parquet and .arrow the int64 columns source
/// and target. Blocks are made and formatted in parallel and written in order, so memory does not
/// grow with the arcs, and bytes do not depend on threads. Compressed text is one gzip member or
/// zstd frame a block. The file appears whole, or not at all. Errors: BadInput for another ending;
/// Storage.
std::uint64_t write_arcs(const ArcSource& source, const std::filesystem::path& path);

/// Most bytes that `write_arcs` holds.
std::uint64_t arcs_writing_bytes(const ArcSource& source, const std::filesystem::path& path);

}  // namespace grapevine
