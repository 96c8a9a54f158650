#pragma once
#include <cstdint>
#include <filesystem>

#include "engine/graph/arc_source.hpp"

namespace grapevine {

/// Writes the snapshot of the directed graph that all arcs of `source` make, nodes hot first, and
/// never holds more than about `arcs_at_once` of them (or the arcs of one node): the same bytes as
/// if the graph were built in memory. Arcs are made once to count them, and once more for each part
/// of the rows of either direction. Returns how many they are.
///
/// Time O(arcs x (1 + 2 x arcs / arcs_at_once)), in parallel; memory: see
/// `arc_snapshot_bytes`. The file appears whole, or not at all. Errors: BadInput for more
/// nodes than a graph may have; Storage.
std::uint64_t write_arc_snapshot(const ArcSource& source, const std::filesystem::path& path,
                                 std::uint64_t arcs_at_once);

/// Most bytes that it holds: some 10 for each of the arcs at once, and 41 a node.
std::uint64_t arc_snapshot_bytes(std::uint64_t num_nodes, std::uint64_t arcs_at_once);
/// How many arcs at once fit `bytes`, at least some millions.
std::uint64_t arcs_at_once_in(std::uint64_t bytes, std::uint64_t num_nodes);

}  // namespace grapevine
