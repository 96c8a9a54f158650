#pragma once
#include <string>
#include <string_view>

#include "engine/graph/graph.hpp"

namespace grapevine {

enum class IgraphFormat { Graphml, Gml, Pajek, Dl };

/// The graph that igraph's reader of the format finds in `text`, read in a child process. Errors:
/// BadInput beginning with `shown`, and the line where igraph tells it, with igraph's reason; also
/// when its reader crashes, or needs more memory or time than `igraph_formats` says.
Graph read_text_by_igraph(IgraphFormat format, std::string_view text, const std::string& shown,
                          const GraphOptions& options);

}  // namespace grapevine
