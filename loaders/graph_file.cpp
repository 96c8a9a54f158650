#include "loaders/graph_file.hpp"

#include <algorithm>
#include <array>

#include "engine/base/error.hpp"
#include "loaders/columnar/file_bytes.hpp"
#include "loaders/edge_list/edge_list.hpp"

namespace grapevine {
namespace {

struct GraphFormat {
  std::string_view ending;
  Graph (*read)(const std::filesystem::path&, const GraphOptions&);
};

Graph read_ties(const std::filesystem::path& path, const GraphOptions& options) {
  return read_edge_list(path, {.graph = options});
}

constexpr std::array<GraphFormat, 7> kFormats{{{".txt", read_ties},
                                               {".el", read_ties},
                                               {".edges", read_ties},
                                               {".edgelist", read_ties},
                                               {".csv", read_ties},
                                               {".tsv", read_ties},
                                               {"", read_ties}}};

std::string known_endings() {
  std::string text;
  for (const GraphFormat& format : kFormats)
    if (!format.ending.empty()) text += std::string(format.ending) + ", ";
  return text + "each also with .gz or .zst behind it";
}

}  // namespace

Graph read_graph(const std::filesystem::path& path, const GraphOptions& options) {
  const std::string ending = format_ending(path);
  const auto format = std::ranges::find(kFormats, ending, &GraphFormat::ending);
  if (format == kFormats.end())
    throw Error(ErrorCode::BadInput, path_text(path),
                "the ending " + in_quotes(ending) + " is of no known graph format",
                "use " + known_endings());
  return format->read(path, options);
}

}  // namespace grapevine
