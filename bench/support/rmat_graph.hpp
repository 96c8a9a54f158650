#pragma once
#include <cstdlib>
#include <utility>

#include "algorithms/generation/rmat.hpp"
#include "engine/graph/graph.hpp"
#include "engine/parallel/blocks.hpp"
#include "engine/parallel/random.hpp"

namespace grapevine::bench {

/// R-MAT of scale GRAPEVINE_BENCH_SCALE (14), edge factor 16, symmetrised and without loops and
/// duplicates as Graph500 has it, its nodes by falling degree as readers number them.
inline const Graph& rmat_graph() {
  static const Graph graph = [] {
    const char* scale = std::getenv("GRAPEVINE_BENCH_SCALE");
    const auto source = rmat({.scale = scale != nullptr ? std::atoi(scale) : 14, .seed = 1});
    const GraphOptions options{.directed = false,
                               .self_loops = SelfLoops::Drop,
                               .parallel_edges = ParallelEdges::Drop,
                               .canonical = false};
    RowBuilder rows(source->num_nodes(), Graph::row_options(options));
    run_blocks(source->num_blocks(), [&](std::size_t b) {
      ArcBlock arcs;
      source->fill(b, arcs);
      rows.add(b, arcs.sources, arcs.targets);
    });
    rows.finish(source->num_nodes());
    return std::move(Graph::build_from_rows(std::move(rows), options).graph);
  }();
  return graph;
}

/// The same where every fourth tie, drawn at random, belongs to one of 256 contexts.
inline const Graph& rmat_with_contexts() {
  static const Graph graph = [] {
    const Graph& plain = rmat_graph();
    EdgeList edges;
    Random random(2, 0);
    for (NodeId u = 0; u < plain.num_nodes(); ++u)
      for (const NodeId v : plain.out_neighbors(u)) {
        edges.source.push_back(u);
        edges.target.push_back(v);
        const std::uint64_t drawn = random.below(1024);
        edges.columns.context.push_back(drawn < 256 ? static_cast<ContextId>(drawn)
                                                    : kEveryContext);
      }
    return Graph::build(plain.num_nodes(), std::move(edges), {.canonical = false});
  }();
  return graph;
}

}  // namespace grapevine::bench
