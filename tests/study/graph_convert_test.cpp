#include "study/graph_convert.hpp"

#include <catch2/catch.hpp>

#include "study/graph_file.hpp"
#include "tests/support/arcs_text.hpp"
#include "tests/support/errors.hpp"
#include "tests/support/files.hpp"

using namespace grapevine;

TEST_CASE("write_graph_file: through every format and back it is the same graph") {
  const testing::TempFolder folder;
  const Graph graph = read_graph_file(folder.write("ties.txt", "1 2 0.5\n2 3 1\n3 1 2\n1 2 7\n"));
  for (const char* name : {"g.gv", "g.parquet", "g.arrow", "g.csv", "g.txt", "g.tsv"}) {
    INFO(name);
    write_graph_file(graph, folder.path() / name);
    CHECK(testing::arcs_text(read_graph_file(folder.path() / name)) == testing::arcs_text(graph));
  }
}

TEST_CASE("write_graph_file: another ending is refused before anything is read or written") {
  const testing::TempFolder folder;
  for (const char* name : {"g.mtx", "g", "g.gv.gz"})
    CHECK(testing::error_of([&] {
            check_graph_ending(folder.path() / name);
          }).find("is of no graph file to write; use .gv") != std::string::npos);
}
