#include "loaders/graph_file.hpp"

#include <algorithm>
#include <array>

#include "engine/base/error.hpp"
#include "loaders/columnar/file_bytes.hpp"
#include "loaders/columnar/tie_table.hpp"
#include "loaders/edge_list/edge_list.hpp"
#include "loaders/graph_formats/matrix_market.hpp"
#include "loaders/graph_formats/metis.hpp"

namespace grapevine {
namespace {

struct GraphFormat {
  std::string_view ending;
  Graph (*read)(const std::filesystem::path&, const GraphOptions&, const EdgeColumnNames&);
};

Graph read_ties(const std::filesystem::path& path, const GraphOptions& options,
                const EdgeColumnNames& names) {
  return read_edge_list(path, {.graph = options, .names = names});
}

void refuse_names(const std::filesystem::path& path, const EdgeColumnNames& names) {
  if (!names.empty())
    throw Error(ErrorCode::BadInput, path_text(path),
                "columns of this format have no names that could be mapped", "leave out --map");
}

template <Graph (*Read)(const std::filesystem::path&, const GraphOptions&)>
Graph read_unnamed(const std::filesystem::path& path, const GraphOptions& options,
                   const EdgeColumnNames& names) {
  refuse_names(path, names);
  return Read(path, options);
}

constexpr std::array<GraphFormat, 16> kFormats{{{".txt", read_ties},
                                                {".el", read_ties},
                                                {".edges", read_ties},
                                                {".edgelist", read_ties},
                                                {".ncol", read_ties},
                                                {".csv", read_ties},
                                                {".tsv", read_ties},
                                                {"", read_ties},
                                                {".mtx", read_unnamed<read_matrix_market>},
                                                {".metis", read_unnamed<read_metis>},
                                                {".graph", read_unnamed<read_metis>},
                                                {".arrow", read_tie_table},
                                                {".arrows", read_tie_table},
                                                {".feather", read_tie_table},
                                                {".ipc", read_tie_table},
                                                {".parquet", read_tie_table}}};

std::string known_endings(std::span<const GraphTextFormat> more) {
  std::string text;
  const auto add = [&](std::string_view ending) {
    if (!ending.empty()) text += (text.empty() ? "" : ", ") + std::string(ending);
  };
  for (const GraphFormat& format : kFormats) add(format.ending);
  for (const GraphTextFormat& format : more) add(format.ending);
  return text + "; text also with .gz or .zst behind it";
}

}  // namespace

Graph read_graph(const std::filesystem::path& path, const GraphOptions& options,
                 std::span<const GraphTextFormat> more, const EdgeColumnNames& names) {
  const std::string ending = format_ending(path);
  const auto format = std::ranges::find(kFormats, ending, &GraphFormat::ending);
  if (format != kFormats.end()) return format->read(path, options, names);
  const auto other = std::ranges::find(more, ending, &GraphTextFormat::ending);
  if (other != more.end()) {
    refuse_names(path, names);
    return other->parse(read_file_bytes(path), path_text(path), options);
  }
  throw Error(ErrorCode::BadInput, path_text(path),
              "the ending " + in_quotes(ending) + " is of no known graph format",
              "use " + known_endings(more));
}

}  // namespace grapevine
