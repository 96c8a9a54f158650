#include "adapters/igraph/read_text.hpp"

#include <igraph.h>

#include <catch2/catch.hpp>
#include <cstdio>
#include <cstdlib>
#include <functional>

#include "engine/parallel/random.hpp"
#include "tests/support/arcs_text.hpp"
#include "tests/support/errors.hpp"
#include "tests/support/sanitizer.hpp"

namespace grapevine {
namespace {

using testing::arcs_text;
using testing::error_of;

/// What a C function writes to a file.
std::string written(const std::function<igraph_error_t(std::FILE*)>& write) {
  char* bytes = nullptr;
  std::size_t size = 0;
  std::FILE* file = open_memstream(&bytes, &size);
  REQUIRE(write(file) == IGRAPH_SUCCESS);
  std::fclose(file);
  std::string text(bytes, size);
  std::free(bytes);
  return text;
}

/// A random graph as igraph has it, and its arcs as we print them: ids 1 .. n, weights in eighths.
struct Sample {
  igraph_t graph;
  std::string arcs;

  Sample(std::uint64_t seed, bool directed) {
    igraph_set_attribute_table(&igraph_cattribute_table);
    Random random(seed, 0);
    constexpr NodeId kNodes = 12;
    EdgeList edges;
    igraph_vector_int_t ends;
    igraph_vector_t weights;
    igraph_vector_int_init(&ends, 0);
    igraph_vector_init(&weights, 0);
    for (int i = 0; i < 40; ++i) {
      edges.source.push_back(static_cast<NodeId>(random.below(kNodes)));
      edges.target.push_back(static_cast<NodeId>(random.below(kNodes)));
      edges.columns.weight.push_back(static_cast<double>(1 + random.below(50)) / 8.0);
      igraph_vector_int_push_back(&ends, edges.source.back());
      igraph_vector_int_push_back(&ends, edges.target.back());
      igraph_vector_push_back(&weights, edges.columns.weight.back());
    }
    igraph_create(&graph, &ends, kNodes, directed);
    igraph_cattribute_EAN_setv(&graph, "weight", &weights);
    igraph_vector_int_destroy(&ends);
    igraph_vector_destroy(&weights);
    std::vector<std::int64_t> ids(kNodes);
    for (NodeId v = 0; v < kNodes; ++v) ids[v] = v + 1;
    arcs = arcs_text(
        Graph::build(kNodes, std::move(edges), {.directed = directed})
            .with_ids(std::make_shared<const IdIndex>(IdIndex::from_integers(std::move(ids)))));
  }
  ~Sample() { igraph_destroy(&graph); }
  Sample(const Sample&) = delete;
  Sample& operator=(const Sample&) = delete;
};

TEST_CASE("read_text_by_igraph: what igraph's own writers wrote comes back") {
  for (const bool directed : {true, false}) {
    for (std::uint64_t seed = 0; seed < 5; ++seed) {
      const Sample sample(seed, directed);
      CAPTURE(directed, seed);
      const std::string pajek =
          written([&](std::FILE* file) { return igraph_write_graph_pajek(&sample.graph, file); });
      CHECK(arcs_text(read_text_by_igraph(IgraphFormat::Pajek, pajek, "g", {})) == sample.arcs);
      igraph_vector_t ids;
      igraph_vector_init_range(&ids, 1, 13);
      const std::string gml = written([&](std::FILE* file) {
        return igraph_write_graph_gml(&sample.graph, file, IGRAPH_WRITE_GML_DEFAULT_SW, &ids, "t");
      });
      CHECK(arcs_text(read_text_by_igraph(IgraphFormat::Gml, gml, "g", {})) == sample.arcs);
      igraph_t named;
      igraph_copy(&named, &sample.graph);
      igraph_cattribute_VAN_setv(&named, "name", &ids);
      const std::string graphml =
          written([&](std::FILE* file) { return igraph_write_graph_graphml(&named, file, true); });
      CHECK(arcs_text(read_text_by_igraph(IgraphFormat::Graphml, graphml, "g", {})) == sample.arcs);
      igraph_destroy(&named);
      igraph_vector_destroy(&ids);
    }
  }
}

TEST_CASE("read_text_by_igraph: an error is one line with igraph's reason and line") {
  const auto refused = [](IgraphFormat format, std::string_view text) {
    return error_of([&] { read_text_by_igraph(format, text, "g", {}); });
  };
  CHECK(refused(IgraphFormat::Gml, "graph [\n node [ id 1 ]\n edge [ source 1 ] ]")
            .starts_with("BadInput g:3: igraph cannot read it: No 'target' for edge in GML file"));
  CHECK(refused(IgraphFormat::Pajek, "*Vertices 2\n*Arcs\n1 x\n")
            .starts_with("BadInput g:3: igraph cannot read it: Parse error in Pajek file"));
  CHECK(refused(IgraphFormat::Graphml, "<graphml>\n<graph>\n<node id='a'>\n</graph>")
            .starts_with("BadInput g:4: igraph cannot read it: "));
  CHECK(refused(IgraphFormat::Dl, "no such thing").starts_with("BadInput g"));
  CHECK(refused(IgraphFormat::Gml, "") == "BadInput g: the file is empty; give it a graph");
  CHECK(refused(IgraphFormat::Gml, "\xEF\xBB\xBF").starts_with("BadInput g: the file is empty"));
  const std::string odd = refused(IgraphFormat::Gml, std::string("graph [ \x01\xFF\0 ]", 13));
  CHECK(odd.starts_with("BadInput g"));
  CHECK(odd.find_first_of(std::string_view("\n\x01\0", 3)) == std::string::npos);
}

TEST_CASE("read_text_by_igraph: what takes all memory in igraph is refused here") {
  if (testing::skipped_with_sanitizer("its allocator does not bear a limit on memory")) return;
  // 10^9 vertices are 16 GB in igraph; checked_pajek would refuse them before.
  CHECK(error_of([] {
          read_text_by_igraph(IgraphFormat::Pajek, "*Vertices 1000000000\n", "g", {});
        }).starts_with("BadInput g: igraph cannot read it: Cannot reserve space for vector"));
}

TEST_CASE("read_text_by_igraph: DL files are directed as the options have it") {
  const char* text = "DL n=3\nformat = edgelist1\nlabels:\na b c\ndata:\n1 2\n3 1\n";
  CHECK(arcs_text(read_text_by_igraph(IgraphFormat::Dl, text, "g", {})) == "a>b\nc>a\n");
  CHECK(arcs_text(read_text_by_igraph(IgraphFormat::Dl, text, "g", {.directed = false})) ==
        "a>b\na>c\nb>a\nc>a\n");
}

}  // namespace
}  // namespace grapevine
