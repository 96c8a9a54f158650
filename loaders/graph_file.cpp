#include "loaders/graph_file.hpp"

#include <algorithm>
#include <array>

#include "engine/base/error.hpp"
#include "loaders/columnar/file_bytes.hpp"
#include "loaders/columnar/tie_table.hpp"
#include "loaders/edge_list/edge_list.hpp"
#include "loaders/graph_formats/matrix_market.hpp"
#include "loaders/graph_formats/metis.hpp"
#include "loaders/graph_formats/snapshot.hpp"

namespace grapevine {
namespace {

struct GraphFormat {
  std::string_view ending;
  Graph (*read)(const std::filesystem::path&, const GraphOptions&, const EdgeListHints&);
  GraphSize (*add_stages)(const std::filesystem::path&, const GraphOptions&, MemoryEstimate&,
                          const EdgeListHints&);
};

Graph read_ties(const std::filesystem::path& path, const GraphOptions& options,
                const EdgeListHints& hints) {
  return read_edge_list(path, {.graph = options, .names = hints.names, .ids = hints.ids});
}

void refuse_id_kind(const std::filesystem::path& path, const EdgeListHints& hints) {
  if (hints.ids != IdKind::Detected)
    throw Error(ErrorCode::BadInput, path_text(path),
                "this format says itself whether ids are integers", "leave out --ids");
}

void refuse_hints(const std::filesystem::path& path, const EdgeListHints& hints) {
  refuse_id_kind(path, hints);
  if (!hints.names.empty())
    throw Error(ErrorCode::BadInput, path_text(path),
                "columns of this format have no names that could be mapped", "leave out --map");
}

Graph read_table(const std::filesystem::path& path, const GraphOptions& options,
                 const EdgeListHints& hints) {
  refuse_id_kind(path, hints);
  return read_tie_table(path, options, hints.names);
}

GraphSize add_table_stages(const std::filesystem::path& path, const GraphOptions& options,
                           MemoryEstimate& estimate, const EdgeListHints& hints) {
  refuse_id_kind(path, hints);
  return add_tie_table_stages(path, options, estimate, hints.names);
}

template <Graph (*Read)(const std::filesystem::path&, const GraphOptions&)>
Graph read_unnamed(const std::filesystem::path& path, const GraphOptions& options,
                   const EdgeListHints& hints) {
  refuse_hints(path, hints);
  return Read(path, options);
}

template <GraphSize (*AddStages)(const std::filesystem::path&, const GraphOptions&,
                                 MemoryEstimate&)>
GraphSize add_unnamed(const std::filesystem::path& path, const GraphOptions& options,
                      MemoryEstimate& estimate, const EdgeListHints& hints) {
  refuse_hints(path, hints);
  return AddStages(path, options, estimate);
}

constexpr GraphFormat list_of_ties(std::string_view ending) {
  return {ending, read_ties, add_edge_list_stages};
}

constexpr GraphFormat table_of_ties(std::string_view ending) {
  return {ending, read_table, add_table_stages};
}

constexpr GraphFormat metis(std::string_view ending) {
  return {ending, read_unnamed<read_metis>, add_unnamed<add_metis_stages>};
}

constexpr std::array<GraphFormat, 17> kFormats{
    {list_of_ties(".txt"),
     list_of_ties(".el"),
     list_of_ties(".edges"),
     list_of_ties(".edgelist"),
     list_of_ties(".ncol"),
     list_of_ties(".csv"),
     list_of_ties(".tsv"),
     list_of_ties(""),
     {".mtx", read_unnamed<read_matrix_market>, add_unnamed<add_matrix_market_stages>},
     metis(".metis"),
     metis(".graph"),
     {".gv", read_unnamed<read_snapshot>, add_unnamed<add_snapshot_stages>},
     table_of_ties(".arrow"),
     table_of_ties(".arrows"),
     table_of_ties(".feather"),
     table_of_ties(".ipc"),
     table_of_ties(".parquet")}};

std::string known_endings(std::span<const GraphTextFormat> more) {
  std::string text;
  const auto add = [&](std::string_view ending) {
    if (!ending.empty()) text += (text.empty() ? "" : ", ") + std::string(ending);
  };
  for (const GraphFormat& format : kFormats) add(format.ending);
  for (const GraphTextFormat& format : more) add(format.ending);
  return text + "; text also with .gz or .zst behind it";
}

[[noreturn]] void refuse_ending(const std::filesystem::path& path, const std::string& ending,
                                std::span<const GraphTextFormat> more) {
  throw Error(ErrorCode::BadInput, path_text(path),
              "the ending " + in_quotes(ending) + " is of no known graph format",
              "use " + known_endings(more));
}

/// The ending that tells the format. KONECT calls its lists of ties out.NAME.
std::string graph_ending(const std::filesystem::path& path) {
  const std::string ending = format_ending(path);
  const bool known = std::ranges::find(kFormats, ending, &GraphFormat::ending) != kFormats.end();
  return !known && path.filename().string().starts_with("out.") ? "" : ending;
}

}  // namespace

Graph read_graph(const std::filesystem::path& path, const GraphOptions& options,
                 std::span<const GraphTextFormat> more, const EdgeListHints& hints) {
  const std::string ending = graph_ending(path);
  const auto format = std::ranges::find(kFormats, ending, &GraphFormat::ending);
  if (format != kFormats.end()) return format->read(path, options, hints);
  const auto other = std::ranges::find(more, ending, &GraphTextFormat::ending);
  if (other != more.end()) {
    refuse_hints(path, hints);
    return other->parse(read_file_bytes(path), path_text(path), options);
  }
  refuse_ending(path, ending, more);
}

GraphSize add_graph_stages(const std::filesystem::path& path, const GraphOptions& options,
                           MemoryEstimate& estimate, std::span<const GraphTextFormat> more,
                           const EdgeListHints& hints) {
  estimate.place = path_text(path);
  const std::string ending = graph_ending(path);
  const auto format = std::ranges::find(kFormats, ending, &GraphFormat::ending);
  const auto other = std::ranges::find(more, ending, &GraphTextFormat::ending);
  if (format == kFormats.end() && other == more.end()) refuse_ending(path, ending, more);
  const GraphSize size = format != kFormats.end()
                             ? format->add_stages(path, options, estimate, hints)
                             : other->add_stages(read_file_bytes(path), options, estimate);
  estimate.add("graph", Graph::bytes_of(size));
  return size;
}

}  // namespace grapevine
