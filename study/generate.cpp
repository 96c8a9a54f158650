#include "study/generate.hpp"

#include <fmt/format.h>

#include "engine/base/error.hpp"
#include "engine/base/numbers.hpp"
#include "engine/graph/number_ids.hpp"
#include "engine/parallel/blocks.hpp"
#include "loaders/graph_formats/snapshot.hpp"
#include "loaders/writers/write_arcs.hpp"

namespace grapevine {

namespace {

bool is_snapshot(const std::filesystem::path& path) { return path.extension() == ".gv"; }

/// The graph that a reader of the arcs as text would build.
Graph graph_of(const ArcSource& source, const std::filesystem::path& out) {
  if (source.num_nodes() >= kNoNode)
    throw Error(ErrorCode::BadInput, out.string(), "a graph has at most 4,294,967,294 nodes",
                "write .txt or .parquet, or fewer nodes");
  RowBuilder rows(source.num_nodes(), {});
  run_blocks(source.num_blocks(), [&](std::size_t b) {
    ArcBlock arcs;
    source.fill(b, arcs);
    rows.add(b, arcs.sources, arcs.targets);
  });
  rows.finish(source.num_nodes());
  NumberedGraph made = Graph::build_from_rows(std::move(rows), {.canonical = false});
  return std::move(made.graph).with_ids(index_of(made.numbering, false, [](std::size_t v) {
    return static_cast<std::int64_t>(v);
  }));
}

}  // namespace

Generated generate_to_file(const ArcSource& source, const std::filesystem::path& out) {
  if (is_snapshot(out)) {
    const Graph graph = graph_of(source, out);
    write_snapshot(graph, out);
    return {.nodes = source.num_nodes(), .arcs = graph.num_edges()};
  }
  return {.nodes = source.num_nodes(), .arcs = write_arcs(source, out)};
}

std::string generated_text(const Generated& made, const std::filesystem::path& out) {
  return fmt::format("{} arcs between {} nodes written to {}\n",
                     grouped(static_cast<std::int64_t>(made.arcs)),
                     grouped(static_cast<std::int64_t>(made.nodes)), out.string());
}

std::string generated_json(const Generated& made) {
  return fmt::format("{{\"nodes\": {}, \"arcs\": {}}}\n", made.nodes, made.arcs);
}

void add_generation_stages(const ArcSource& source, const std::filesystem::path& out,
                           MemoryEstimate& estimate) {
  estimate.place = "nodes " + std::to_string(source.num_nodes());
  if (is_snapshot(out)) {
    const GraphSize size{.nodes = source.num_nodes(),
                         .edges = static_cast<std::uint64_t>(source.expected_arcs())};
    const std::uint64_t list = size.edges * 2 * sizeof(NodeId);  // which is never there
    estimate.add("rows", Graph::build_bytes_of(size, {}) - list);
    return;
  }
  estimate.add("arcs", arcs_writing_bytes(source, out));
}

}  // namespace grapevine
