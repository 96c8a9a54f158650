#include "loaders/graph_formats/matrix_market.hpp"

#include <catch2/catch.hpp>

#include "tests/support/arcs_text.hpp"
#include "tests/support/errors.hpp"
#include "tests/support/files.hpp"

namespace grapevine {
namespace {

using testing::arcs_text;
using testing::error_of;

/// The example of the format's description at NIST (Boisvert, Pozo, Remington 1996).
constexpr const char* kNist = R"(%%MatrixMarket matrix coordinate real general
%=================================================================================
%
% This ASCII file represents a sparse MxN matrix with L nonzeros
%
  5  5  8
    1     1   1.000e+00
    2     2   1.050e+01
    3     3   1.500e-02
    1     4   6.000e+00
    4     2   2.505e+02
    4     4  -2.800e+02
    4     5   3.332e+01
    5     5   1.200e+01
)";

std::string banner(const std::string& kind) { return "%%MatrixMarket matrix coordinate " + kind; }

std::string read(const std::string& kind, const std::string& rest,
                 const GraphOptions& options = {}) {
  return arcs_text(parse_matrix_market(banner(kind) + "\n" + rest, "g.mtx", options));
}

std::string refused(std::string_view text) {
  const std::string message = error_of([&] { parse_matrix_market(text, "g"); });
  return message.starts_with("BadInput g:") ? message.substr(11) : "unexpected: " + message;
}

std::string refused(const std::string& kind, const std::string& rest) {
  return refused(banner(kind) + "\n" + rest);
}

TEST_CASE("parse_matrix_market: the example of the format's description") {
  const Graph graph = parse_matrix_market(kNist, "nist.mtx");
  CHECK(graph.num_nodes() == 5);
  CHECK(arcs_text(graph) ==
        "1>1 w1 s1\n1>4 w6 s1\n2>2 w10.5 s1\n3>3 w0.015 s1\n4>2 w250.5 s1\n4>4 w280 s-1\n"
        "4>5 w33.32 s1\n5>5 w12 s1\n");
}

TEST_CASE(
    "parse_matrix_market: pattern has no weights, integer and real have, in any case of letters") {
  CHECK(read("pattern general", "3 3 2\n1 2\n3 1\n") == "1>2\n3>1\n");
  CHECK(read("integer general", "2 2 1\n1 2 4\n") == "1>2 w4\n");
  CHECK(arcs_text(parse_matrix_market(
            "%%MatrixMarket MATRIX Coordinate REAL General\r\n%\r\n\r\n2 2 1\r\n1\t2  .5\r\n",
            "g")) == "1>2 w0.5\n");
}

TEST_CASE("parse_matrix_market: nodes without ties exist as declared") {
  const Graph graph = parse_matrix_market(banner("pattern general") + "\n4 4 1\n2 3\n", "g");
  CHECK(graph.num_nodes() == 4);
  CHECK(graph.name(3) == "4");
  CHECK(graph.find("0") == std::nullopt);
  CHECK(parse_matrix_market(banner("real general") + "\n0 0 0\n", "g").num_nodes() == 0);
}

TEST_CASE("parse_matrix_market: a symmetric matrix equals the general one written out") {
  const std::string lower = "3 3 3\n1 1 2\n2 1 3\n3 2 4\n";
  const std::string written_out = "3 3 5\n1 1 2\n2 1 3\n1 2 3\n3 2 4\n2 3 4\n";
  CHECK(read("real symmetric", lower) == read("real general", written_out));
  CHECK(read("pattern symmetric", "2 2 2\n1 1\n2 1\n") == "1>1\n1>2\n2>1\n");
  // Undirected, as for any file: each line a tie both ways, a self-loop twice.
  CHECK(read("real symmetric", lower, {.directed = false}) ==
        read("real general", lower, {.directed = false}));
}

TEST_CASE("parse_matrix_market: a skew-symmetric matrix has the other sign above the diagonal") {
  CHECK(read("real skew-symmetric", "3 3 2\n2 1 5\n3 1 -2\n") ==
        read("real general", "3 3 4\n2 1 5\n1 2 -5\n3 1 -2\n1 3 2\n"));
  CHECK(error_of([] { read("real skew-symmetric", "2 2 1\n2 1 5\n", {.directed = false}); }) ==
        "BadInput g.mtx: a skew-symmetric matrix is not undirected; leave out --undirected");
}

TEST_CASE("parse_matrix_market: the options reach the builder") {
  CHECK(read("pattern general", "2 2 2\n1 1\n1 2\n", {.self_loops = SelfLoops::Drop}) == "1>2\n");
  CHECK(read("real general", "2 2 2\n1 2 3\n1 2 4\n", {.parallel_edges = ParallelEdges::Sum}) ==
        "1>2 w7\n");
}

TEST_CASE("parse_matrix_market: other kinds of matrix are one line") {
  CHECK(refused("") ==
        "0: does not begin with %%MatrixMarket; give a line such as "
        "'%%MatrixMarket matrix coordinate real general'");
  CHECK(refused("%%MatrixMarket matrix array real general\n2 2\n") ==
        "1: 'array' is not 'coordinate', the one layout for ties; write the matrix as coordinates");
  CHECK(refused("%%MatrixMarket vector coordinate real general\n").starts_with("1: 'vector' "));
  CHECK(refused("complex general", "1 1 0\n") ==
        "1: values of kind 'complex' are no weights; use pattern, integer or real");
  for (const char* kind : {"real hermitian", "pattern skew-symmetric", "real", "real x"})
    CHECK_THAT(refused(kind, "1 1 0\n"), Catch::Contains("use general, symmetric, or skew"));
  CHECK(refused("real general x", "1 1 0\n").starts_with("1: 'x' is one word too many"));
}

TEST_CASE("parse_matrix_market: declared sizes are held against the file before any memory is") {
  CHECK(refused("real general", "") ==
        "1: the file ends before the size of the matrix; give rows, columns and entries");
  CHECK(refused("real general", "2 3 1\n1 3 1\n") ==
        "2: 2 rows and 3 columns; ties need a square matrix: one row and one column a node");
  CHECK(
      refused("pattern general", "9 9 4000000000000\n1 1\n")
          .starts_with(
              "2: 4000000000000 entries are declared, and the rest of the file has room for 1; "));
  CHECK(refused("pattern general", "4000000000 4000000000 1\n1 1\n")
            .starts_with("2: 4000000000 nodes are declared in a file of "));
  CHECK(refused("pattern general", "99999999999999999999 1 1\n")
            .starts_with("2: number of rows '99999999999999999999' is no whole number"));
  CHECK(refused("pattern general", "-1 -1 0\n").starts_with("2: number of rows '-1'"));
  CHECK(refused("pattern general", "2 2 1\n1 2\n2 1\n") ==
        "4: more than the 1 entries that are declared; correct the number, or remove the line");
  CHECK(refused("pattern general", "2 2 2\n1 2\n% 2 1\n") ==
        "4: the file ends after 1 of 2 entries; correct the number; the file may be cut off");
}

TEST_CASE("parse_matrix_market: entries that cannot be used are one line") {
  const auto entry = [](const std::string& kind, const std::string& line) {
    return refused(kind, "2 2 1\n" + line + "\n        \n");
  };
  CHECK(entry("pattern general", "0 1") == "3: row '0' is no whole number from 1 to 2; correct it");
  CHECK(entry("pattern general", "1 3").starts_with("3: column '3' is no whole number"));
  CHECK(entry("pattern general", "1 2 7").starts_with("3: '7' is one word too many"));
  CHECK(entry("real general", "1 2") == "3: the line ends before its value; complete the line");
  for (const char* value : {"nan", "inf", "-inf", "x", "1e999"})
    CHECK_THAT(entry("real general", std::string("1 2 ") + value),
               Catch::StartsWith("3: value '") && Catch::Contains("is no finite number"));
  CHECK(entry("real general", "1 2 1e308").starts_with("3: value '1e308' is beyond 1e300"));
  CHECK(entry("integer general", "1 2 1.5") ==
        "3: value 1.5 is no integer; declare the matrix real");
  CHECK(entry("real symmetric", "1 2 1") ==
        "3: row 1 and column 2 lie above the diagonal; give such a matrix below it only, or "
        "declare it general");
  CHECK(
      entry("real skew-symmetric", "1 1 1").starts_with("3: a skew-symmetric matrix has nothing"));
  CHECK(refused("pattern general", "0 0 1\n1 1\n").starts_with("3: an entry in a matrix without"));
}

TEST_CASE("parse_matrix_market: no prefix of a file passes for the whole") {
  const std::string whole = banner("pattern symmetric") + "\n3 3 2\n2 1\n3 2\n";
  for (std::size_t size = 0; size + 2 < whole.size(); ++size) {
    CAPTURE(size);
    CHECK_FALSE(error_of([&] { parse_matrix_market(whole.substr(0, size), "g"); }).empty());
  }
}

TEST_CASE("read_matrix_market: a file, plain and compressed") {
  const testing::TempFolder folder;
  const std::string text = kNist;
  for (const auto& path :
       {folder.write("a.mtx", text),
        folder.write("a.mtx.gz", testing::compressed(text, arrow::Compression::GZIP)),
        folder.write("a.mtx.zst", testing::compressed(text, arrow::Compression::ZSTD))})
    CHECK(read_matrix_market(path).num_edges() == 8);
}

}  // namespace
}  // namespace grapevine
