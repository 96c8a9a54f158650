#include "loaders/writers/write_ties.hpp"

#include <catch2/catch.hpp>

#include "loaders/edge_list/edge_list.hpp"
#include "loaders/writers/write_table.hpp"
#include "tests/support/arcs_text.hpp"
#include "tests/support/errors.hpp"
#include "tests/support/files.hpp"
#include "tests/support/graphs.hpp"

using namespace grapevine;
using testing::TempFolder;

namespace {

Graph read(const TempFolder& folder, std::string_view text) {
  return read_edge_list(folder.write("ties.csv", text));
}

}  // namespace

TEST_CASE("write_ties_text: what is written reads back as the same graph") {
  const TempFolder folder;
  const auto out = folder.path() / "out.txt";
  for (const char* text : {"1 2\n2 2\n-5 9223372036854775807\n", "a,b\nb,a\na,b\n",
                           "1 2 0.1\n2 1 1e300\n1 3 4.9e-324\n", "# no ties\n"}) {
    const Graph graph = read(folder, text);
    write_ties_text(graph, out);
    CHECK(testing::arcs_text(read_edge_list(out)) == testing::arcs_text(graph));
  }
  const Graph large = testing::random_graph(2'000, 300'000, 6);
  write_ties_text(large, out);
  CHECK(testing::arcs_text(read_edge_list(out)) == testing::arcs_text(large));
}

TEST_CASE("write_ties_text: what such text cannot hold is refused, and nothing written") {
  const TempFolder folder;
  const auto out = folder.path() / "out.txt";
  for (const char* text : {"src,dst,sign\n1,2,1\n", "\"ann lee\",bob\n", "x,\"#y\"\n"}) {
    CHECK(testing::error_of([&] {
            write_ties_text(read(folder, text), out);
          }).find("write .csv, .parquet, .arrow or .gv") != std::string::npos);
    CHECK_FALSE(std::filesystem::exists(out));
  }
}

TEST_CASE(
    "write_ties_csv: reads back as the same graph, with every column, and other ids are refused") {
  const TempFolder folder;
  const auto out = folder.path() / "out.csv";
  for (const char* text :
       {"1 2\n", "src,dst,weight,sign,t,type\nann,bo#b,0.5,-1,2021-03-05,friend\nb,c,1,1,,x y\n",
        "\"a,b\";c\n"}) {
    const Graph graph = read(folder, text);
    write_ties_csv(graph, out);
    CHECK(testing::arcs_text(read_edge_list(out)) == testing::arcs_text(graph));
  }
  std::filesystem::remove(out);
  for (const char* text : {"\"ann lee\",b\n", "x,\"#y\"\n"}) {
    CHECK(testing::error_of([&] {
            write_ties_csv(read(folder, text), out);
          }).find("write .parquet, .arrow or .gv") != std::string::npos);
    CHECK_FALSE(std::filesystem::exists(out));
  }
}
