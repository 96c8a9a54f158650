#include "loaders/writers/write_snapshot.hpp"

#include <catch2/catch.hpp>

#include "engine/parallel/blocks.hpp"
#include "loaders/columnar/file_bytes.hpp"
#include "loaders/graph_formats/snapshot.hpp"
#include "tests/support/arcs_text.hpp"
#include "tests/support/graphs.hpp"
#include "tests/support/snapshots.hpp"

using namespace grapevine;
using testing::TempFolder;

namespace {

/// Equal in all that a graph tells.
void check_equal(const Graph& a, const Graph& b) {
  CHECK(testing::arcs_text(a) == testing::arcs_text(b));
  const Graph::Parts p = a.parts(), q = b.parts();
  CHECK(p.out.offsets == q.out.offsets);
  CHECK(p.out.neighbors == q.out.neighbors);
  CHECK(a.has_in_rows() == b.has_in_rows());
  CHECK(p.in.offsets == q.in.offsets);
  CHECK(p.in.neighbors == q.in.neighbors);
  CHECK(p.in_edges == q.in_edges);
  CHECK(p.type_names == q.type_names);
  CHECK(p.report.self_loops == q.report.self_loops);
  CHECK(p.report.dropped == q.report.dropped);
  CHECK(p.report.parallel_edges == q.report.parallel_edges);
  CHECK((p.ids == nullptr) == (q.ids == nullptr));
  for (NodeId v = 0; v < a.num_nodes(); ++v) CHECK(b.find(a.name(v)) == v);
}

}  // namespace

TEST_CASE("write_snapshot: what is opened is the graph that was written, with all it holds") {
  const TempFolder folder;
  const std::string text = "7 1\n5 5\n-3 9223372036854775807\n7 1\n1 7\n";
  const auto ties = folder.write("ties.txt", text);
  const std::vector<Graph> graphs = {
      testing::with_columns(folder, true),
      testing::with_columns(folder, false),
      read_edge_list(ties),
      read_edge_list(ties, {.graph = {.canonical = false}}),
      read_edge_list(ties, {.graph = {.directed = false}}),
      read_edge_list(ties, {.graph = {.directions = Directions::Out}}),
      read_edge_list(ties, {.graph = {.parallel_edges = ParallelEdges::Sum}}),
      testing::random_graph(300, 5'000, 4),
      testing::graph_of(3, {}),
      Graph()};
  for (const Graph& graph : graphs) {
    write_snapshot(graph, folder.path() / "graph.gv");
    check_equal(graph, open_snapshot(folder.path() / "graph.gv"));
    check_equal(graph, open_snapshot(folder.path() / "graph.gv", SnapshotCheck::Head));
  }
}

TEST_CASE("write_snapshot: equal graphs give equal bytes, in whatever order their ties came") {
  const TempFolder folder;
  const auto snapshot = [&](std::string_view text) {
    write_snapshot(read_edge_list(folder.write("ties.txt", text)), folder.path() / "graph.gv");
    return read_file_bytes(folder.path() / "graph.gv");
  };
  CHECK(snapshot("1 2\n2 3\n3 1\n") == snapshot("# other\n3 1\n1 2\n2 3\n"));
  CHECK(snapshot("1 2\n") != snapshot("2 1\n"));
}
