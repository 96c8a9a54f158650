#pragma once
#include <string>
#include <string_view>

#include "engine/graph/graph.hpp"

namespace grapevine {

/// A graph format whose reader takes the text of a file. Whoever opens files is given these by
/// those who can read such text: loaders and adapters do not know each other.
struct GraphTextFormat {
  std::string_view ending;  ///< In lower case, such as ".gml".

  /// `shown` is the name of the file that errors use. Errors: BadInput, one line.
  Graph (*parse)(std::string_view text, const std::string& shown, const GraphOptions& options);
};

}  // namespace grapevine
