#include "loaders/edge_list/konect.hpp"

#include <catch2/catch.hpp>

#include "loaders/graph_file.hpp"
#include "tests/support/arcs_text.hpp"
#include "tests/support/errors.hpp"
#include "tests/support/files.hpp"

using namespace grapevine;

namespace {

/// The arcs of a file as KONECT's archives name it.
std::string read(std::string_view text) {
  const testing::TempFolder folder;
  return testing::arcs_text(read_graph(folder.write("out.some-network", text)));
}

std::string refused(std::string_view text) {
  return testing::error_of([&] { read(text); });
}

}  // namespace

TEST_CASE(
    "konect: the first line says direction and what the third field is, the fourth is a time") {
  CHECK(read("% asym unweighted\n% 2 3 3\n1 2\n2 3\n") == "1>2\n2>3\n");
  CHECK(read("% sym positive\n1 2 3\n") == "1>2 w3\n2>1 w3\n");
  CHECK(read("% asym signed\n1 2 -1\n1 3 1\n") == "1>2 s-1\n1>3 s1\n");
  CHECK(read("%\tasym posweighted\r\n1 2 0.5 86400\r\n") == "1>2 w0.5 t1970-01-02\n");
  CHECK(read("% sym unweighted \n3 1 1 0\n") == "1>3 w1 t1970-01-01\n3>1 w1 t1970-01-01\n");
}

TEST_CASE("konect: files whose numbers or lines mean something else are refused") {
  CHECK(refused("% bip unweighted\n1 1\n").find(":1: a bipartite KONECT file numbers both sides") !=
        std::string::npos);
  CHECK(refused("% asym dynamic\n1 2 -1 5\n").find(":1: a dynamic KONECT file adds ties") !=
        std::string::npos);
  CHECK(refused("% asym weighted\n1 2 -0.5\n").find(":2: weight '-0.5'") != std::string::npos);
  CHECK(refused("% asym unweighted\n1 2 3 4 5\n").find(":2: 5 columns in a KONECT file") !=
        std::string::npos);
}

TEST_CASE("konect: another comment says nothing, and an unknown ending stays unknown") {
  CHECK(read("% asymmetric weights\n1 2\n") == "1>2\n");
  const testing::TempFolder folder;
  CHECK(testing::error_of([&] {
          read_graph(folder.write("in.some-network", "1 2\n"));
        }).find("is of no known graph format") != std::string::npos);
}
