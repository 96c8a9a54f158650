#pragma once
#include <cstdint>
#include <filesystem>

#include "engine/base/memory_estimate.hpp"
#include "engine/graph/graph.hpp"

namespace grapevine {

/// How much of a snapshot is looked at when it is opened.
enum class SnapshotCheck {
  Head,  ///< Size, version, and the table of its sections: a few pages of the file.
  Whole  ///< Also every checksum, and that no row leads beyond the graph. Reads all of it once.
};

/// Opens a snapshot: the graph's arrays are the pages of the mapped file, which stays open as long
/// as a copy of the graph lives and must not be written to meanwhile. Memory of our own: the names
/// of types. Errors, beginning with the path: BadInput for a file that is no snapshot, of another
/// version, shorter or longer than its head says, or whose bytes are not those that were written,
/// with the name of the section.
Graph open_snapshot(const std::filesystem::path& path, SnapshotCheck check = SnapshotCheck::Whole);

/// The same as one of the formats of graph files. A snapshot was built by options of its own:
/// others than the default are refused. Incoming rows that are not in it are made.
Graph read_snapshot(const std::filesystem::path& path, const GraphOptions& options);

/// Adds what `read_snapshot` holds, which is next to nothing; returns the size of the graph.
GraphSize add_snapshot_stages(const std::filesystem::path& path, const GraphOptions& options,
                              MemoryEstimate& estimate);

}  // namespace grapevine
