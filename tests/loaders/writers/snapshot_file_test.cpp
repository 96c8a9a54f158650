#include "loaders/writers/snapshot_file.hpp"

#include <catch2/catch.hpp>
#include <cstring>

#include "loaders/columnar/file_bytes.hpp"
#include "loaders/graph_formats/snapshot.hpp"
#include "tests/support/errors.hpp"
#include "tests/support/files.hpp"

using namespace grapevine;
using testing::TempFolder;

TEST_CASE("SnapshotFile: sections in parts make the bytes of sections at once") {
  const TempFolder folder;
  const std::vector<EdgeId> offsets = {0, 2, 3};
  const std::vector<NodeId> neighbors = {1, 0, 1};
  const SnapshotHead head{.nodes = 2, .edges = 3};
  const auto write = [&](const char* name, bool in_parts) {
    SnapshotFile file(folder.path() / name, 2);
    file.write_section<EdgeId>(SnapshotKind::OutOffsets, offsets);
    file.begin_section(SnapshotKind::OutNeighbors, sizeof(NodeId));
    const std::span<const NodeId> all(neighbors);
    if (in_parts) file.append(all.first(1));
    file.append(in_parts ? all.subspan(1) : all);
    file.commit(head);
    return read_file_bytes(folder.path() / name);
  };
  CHECK(write("parts.gv", true) == write("whole.gv", false));
  const Graph graph = open_snapshot(folder.path() / "parts.gv");
  CHECK(graph.num_edges() == 3);
  CHECK(graph.out_neighbors(1)[0] == 1);
}

TEST_CASE("SnapshotFile: without commit nothing is left") {
  const TempFolder folder;
  {
    SnapshotFile file(folder.path() / "graph.gv", 1);
    file.begin_section(SnapshotKind::OutOffsets, sizeof(EdgeId));
  }
  CHECK(std::filesystem::is_empty(folder.path()));
}
