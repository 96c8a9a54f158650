#include "adapters/igraph/formats.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <fstream>
#include <sstream>

#include "tests/support/arcs_text.hpp"
#include "tests/support/data.hpp"
#include "tests/support/errors.hpp"
#include "tests/support/program.hpp"

namespace grapevine {
namespace {

using testing::arcs_text;
using testing::error_of;

Graph parse(const std::string& ending, const std::string& text) {
  const auto format = std::ranges::find(igraph_formats(), ending, &GraphTextFormat::ending);
  REQUIRE(format != igraph_formats().end());
  return format->parse(text, "g" + ending, {});
}

TEST_CASE("igraph_formats: GraphML with attributes of ties and names of nodes") {
  const std::string text = R"(<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns">
  <key id="w" for="edge" attr.name="weight" attr.type="double"/>
  <key id="s" for="edge" attr.name="sign" attr.type="int"/>
  <key id="t" for="edge" attr.name="time" attr.type="string"/>
  <key id="k" for="edge" attr.name="type" attr.type="string"/>
  <graph edgedefault="directed">
    <node id="ann"/><node id="bob"/><node id="cid"/><node id="dee"/>
    <edge source="ann" target="bob"><data key="w">0.5</data><data key="s">-1</data>
      <data key="t">2021-03-05</data><data key="k">advice</data></edge>
    <edge source="cid" target="ann"><data key="s">1</data><data key="k">friend</data></edge>
  </graph>
</graphml>)";
  for (const char* ending : {".graphml", ".xml"}) {
    const Graph graph = parse(ending, text);
    CHECK(graph.num_nodes() == 4);
    CHECK(arcs_text(graph) == "ann>bob w0.5 s-1 t2021-03-05 advice\ncid>ann w1 s1 t friend\n");
  }
}

TEST_CASE("igraph_formats: GML, Pajek and DL by hand") {
  CHECK(arcs_text(parse(".gml",
                        "graph [ directed 1 node [ id 7 label \"G\" ] node [ id 3 label \"C\" ]\n"
                        "edge [ source 7 target 3 weight 2 ] ]")) == "G>C w2\n");
  CHECK(arcs_text(
            parse(".gml", "graph [ node [ id 7 ] node [ id 3 ] edge [ source 7 target 3 ] ]")) ==
        "3>7\n7>3\n");
  for (const char* ending : {".net", ".paj"}) {
    CHECK(arcs_text(parse(ending, "*Vertices 3\n*Arcs\n1 2 0.5\n3 1 -2\n")) ==
          "1>2 w0.5 s1\n3>1 w2 s-1\n");
    CHECK(arcs_text(parse(ending, "*Vertices 2\n1 \"x y\"\n2 z\n*Edges\n1 2\n")) ==
          "x y>z\nz>x y\n");
  }
  CHECK(arcs_text(parse(".dl", "DL n=2\nformat = edgelist1\ndata:\n1 2\n")) == "1>2\n");
}

TEST_CASE("igraph_formats: the checks stand before the readers") {
  CHECK(error_of([] { parse(".gml", "graph [ weight NaN ]"); }).ends_with("leave it out for 1"));
  CHECK_THAT(error_of([] { parse(".graphml", "<hyperedge/>"); }), Catch::Contains("a hyperedge"));
  CHECK_THAT(error_of([] { parse(".net", "*Vertices 4000000000\n"); }),
             Catch::Contains("are declared"));
  CHECK_THAT(error_of([] { parse(".dl", "DL n=4000000000\n"); }), Catch::Contains("are declared"));
}

TEST_CASE("igraph_formats: each hostile graph file gets what its manifest says") {
  if (!testing::have_shared_data("hostile/MANIFEST.tsv")) return;
  std::ifstream manifest(testing::shared_data("hostile/MANIFEST.tsv"));
  std::size_t files = 0;
  for (std::string line; std::getline(manifest, line);) {
    if (!line.starts_with("graph/")) continue;
    const std::string name = line.substr(0, line.find('\t'));
    const std::string expected = line.substr(line.rfind('\t') + 1);
    const std::string ending = std::filesystem::path(name).extension().string();
    const auto format = std::ranges::find(igraph_formats(), ending, &GraphTextFormat::ending);
    if (format == igraph_formats().end()) continue;
    const std::string text = testing::text_of(testing::shared_data("hostile/" + name));
    const std::string error = error_of([&] { format->parse(text, name, {}); });
    CAPTURE(name, error);
    if (expected == "accept") CHECK(error.empty());
    if (expected == "reject") CHECK_FALSE(error.empty());
    if (!error.empty()) CHECK(error.starts_with("BadInput " + name + ":"));
    CHECK(error.find('\n') == std::string::npos);
    ++files;
  }
  CHECK(files == 25);
}

TEST_CASE("igraph_formats: no prefix of a hostile graph file does harm") {
  if (!testing::have_shared_data("hostile/graph/graph1.gml")) return;
  for (const char* name : {"1_graph1.gml", "bug_1970.graphml", "pajek_edgeslist.net"}) {
    const std::string text =
        testing::text_of(testing::shared_data(std::string("hostile/graph/") + name));
    const std::string ending = std::filesystem::path(name).extension().string();
    for (std::size_t size = 0; size < text.size(); size += 7) {
      const std::string error = error_of([&] { parse(ending, text.substr(0, size)); });
      CHECK((error.empty() || error.starts_with("BadInput g")));
    }
  }
}

}  // namespace
}  // namespace grapevine
