#include "adapters/igraph/text_checks.hpp"

#include <catch2/catch.hpp>

#include "tests/support/errors.hpp"

namespace grapevine {
namespace {

using testing::error_of;

TEST_CASE("check_gml: a weight that is NaN is refused, other NaN are not looked at") {
  const auto refused = [](const char* text) { return error_of([&] { check_gml(text, "g"); }); };
  CHECK(refused("edge [\n weight NaN ]") ==
        "BadInput g:2: a weight that is NaN; correct it, or leave it out for 1");
  CHECK_FALSE(refused("weight 1 weight\t\n -nan").empty());
  CHECK(refused("weight 1 value NaN label \"weight\" nan \"x\"").empty());
  CHECK(refused("weight").empty());
}

TEST_CASE("checked_pajek: more vertices than the file can tell of are refused at their line") {
  CHECK(error_of([] {
          checked_pajek("%\n *Vertices 4000000000\n", "g");
        }).starts_with("BadInput g:2: 4000000000 nodes or more are declared in a file of "));
  CHECK_FALSE(error_of([] { checked_pajek("*VERTICES 99999999999999999999999", "g"); }).empty());
  CHECK(error_of([] { checked_pajek("*Vertices 1000000\n", "g"); }).empty());
}

TEST_CASE("checked_pajek: edges and arcs in one file are refused, empty sections are not") {
  CHECK(error_of([] { checked_pajek("*Vertices 3\n*Arcs\n1 2\n*Edges\n1 3\n", "g"); }) ==
        "BadInput g:5: both edges and arcs; write each edge as two arcs");
  CHECK_FALSE(error_of([] {
                checked_pajek("*Vertices 3\n*Edgeslist\n1 2\n*arcslist\n1 3\n", "g");
              }).empty());
  CHECK(error_of([] { checked_pajek("*Vertices 3\n*Arcs\n*Edges\n1 3\n", "g"); }).empty());
}

TEST_CASE("checked_pajek: what only draws goes, and each line stays where it was") {
  CHECK(
      checked_pajek("\xEF\xBB\xBF*Vertices 2\r\n 1 \"Jo Ann\" 0.1 0.2 box foo \"a b\"\r\n2 b ic R\n"
                    "*Arcs\n% c\n1 2 0.5 l \"x\"\n2 1\n",
                    "g") == "*Vertices 2\r\n 1 \"Jo Ann\"\n2 b\n*Arcs\n% c\n1 2 0.5\n2 1\n");
  // Lists have any number of words; intervals of time are for igraph to refuse.
  for (const char* text : {"*Vertices 9\n*Arcslist\n1 2 3 4 5\n", "*Matrix\n0 1 0 1\n",
                           "*Vertices 2\n1 \"a\" [5-10]\n*Arcs\n1 2 1 [5]\n", "*Arcs\n1 2 x y\n",
                           "*Vertices 1\n1 \"no end\n"})
    CHECK(checked_pajek(text, "g") == text);
}

TEST_CASE("check_dl: more nodes than the file can tell of are refused") {
  CHECK(error_of([] {
          check_dl("DL n=4000000000\nformat = fullmatrix\ndata:\n", "g");
        }).starts_with("BadInput g:1: 4000000000 nodes or more are declared"));
  CHECK_FALSE(error_of([] { check_dl("dl\n N = 4000000000\n", "g"); }).empty());
  CHECK(error_of([] { check_dl("DL n=5\nformat = edgelist1\ndata:\n", "g"); }).empty());
}

}  // namespace
}  // namespace grapevine
