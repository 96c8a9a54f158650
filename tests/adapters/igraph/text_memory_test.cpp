#include "adapters/igraph/text_memory.hpp"

#include <catch2/catch.hpp>

#include "engine/parallel/random.hpp"

namespace grapevine {
namespace {

/// "nodes edges attributes directed"
std::string sizes(IgraphFormat format, std::string_view text) {
  const TextGraphSize size = size_of_text(format, text);
  return std::to_string(size.nodes) + " " + std::to_string(size.edges) + " " +
         std::to_string(size.attributes) + (size.directed ? " directed" : "");
}

TEST_CASE("size_of_text: GraphML by its elements") {
  const std::string graph =
      "<graphml><key id=\"w\" for=\"edge\"/><graph edgedefault=\"directed\"><node id=\"a\"/>"
      "<node id=\"b\"><data key=\"x\">1</data></node><edge source=\"a\" target=\"b\">"
      "<data key=\"w\">2</data></edge></graph></graphml>";
  CHECK(sizes(IgraphFormat::Graphml, graph) == "2 1 2 directed");
  CHECK(sizes(IgraphFormat::Graphml,
              "<graph edgedefault=\"undirected\"><node id=\"a\"/></graph>") == "1 0 0");
}

TEST_CASE("size_of_text: GML by its lists and what is more in them") {
  CHECK(sizes(IgraphFormat::Gml,
              "graph [ directed 1\n node [ id 1 label \"a\" ]\n node [ id 2 label \"b\" ]\n"
              " edge [ source 1 target 2 ]\n]") == "2 1 2 directed");
  CHECK(sizes(IgraphFormat::Gml,
              "graph [\n NODE\n[ id 1 ]\n edge [ source 1 target 1 weight 2 type \"x\" ]\n]") ==
        "1 1 2");
}

TEST_CASE("size_of_text: Pajek by its sections, comments and blank lines aside") {
  CHECK(sizes(IgraphFormat::Pajek, "*Vertices 3\n1 \"a\"\n\n*Arcs\n1 2 0.5\n2 3\n") ==
        "3 2 1 directed");
  CHECK(sizes(IgraphFormat::Pajek, "*vertices 2\n*edges\n1 2\n") == "2 1 0");
}

TEST_CASE("size_of_text: DL as a list and as a matrix") {
  CHECK(sizes(IgraphFormat::Dl, "DL n=3\nformat = edgelist1\ndata:\n1 2 5\n2 3\n") ==
        "3 2 1 directed");
  CHECK(sizes(IgraphFormat::Dl, "dl n=3\nformat=fullmatrix\ndata:\n0 1 0\n1 0 0\n0 1 0\n") ==
        "3 3 0 directed");
}

TEST_CASE("size_of_text: any bytes have some size") {
  Random random(1, 0);
  for (int i = 0; i < 2'000; ++i) {
    std::string text =
        i % 2 == 0 ? "graph [ node [ id 1 ] ]" : "DL n=2\ndata:\n*Vertices 2\n*Arcs\n";
    for (int d = 0; d < 5; ++d)
      text[random.below(text.size())] = static_cast<char>(random.below(256));
    for (const auto format :
         {IgraphFormat::Graphml, IgraphFormat::Gml, IgraphFormat::Pajek, IgraphFormat::Dl}) {
      MemoryEstimate estimate;
      add_text_stages(format, text.substr(0, random.below(text.size() + 1)), {}, estimate);
      CHECK(estimate.stages.size() == 2);
    }
  }
}

}  // namespace
}  // namespace grapevine
