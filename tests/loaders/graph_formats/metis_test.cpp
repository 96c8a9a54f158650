#include "loaders/graph_formats/metis.hpp"

#include <catch2/catch.hpp>

#include "tests/support/arcs_text.hpp"
#include "tests/support/errors.hpp"
#include "tests/support/files.hpp"

namespace grapevine {
namespace {

using testing::arcs_text;
using testing::error_of;

/// The graph of Figure 2 in the METIS manual (Karypis, version 5), in its four ways to write it.
constexpr const char* kPlain = "7 11\n5 3 2\n1 3 4\n5 4 2 1\n2 3 6 7\n1 3 6\n5 4 7\n6 4\n";
constexpr const char* kEdgeWeights =
    "7 11 001\n5 1 3 2 2 1\n1 1 3 2 4 1\n5 3 4 2 2 2 1 2\n2 1 3 2 6 2 7 5\n1 1 3 3 6 2\n"
    "5 2 4 2 7 6\n6 6 4 5\n";
constexpr const char* kBothWeights =
    "7 11 011\n4 5 1 3 2 2 1\n2 1 1 3 2 4 1\n5 5 3 4 2 2 2 1 2\n3 2 1 3 2 6 2 7 5\n"
    "1 1 1 3 3 6 2\n6 5 2 4 2 7 6\n2 6 6 4 5\n";
constexpr const char* kThreeVertexWeights =
    "7 11 010 3\n1 2 0 5 3 2\n0 2 2 1 3 4\n4 1 1 5 4 2 1\n2 2 3 2 3 6 7\n1 1 1 1 3 6\n"
    "2 2 1 5 4 7\n1 2 1 6 4\n";

std::string read(std::string_view text) { return arcs_text(parse_metis(text, "g")); }

std::string refused(std::string_view text) {
  const std::string message = error_of([&] { parse_metis(text, "g"); });
  return message.starts_with("BadInput g:") ? message.substr(11) : "unexpected: " + message;
}

TEST_CASE("parse_metis: the manual's graph in its four ways") {
  const Graph plain = parse_metis(kPlain, "g");
  CHECK(plain.num_nodes() == 7);
  CHECK(plain.num_edges() == 22);
  CHECK(plain.columns().weight.empty());
  CHECK(read(kThreeVertexWeights) == arcs_text(plain));
  CHECK(read(kEdgeWeights) == read(kBothWeights));
  CHECK_THAT(read(kEdgeWeights), Catch::Contains("4>7 w5\n") && Catch::Contains("7>4 w5\n"));
  CHECK(parse_metis(kPlain, "g", {.directed = false}).num_edges() == 22);
}

TEST_CASE("parse_metis: blank lines are vertices without ties, comments are nothing") {
  const Graph graph = parse_metis("% a\n4 1 0\n\n% b\n3\r\n2\n \n", "g");
  CHECK(graph.num_nodes() == 4);
  CHECK(arcs_text(graph) == "2>3\n3>2\n");
  CHECK(graph.name(3) == "4");
  CHECK(parse_metis("0 0\n", "g").num_nodes() == 0);
  CHECK(read("2 1 100\n9 2\n9 1\n") == "1>2\n2>1\n");  // sizes of vertices
  CHECK(read("2 1 111 2\n9 1 1 2 5\n9 1 1 1 5\n") == "1>2 w5\n2>1 w5\n");
}

TEST_CASE("parse_metis: parallel edges stay, and may be summed") {
  const std::string text = "2 2 1\n2 3 2 4\n1 4 1 3\n";
  CHECK(read(text) == "1>2 w3\n1>2 w4\n2>1 w3\n2>1 w4\n");
  CHECK(arcs_text(parse_metis(text, "g", {.parallel_edges = ParallelEdges::Sum})) ==
        "1>2 w7\n2>1 w7\n");
}

TEST_CASE("parse_metis: an edge that only one end lists is refused at its line") {
  CHECK(refused("% c\n3 1\n2\n\n\n") ==
        "3: vertex 1 lists 2, and vertex 2 does not list 1 as often; list every edge at both of "
        "its ends");
  CHECK(refused("3 1\n\n1\n\n").starts_with("3: vertex 2 lists 1, and vertex 1 does not"));
  CHECK(refused("2 2\n2 2  \n1  \n").starts_with("2: vertex 1 lists 2, and vertex 2 does not"));
  CHECK(refused("2 1 1\n2 5\n1 6\n") ==
        "2: vertex 1 lists 2, and vertex 2 does not list 1 as often with the same weight; list "
        "every edge at both of its ends");
  CHECK(refused("3 2\n2 3\n1\n 1\n% \n") == "unexpected: ");  // the same, whole
}

TEST_CASE("parse_metis: counts are held against the file before any memory is") {
  CHECK(refused("").starts_with("0: the file has no line of sizes"));
  CHECK(refused("2\n").starts_with("1: the line ends before its number of edges"));
  CHECK(refused("4000000000 0\n").starts_with("1: 4000000000 nodes are declared in a file of 13"));
  CHECK(refused("1000 0\n\n").starts_with("1: 1000 vertices are declared, and the rest"));
  CHECK(refused("1 2000000000000000000\n\n").starts_with("1: 2000000000000000000 edges are"));
  CHECK(refused("1 9000000000000000000\n\n").starts_with("1: number of edges '9000"));
  CHECK(refused("3 1\n2\n1\n") ==
        "3: the file ends after 2 of 3 vertices; give every vertex a line, a blank one if it has "
        "no ties");
  CHECK(refused("2 1\n2\n1\n\n1\n") ==
        "5: a line behind those of all 2 vertices; remove it, or correct the number");
  CHECK(error_of([] { parse_metis("2 0\n2\n1\n", "g"); }) ==
        "BadInput g: 0 edges are declared, and 1 are listed; correct the number: each edge counts "
        "once");
}

TEST_CASE("parse_metis: words that cannot be used are one line") {
  CHECK(refused("2 1\n3\n1\n") == "2: neighbour '3' is no whole number from 1 to 2; correct it");
  CHECK(refused("2 1\n2\n0\n").starts_with("3: neighbour '0'"));
  CHECK(refused("2 1\n1\n1\n") ==
        "2: vertex 1 is its own neighbour; remove it: METIS graphs have no self-loops");
  CHECK(refused("2 1 2\n2\n1\n") ==
        "1: fmt '2' is none of 0, 1, 10, 11, 100, 101, 110, 111; correct it");
  CHECK(refused("2 1 0011\n2\n1\n").starts_with("1: fmt '0011'"));
  CHECK(refused("2 1 10 99999999\n2\n1\n").starts_with("1: ncon '99999999'"));
  CHECK(refused("2 1 10 1 5\n2\n1\n").starts_with("1: '5' is one word too many"));
  CHECK(refused("2 1 1\n2\n1 1\n").starts_with("2: the line ends before its weight"));
  for (const char* weight : {"nan", "inf", "-1", "1e308", "x"})
    CHECK_THAT(refused(std::string("2 1 1\n2 ") + weight + "\n1 1\n"),
               Catch::StartsWith("2: weight "));
  CHECK(refused("2 1 10\n\n1 1\n").starts_with("2: the line ends before its weight"));
}

TEST_CASE("parse_metis: no prefix of a file passes for the whole") {
  const std::string whole = kEdgeWeights;
  for (std::size_t size = 0; size + 1 < whole.size(); ++size) {
    CAPTURE(size);
    CHECK_FALSE(error_of([&] { parse_metis(whole.substr(0, size), "g"); }).empty());
  }
}

TEST_CASE("read_metis: a file, plain and compressed") {
  const testing::TempFolder folder;
  const std::string text = kPlain;
  for (const auto& path :
       {folder.write("a.graph", text),
        folder.write("a.graph.gz", testing::compressed(text, arrow::Compression::GZIP))})
    CHECK(read_metis(path).num_edges() == 22);
}

}  // namespace
}  // namespace grapevine
