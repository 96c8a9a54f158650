#include "loaders/graph_file.hpp"

#include <catch2/catch.hpp>

#include "loaders/writers/write_table.hpp"
#include "tests/support/errors.hpp"
#include "tests/support/files.hpp"

namespace grapevine {
namespace {

using testing::error_of;
using testing::TempFolder;

TEST_CASE("read_graph: every ending of a list of ties, in any case, plain and compressed") {
  const TempFolder folder;
  const std::string text = "1 2\n2 3\n";
  for (const char* name :
       {"a.txt", "a.el", "a.edges", "a.edgelist", "a.ncol", "a.csv", "a.tsv", "a", "A.TXT"}) {
    CHECK(read_graph(folder.write(name, text)).num_edges() == 2);
    const std::string gzip = testing::compressed(text, arrow::Compression::GZIP);
    CHECK(read_graph(folder.write(std::string(name) + ".gz", gzip)).num_edges() == 2);
    const std::string zstd = testing::compressed(text, arrow::Compression::ZSTD);
    CHECK(read_graph(folder.write(std::string(name) + ".zst", zstd)).num_edges() == 2);
  }
}

TEST_CASE("read_graph: Matrix Market and METIS by their endings") {
  const TempFolder folder;
  const auto matrix =
      folder.write("a.mtx", "%%MatrixMarket matrix coordinate pattern general\n3 3 1\n1 3\n");
  CHECK(read_graph(matrix).num_edges() == 1);
  CHECK(read_graph(matrix, {.directed = false}).num_edges() == 2);
  for (const char* name : {"a.metis", "a.graph"})
    CHECK(read_graph(folder.write(name, "2 1\n2\n1\n")).num_edges() == 2);
}

TEST_CASE("read_graph: a format that the caller brings gets the decompressed text and the name") {
  const TempFolder folder;
  const GraphTextFormat count_bytes{
      ".bytes",
      [](std::string_view text, const std::string& shown, const GraphOptions&) {
        if (text == "bad") throw Error(ErrorCode::BadInput, shown, "is bad", "mend it");
        return Graph::build(static_cast<NodeId>(text.size()), {});
      },
      [](std::string_view text, const GraphOptions&, MemoryEstimate& estimate) {
        estimate.add("reading", 100 * text.size());
        return GraphSize{.nodes = text.size()};
      }};
  const GraphTextFormat formats[] = {count_bytes};
  const auto read = [&](const std::string& name, const std::string& bytes) {
    return read_graph(folder.write(name, bytes), {}, formats).num_nodes();
  };
  CHECK(read("a.bytes", "four") == 4);
  CHECK(read("a.BYTES.gz", testing::compressed("seven77", arrow::Compression::GZIP)) == 7);
  CHECK(error_of([&] { read("a.bytes", "bad"); }) ==
        "BadInput " + (folder.path() / "a.bytes").string() + ": is bad; mend it");
  CHECK_THAT(error_of([&] { read("a.x", "bad"); }),
             Catch::Contains(".parquet, .bytes; text also with"));
  MemoryEstimate estimate;
  CHECK(add_graph_stages(folder.path() / "a.bytes", {}, estimate, formats).nodes == 3);
  CHECK(estimate.stages.front().bytes == 300);
}

TEST_CASE("read_graph: columns of other names in lists and tables of ties alone") {
  const TempFolder folder;
  const EdgeListHints names{.names = {{"source", "who"}, {"target", "whom"}, {"weight", "calls"}}};
  const std::string list = "who,calls,whom\nann,2,bob\n";
  TableBuilder builder;
  builder.add({.name = "who"}, std::vector<std::string>{"ann"});
  builder.add({.name = "calls"}, std::vector<double>{2.0});
  builder.add({.name = "whom"}, std::vector<std::string>{"bob"});
  const Table table = builder.finish();
  for (const char* name : {"t.parquet", "t.arrow"}) write_table(table, folder.path() / name);
  for (const auto& path :
       {folder.write("t.csv", list), folder.path() / "t.parquet", folder.path() / "t.arrow"}) {
    const Graph graph = read_graph(path, {}, {}, names);
    CHECK(graph.num_edges() == 1);
    REQUIRE(graph.find("ann"));
    CHECK(graph.out_neighbors(*graph.find("ann")).front() == *graph.find("bob"));
    CHECK(graph.weight(0) == 2.0);
  }
  const auto metis = folder.write("a.metis", "2 1\n2\n1\n");
  CHECK_THAT(error_of([&] { read_graph(metis, {}, {}, names); }),
             Catch::Contains("columns of this format have no names that could be mapped"));
  CHECK_THAT(error_of([&] { read_graph(folder.write("u.txt", "1 2\n"), {}, {}, names); }),
             Catch::Contains("u.txt:1: there is no column"));
}

TEST_CASE("read_graph: the options reach the builder") {
  const TempFolder folder;
  const auto path = folder.write("a.txt", "1 1\n1 2\n1 2\n");
  CHECK(read_graph(path, {.directed = false}).num_edges() == 6);
  CHECK(read_graph(path, {.self_loops = SelfLoops::Drop}).num_edges() == 2);
  CHECK(read_graph(path, {.parallel_edges = ParallelEdges::Drop}).num_edges() == 2);
}

TEST_CASE("read_graph: another ending is one clear error") {
  const TempFolder folder;
  for (const char* name : {"a.docx", "a.yaml.gz"}) {
    const auto path = folder.write(name, "1 2\n");
    const std::string message = error_of([&] { read_graph(path); });
    CHECK(message.starts_with("BadInput " + path.string() + ": the ending '."));
    CHECK(message.find("; use .txt, .el, .edges, .edgelist, .ncol, .csv, .tsv, .mtx, .metis, "
                       ".graph, .gv, .arrow, .arrows, .feather, .ipc, .parquet; text also") !=
          std::string::npos);
  }
}

TEST_CASE("read_graph: what ids are is said of lists of ties alone") {
  const TempFolder folder;
  const auto list = folder.write("t.txt", "1 2\n"), matrix = folder.write("t.metis", "2 1\n2\n1\n");
  CHECK(read_graph(list, {}, {}, {.ids = IdKind::Text}).ids()->is_text());
  CHECK(testing::error_of([&] {
          read_graph(matrix, {}, {}, {.ids = IdKind::Text});
        }).ends_with("this format says itself whether ids are integers; leave out --ids"));
}

}  // namespace
}  // namespace grapevine
