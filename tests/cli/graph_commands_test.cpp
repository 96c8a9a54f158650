#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "tests/support/program.hpp"

using namespace grapevine::testing;

namespace {

constexpr const char* kGraph = "# who trusts whom\nann bob\nann bob\nbob cid\ncid cid\n";

}  // namespace

TEST_CASE("graph info: text and JSON") {
  const TempFolder folder;
  folder.write("g.txt", kGraph);
  CHECK_THAT(run_program({"graph", "info", "g.txt"}, folder.path()).out,
             Catch::Contains("nodes            3\nedges            4\n"));
  const auto json =
      nlohmann::json::parse(run_program({"graph", "info", "g.txt", "--json"}, folder.path()).out);
  CHECK(json["nodes"] == 3);
  CHECK(json["self_loops"] == 1);
  CHECK(json["parallel_edges"] == 1);
  CHECK(json["ids"] == "text");
}

TEST_CASE("graph convert: a snapshot scores as its source, and keeps its own options") {
  const TempFolder folder;
  folder.write("g.txt", kGraph);
  const Ran made = run_program({"graph", "convert", "g.txt", "--out", "g.gv"}, folder.path());
  CHECK(made.err == "");
  CHECK(made.out == "4 arcs between 3 nodes written to g.gv\n");
  const auto ranks = [&](const char* file) {
    return run_program({"score", "pagerank", file}, folder.path()).out;
  };
  CHECK(ranks("g.gv") == ranks("g.txt"));
  const Ran undirected = run_program({"score", "pagerank", "g.gv", "--undirected"}, folder.path());
  CHECK(undirected.code == 2);
  CHECK(is_one_error_line(undirected.err));
  const Ran json =
      run_program({"graph", "convert", "g.gv", "--out", "h.parquet", "--json"}, folder.path());
  CHECK(json.out == "{\"nodes\": 3, \"arcs\": 4}\n");
  CHECK(ranks("h.parquet") == ranks("g.txt"));
}

TEST_CASE("graph convert: incoming rows that a snapshot does not have are made") {
  const TempFolder folder;
  folder.write("g.txt", kGraph);
  folder.write("w.csv", "src,dst,weight\nann,bob,1\nann,cid,2\ncid,ann,1\nbob,cid,3\n");
  for (const std::string file : {"g.txt", "w.csv"}) {
    const Ran made = run_program({"graph", "convert", file, "--directions", "out", "--out", "g.gv"},
                                 folder.path());
    CHECK(made.err == "");
    CHECK(run_program({"score", "pagerank", "g.gv"}, folder.path()).out ==
          run_program({"score", "pagerank", file}, folder.path()).out);
  }
}
