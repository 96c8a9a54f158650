#include "study/generate.hpp"

#include <fmt/format.h>

#include "engine/base/memory_budget.hpp"
#include "engine/base/numbers.hpp"
#include "engine/graph/number_ids.hpp"
#include "engine/parallel/blocks.hpp"
#include "loaders/writers/write_arc_snapshot.hpp"
#include "loaders/writers/write_arcs.hpp"
#include "loaders/writers/write_snapshot.hpp"

namespace grapevine {

namespace {

bool is_snapshot(const std::filesystem::path& path) { return path.extension() == ".gv"; }

/// Bytes of the graph that all arcs make, while it is built.
std::uint64_t graph_bytes(const ArcSource& source) {
  const GraphSize size{.nodes = source.num_nodes(),
                       .edges = static_cast<std::uint64_t>(source.expected_arcs())};
  const std::uint64_t list = size.edges * 2 * sizeof(NodeId);  // which is never there
  return Graph::build_bytes_of(size, {}) - list;
}

/// Arcs of a snapshot in parts that are held at once; an eighth is left for blocks and files.
std::uint64_t arcs_at_once(const ArcSource& source) {
  return arcs_at_once_in(memory_left() / 8 * 7, source.num_nodes());
}

/// The graph that a reader of the arcs as text would build.
Graph graph_of(const ArcSource& source) {
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
  Generated made{.nodes = source.num_nodes()};
  if (!is_snapshot(out)) {
    made.arcs = write_arcs(source, out);
  } else if (source.num_nodes() < kNoNode && graph_bytes(source) <= memory_left()) {
    const Graph graph = graph_of(source);
    write_snapshot(graph, out);
    made.arcs = graph.num_edges();
  } else {
    made.arcs = write_arc_snapshot(source, out, arcs_at_once(source));
  }
  return made;
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
    const std::uint64_t in_parts = arc_snapshot_bytes(source.num_nodes(), arcs_at_once(source));
    estimate.add("rows", graph_bytes(source) <= memory_left() ? graph_bytes(source) : in_parts);
    return;
  }
  estimate.add("arcs", arcs_writing_bytes(source, out));
}

}  // namespace grapevine
