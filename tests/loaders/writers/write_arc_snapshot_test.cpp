#include "loaders/writers/write_arc_snapshot.hpp"

#include <catch2/catch.hpp>

#include "algorithms/generation/registry.hpp"
#include "algorithms/generation/rmat.hpp"
#include "algorithms/generation/stochastic_block.hpp"
#include "engine/parallel/blocks.hpp"
#include "loaders/columnar/file_bytes.hpp"
#include "loaders/edge_list/edge_list.hpp"
#include "loaders/graph_formats/snapshot.hpp"
#include "loaders/writers/write_arcs.hpp"
#include "loaders/writers/write_snapshot.hpp"
#include "tests/support/files.hpp"

using namespace grapevine;
using testing::TempFolder;

TEST_CASE("write_arc_snapshot: in however many parts, the snapshot of the same arcs as text") {
  const TempFolder folder;
  for (const Generator& generator : generators()) {
    const auto source = generator.source({}, 5);
    const auto text = folder.path() / "arcs.txt", made = folder.path() / "made.gv",
               read = folder.path() / "read.gv";
    const std::uint64_t arcs = write_arcs(*source, text);
    write_snapshot(read_edge_list(text, {.graph = {.canonical = false}}), read);
    const std::string expected = read_file_bytes(read);
    for (const std::uint64_t at_once : {arcs / 7 + 1, arcs / 2, 2 * arcs}) {
      CAPTURE(generator.doc.name, at_once);
      CHECK(write_arc_snapshot(*source, made, at_once) == arcs);
      CHECK(read_file_bytes(made) == expected);
    }
  }
}

TEST_CASE("write_arc_snapshot: a few arcs at once, down to a part for every node") {
  const TempFolder folder;
  const auto source = rmat({.scale = 5, .edge_factor = 3, .seed = 8});
  write_arc_snapshot(*source, folder.path() / "whole.gv", 1'000);
  for (std::uint64_t at_once = 0; at_once < 40; at_once += 3) {
    write_arc_snapshot(*source, folder.path() / "parts.gv", at_once);
    CHECK(read_file_bytes(folder.path() / "parts.gv") ==
          read_file_bytes(folder.path() / "whole.gv"));
  }
}

TEST_CASE("write_arc_snapshot: no arcs at all") {
  const TempFolder folder;
  const auto source = stochastic_block({.within = 0.0, .between = 0.0});
  CHECK(write_arc_snapshot(*source, folder.path() / "made.gv", 1'000) == 0);
  const Graph graph = open_snapshot(folder.path() / "made.gv");
  CHECK(graph.num_nodes() == 0);
  CHECK(graph.has_in_rows());
}

TEST_CASE("write_arc_snapshot: what fits the memory it is given") {
  constexpr std::uint64_t kNodes = 1'000'000;
  const std::uint64_t at_once = arcs_at_once_in(std::uint64_t{4} << 30, kNodes);
  CHECK(arc_snapshot_bytes(kNodes, at_once) <= std::uint64_t{4} << 30);
  CHECK(arc_snapshot_bytes(kNodes, at_once + 10) > std::uint64_t{4} << 30);
  CHECK(arcs_at_once_in(0, kNodes) > 1'000'000);
}
