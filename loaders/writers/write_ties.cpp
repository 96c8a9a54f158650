#include "loaders/writers/write_ties.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>

#include "engine/base/error.hpp"
#include "engine/base/numbers.hpp"
#include "engine/parallel/loops.hpp"
#include "loaders/columnar/file_bytes.hpp"
#include "loaders/writers/whole_file.hpp"
#include "loaders/writers/write_table.hpp"

namespace grapevine {
namespace {

constexpr std::array<std::string_view, 5> kTextEndings = {".txt", ".el", ".edges", ".edgelist",
                                                          ".tsv"};

/// Both ends of all arcs in the order of outgoing rows.
struct Ends {
  std::vector<std::uint32_t> source, target;
};

Ends ends_of(const Graph& graph) {
  Ends ends{std::vector<std::uint32_t>(graph.num_edges()),
            {graph.out_rows().neighbors.begin(), graph.out_rows().neighbors.end()}};
  for (NodeId u = 0; u < graph.num_nodes(); ++u)
    std::fill_n(ends.source.begin() + static_cast<std::ptrdiff_t>(graph.first_out_edge(u)),
                graph.out_degree(u), u);
  return ends;
}

void add_ends(TableBuilder& builder, const Graph& graph) {
  const Ends ends = ends_of(graph);
  const std::array columns = {
      std::pair(ColumnInfo{.name = "source", .meaning = "where the tie begins"}, &ends.source),
      std::pair(ColumnInfo{.name = "target", .meaning = "where it ends"}, &ends.target)};
  for (const auto& [info, nodes] : columns) {
    if (graph.ids())
      builder.add_ids(info, *graph.ids(), *nodes);
    else
      builder.add(info, std::vector<std::int64_t>(nodes->begin(), nodes->end()));
  }
}

bool looks_like_comment(std::string_view text) {
  return text.starts_with('#') || text.starts_with('%');
}

/// Errors: BadInput for a text id with one of `unfit` in it, or that looks like a comment.
void check_ids(const Graph& graph, const std::filesystem::path& path, std::string_view unfit,
               std::string_view to_do) {
  if (!graph.ids() || !graph.ids()->is_text()) return;
  for (NodeId v = 0; v < graph.num_nodes(); ++v) {
    const std::string_view id = graph.ids()->texts()[v];
    if (id.find_first_of(unfit) != std::string_view::npos || looks_like_comment(id))
      throw Error(ErrorCode::BadInput, path_text(path),
                  "a line of text cannot hold the id " + in_quotes(id) + " as it is", to_do);
  }
}

/// Errors: BadInput for a graph that needs more than lines of two or three plain fields.
void check_plain(const Graph& graph, const std::filesystem::path& path) {
  constexpr std::string_view kToDo = "write .csv, .parquet, .arrow or .gv";
  const GraphColumns& columns = graph.columns();
  if (!columns.sign.empty() || !columns.type.empty() || !columns.time.empty() ||
      !columns.context.empty() || !columns.end.empty())
    throw Error(ErrorCode::BadInput, path_text(path),
                "such text has room for weights, and the ties have other columns", kToDo);
  check_ids(graph, path, " \t,;\"", kToDo);
}

/// The lines of rows [begin, end).
std::string lines_of(const Graph& graph, NodeId begin, NodeId end) {
  std::string text;
  const bool weighted = !graph.columns().weight.empty();
  for (NodeId u = begin; u < end; ++u) {
    const std::string source = graph.name(u) + "\t";
    EdgeId e = graph.first_out_edge(u);
    for (const NodeId v : graph.out_neighbors(u)) {
      text += source;
      if (graph.ids() && !graph.ids()->is_text())
        fmt::format_to(std::back_inserter(text), "{}", graph.ids()->integers()[v]);
      else
        text += graph.name(v);
      if (weighted) text += "\t" + to_text(graph.weight(e++));
      text += '\n';
    }
  }
  return text;
}

/// Places that cut the nodes into pieces of some arcs.
std::vector<NodeId> piece_begins(const Graph& graph) {
  constexpr EdgeId kArcs = 1 << 16;
  std::vector<NodeId> begins = {0};
  for (NodeId u = 0; u < graph.num_nodes(); ++u)
    if (u + 1 == graph.num_nodes() ||
        graph.out_rows().offsets[u + 1] - graph.first_out_edge(begins.back()) >= kArcs)
      begins.push_back(u + 1);
  return begins;
}

}  // namespace

Table ties_table(const Graph& graph) {
  TableBuilder builder;
  add_ends(builder, graph);
  const GraphColumns& columns = graph.columns();
  if (!columns.weight.empty())
    builder.add({.name = "weight", .meaning = "strength of the tie"}, columns.weight.all());
  if (!columns.sign.empty())
    builder.add({.name = "sign", .meaning = "1 or -1"},
                std::vector<std::int64_t>(columns.sign.begin(), columns.sign.end()));
  if (!columns.time.empty())
    builder.add({.name = "t", .meaning = "when the tie began"}, columns.time.all());
  if (!columns.type.empty()) {
    std::vector<std::string> types;
    for (const std::uint16_t type : columns.type) types.push_back(graph.type_names()[type]);
    builder.add({.name = "type", .meaning = "kind of the tie"}, types);
  }
  return builder.finish();
}

void write_ties_csv(const Graph& graph, const std::filesystem::path& path) {
  constexpr std::string_view kToDo = "write .parquet, .arrow or .gv";
  check_ids(graph, path, " \t\"", kToDo);
  for (const std::string& type : graph.type_names())
    if (type.find('"') != std::string::npos)
      throw Error(ErrorCode::BadInput, path_text(path),
                  "a list of ties cannot hold the type " + in_quotes(type) + " as it is", kToDo);
  write_table(ties_table(graph), path);
}

bool is_ties_text_ending(std::string_view ending) {
  return std::ranges::find(kTextEndings, ending) != kTextEndings.end();
}

void write_ties_text(const Graph& graph, const std::filesystem::path& path) {
  constexpr std::size_t kPiecesAtOnce = 64;
  check_plain(graph, path);
  WholeFile file(path);
  if (graph.num_edges() == 0) file.write("# no ties\n");
  const std::vector<NodeId> begins = piece_begins(graph);
  for (std::size_t first = 0; first + 1 < begins.size(); first += kPiecesAtOnce) {
    std::vector<std::string> pieces(std::min(kPiecesAtOnce, begins.size() - 1 - first));
    run_blocks(pieces.size(), [&](std::size_t i) {
      pieces[i] = lines_of(graph, begins[first + i], begins[first + i + 1]);
    });
    for (const std::string& piece : pieces) file.write(piece);
  }
  file.commit();
}

}  // namespace grapevine
