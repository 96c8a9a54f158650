#pragma once
#include <filesystem>

#include "engine/graph/graph.hpp"

namespace grapevine {

/// Writes all that a graph holds to one file that is opened without a copy. Equal graphs give equal
/// bytes. The file appears whole, or not at all. Time O(n + m), memory O(1). Errors: Storage.
void write_snapshot(const Graph& graph, const std::filesystem::path& path);

}  // namespace grapevine
