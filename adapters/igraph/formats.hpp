#pragma once
#include <span>

#include "engine/graph/graph_text_format.hpp"

namespace grapevine {

/// GraphML (.graphml, .xml), GML (.gml), Pajek (.net, .paj) and UCINET's DL (.dl), by igraph's
/// readers: the first graph of a file, directed or not as the file says, its nodes and ties as
/// `graph_of_foreign` has them. DL files do not say: they are as `GraphOptions` has it.
///
/// igraph runs in a process of its own, so that a hostile file can neither crash this one nor take
/// its memory: 256 MiB and 64 bytes a byte of text, 4 s and one more for each MiB. igraph is GPL-2
/// or later: a program that links this is under the GPL as a whole.
std::span<const GraphTextFormat> igraph_formats();

}  // namespace grapevine
