#include "loaders/graph_formats/snapshot.hpp"

#include <catch2/catch.hpp>
#include <fstream>
#include <limits>
#include <sstream>

#include "loaders/edge_list/edge_list.hpp"
#include "loaders/graph_formats/snapshot_layout.hpp"
#include "tests/support/arcs_text.hpp"
#include "tests/support/errors.hpp"
#include "tests/support/files.hpp"
#include "tests/support/graphs.hpp"
#include "tests/support/sanitizer.hpp"

using namespace grapevine;
using testing::TempFolder;

namespace {

std::string bytes_of(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream bytes;
  bytes << file.rdbuf();
  return bytes.str();
}

/// A graph with text ids and every column that a file can give.
Graph with_columns(const TempFolder& folder, bool canonical) {
  const auto path = folder.write("ties.csv",
                                 "source,target,weight,sign,t,type\n"
                                 "ann,bob,0.5,-1,2021-03-05,friend\nbob,ann,2,1,,advice\n"
                                 "ann,bob,1e300,1,1999-12-31,friend\ncy,cy,0,1,,\"of old\"\n");
  return read_edge_list(path, {.graph = {.canonical = canonical}});
}

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

/// What is said of a snapshot with these bytes, behind its path.
std::string refusal(const TempFolder& folder, std::string_view bytes) {
  const auto path = folder.write("damaged.gv", bytes);
  const std::string message = testing::error_of([&] { open_snapshot(path); });
  const std::string start = "BadInput " + path.string() + ": ";
  return message.starts_with(start) ? message.substr(start.size()) : "unexpected: " + message;
}

}  // namespace

TEST_CASE("write_snapshot: what is opened is the graph that was written, with all it holds") {
  const TempFolder folder;
  const std::string text = "7 1\n5 5\n-3 9223372036854775807\n7 1\n1 7\n";
  const auto ties = folder.write("ties.txt", text);
  const std::vector<Graph> graphs = {
      with_columns(folder, true),
      with_columns(folder, false),
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
    return bytes_of(folder.path() / "graph.gv");
  };
  CHECK(snapshot("1 2\n2 3\n3 1\n") == snapshot("# other\n3 1\n1 2\n2 3\n"));
  CHECK(snapshot("1 2\n") != snapshot("2 1\n"));
}

TEST_CASE("open_snapshot: the graph stays when the file's name is gone, and takes no copy") {
  const TempFolder folder;
  const auto path = folder.path() / "graph.gv";
  write_snapshot(testing::random_graph(100, 2'000, 5), path);
  const Graph graph = open_snapshot(path), copy = graph;
  std::filesystem::remove(path);
  CHECK(copy.out_rows().neighbors.data() == graph.out_rows().neighbors.data());
  CHECK(testing::arcs_text(copy) == testing::arcs_text(testing::random_graph(100, 2'000, 5)));
}

TEST_CASE("open_snapshot: every prefix is refused by name") {
  const TempFolder folder;
  write_snapshot(with_columns(folder, false), folder.path() / "graph.gv");
  const std::string whole = bytes_of(folder.path() / "graph.gv");
  CHECK(refusal(folder, "") == "is no snapshot; write one with 'grapevine graph convert'");
  for (std::size_t size = 1; size < whole.size(); size += size < 700 ? 1 : 997) {
    const std::string what = refusal(folder, std::string_view(whole).substr(0, size));
    INFO(size << ": " << what);
    REQUIRE((what.starts_with("is no snapshot") || what.find(" bytes of the snapshot; ") < 40 ||
             what.starts_with("its head was changed")));
  }
  CHECK(refusal(folder, whole + '\0').starts_with("has " + std::to_string(whole.size() + 1)));
}

TEST_CASE("open_snapshot: every flipped bit that belongs to the graph is refused by section") {
  const TempFolder folder;
  write_snapshot(with_columns(folder, false), folder.path() / "graph.gv");
  const std::string whole = bytes_of(folder.path() / "graph.gv");
  SnapshotHead head;
  std::memcpy(&head, whole.data(), sizeof head);
  std::vector<SnapshotSection> table(head.num_sections);
  const std::size_t table_bytes = table.size() * sizeof(SnapshotSection);
  std::memcpy(table.data(), whole.data() + sizeof head, table_bytes);
  const auto flip = [&](std::size_t byte, int bit) {
    std::string changed = whole;
    changed[byte] = static_cast<char>(changed[byte] ^ (1 << bit));
    return refusal(folder, changed);
  };
  for (std::size_t byte = 0; byte < sizeof head + table_bytes; ++byte) {
    const std::string what = flip(byte, static_cast<int>(byte % 8));
    INFO(byte << ": " << what);
    REQUIRE_FALSE(what.starts_with("unexpected"));
  }
  CHECK(table.size() >= 10);
  for (const SnapshotSection& section : table)
    for (std::size_t byte = 0; byte < section.items * section.item_bytes; ++byte)
      REQUIRE(flip(section.offset + byte, static_cast<int>(byte % 8)) ==
              "section '" + std::string(kSectionNames[section.kind]) +
                  "' was changed after it was written; copy the file again, or write it again from "
                  "its source");
}

TEST_CASE("open_snapshot: another version is named, and rows that lead beyond the graph refused") {
  const TempFolder folder;
  write_snapshot(testing::graph_of(2, {{0, 1}}), folder.path() / "graph.gv");
  const std::string whole = bytes_of(folder.path() / "graph.gv");
  std::string newer = whole;
  newer[8] = 2;
  CHECK(refusal(folder, newer) ==
        "is a snapshot of version 2, and this program reads version 1; write it again with this "
        "program");
  // A writer gone wrong: a neighbour that is none, under checksums that are right.
  Graph::Parts parts = testing::graph_of(2, {{0, 1}}).parts();
  parts.out.neighbors = {7};
  write_snapshot(Graph::of_parts(parts), folder.path() / "wrong.gv");
  CHECK(refusal(folder, bytes_of(folder.path() / "wrong.gv"))
            .starts_with("section 'outgoing neighbours' was changed"));
}

TEST_CASE("read_snapshot: options that it cannot follow any more are refused") {
  const TempFolder folder;
  const auto path = folder.path() / "graph.gv";
  write_snapshot(testing::graph_of(2, {{0, 1}}), path);
  CHECK(read_snapshot(path, {}).num_edges() == 1);
  CHECK(testing::error_of([&] {
          read_snapshot(path, {.directed = false});
        }).find("a snapshot keeps the ties as they were when it was written") != std::string::npos);
}
