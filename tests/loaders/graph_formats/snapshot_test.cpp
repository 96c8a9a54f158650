#include "loaders/graph_formats/snapshot.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <cstring>
#include <functional>

#include "loaders/columnar/file_bytes.hpp"
#include "loaders/graph_formats/snapshot_layout.hpp"
#include "loaders/writers/write_snapshot.hpp"
#include "tests/support/arcs_text.hpp"
#include "tests/support/errors.hpp"
#include "tests/support/files.hpp"
#include "tests/support/graphs.hpp"
#include "tests/support/sanitizer.hpp"
#include "tests/support/snapshots.hpp"

using namespace grapevine;
using testing::TempFolder;

namespace {

/// What is said of a snapshot with these bytes, behind its path.
std::string refusal(const TempFolder& folder, std::string_view bytes) {
  const auto path = folder.write("damaged.gv", bytes);
  const std::string message = testing::error_of([&] { open_snapshot(path); });
  const std::string start = "BadInput " + path.string() + ": ";
  return message.starts_with(start) ? message.substr(start.size()) : "unexpected: " + message;
}

}  // namespace

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
  write_snapshot(testing::with_columns(folder, false), folder.path() / "graph.gv");
  const std::string whole = read_file_bytes(folder.path() / "graph.gv");
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
  write_snapshot(testing::with_columns(folder, false), folder.path() / "graph.gv");
  const std::string whole = read_file_bytes(folder.path() / "graph.gv");
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
              "section '" + std::string(section.name()) +
                  "' was changed after it was written; copy the file again, or write it again from "
                  "its source");
}

TEST_CASE("open_snapshot: another version is named, and rows that lead beyond the graph refused") {
  const TempFolder folder;
  write_snapshot(testing::graph_of(2, {{0, 1}}), folder.path() / "graph.gv");
  const std::string whole = read_file_bytes(folder.path() / "graph.gv");
  std::string newer = whole;
  newer[8] = 2;
  CHECK(refusal(folder, newer) ==
        "is a snapshot of version 2, and this program reads version 1; write it again with this "
        "program");
}

TEST_CASE("open_snapshot: what no writer should have written is refused under right checksums") {
  const TempFolder folder;
  const Graph::Parts right = testing::with_columns(folder, true).parts();
  const auto refused = [&](const std::function<void(Graph::Parts&)>& change) {
    Graph::Parts parts = right;
    change(parts);
    write_snapshot(Graph::of_parts(parts), folder.path() / "wrong.gv");
    const std::string what = refusal(folder, read_file_bytes(folder.path() / "wrong.gv"));
    return what.substr(0, what.find(" was changed"));
  };
  using Parts = Graph::Parts;
  CHECK(refused([](Parts&) {}).starts_with("unexpected"));
  CHECK(refused([](Parts& p) { p.out.neighbors = {7, 0, 1, 2}; }) ==
        "section 'outgoing neighbours'");
  CHECK(refused([](Parts& p) { p.out.offsets = {0, 3, 2, 4}; }) ==
        "section 'offsets of outgoing rows'");
  CHECK(refused([](Parts& p) { p.in.neighbors = {0, 0, 9, 2}; }) ==
        "section 'incoming neighbours'");
  CHECK(refused([](Parts& p) { p.in_edges = {0, 1, 2, 4}; }) == "section 'edges of incoming rows'");
  CHECK(refused([](Parts& p) { p.in_edges = {}; }) == "section 'edges of incoming rows'");
  CHECK(refused([](Parts& p) { p.columns.weight = {1.0, -1.0, 1.0, 1.0}; }) == "section 'weights'");
  CHECK(refused([](Parts& p) { p.columns.weight = {1.0, std::nan(""), 1.0, 1.0}; }) ==
        "section 'weights'");
  CHECK(refused([](Parts& p) { p.columns.sign = {1, 1, 0, 1}; }) == "section 'signs'");
  CHECK(refused([](Parts& p) { p.columns.type = {0, 1, 2, 9}; }) == "section 'types'");
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
