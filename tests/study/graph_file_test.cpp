#include "study/graph_file.hpp"

#include <fmt/format.h>

#include <catch2/catch.hpp>
#include <set>

#include "algorithms/centrality/pagerank.hpp"
#include "engine/table/table.hpp"
#include "loaders/writers/write_table.hpp"
#include "tests/support/data.hpp"
#include "tests/support/errors.hpp"
#include "tests/support/files.hpp"
#include "tests/support/graphs.hpp"

namespace grapevine {
namespace {

using testing::TempFolder;
using testing::Ties;

struct NamedText {
  std::string name, text;
};

std::string lines(const Ties& ties, const char* pattern) {
  std::string text;
  for (const auto& [u, v] : ties) text += fmt::format(fmt::runtime(pattern), u + 1, v + 1);
  return text;
}

std::string matrix(NodeId nodes, const Ties& ties, const char* kind) {
  return fmt::format("%%MatrixMarket matrix coordinate pattern {}\n{} {} {}\n{}", kind, nodes,
                     nodes, ties.size(), lines(ties, "{} {}\n"));
}

#ifdef GRAPEVINE_HAVE_IGRAPH
std::string for_each_node(NodeId nodes, const char* pattern) {
  std::string text;
  for (NodeId v = 1; v <= nodes; ++v) text += fmt::format(fmt::runtime(pattern), v);
  return text;
}
#endif

/// The same ties, and the same ids 1 .. n, in the formats that igraph reads.
std::vector<NamedText> by_igraph(NodeId nodes, const Ties& ties, bool directed) {
#ifdef GRAPEVINE_HAVE_IGRAPH
  return {{"g.gml", fmt::format("graph [ directed {}\n{}{}]", directed ? 1 : 0,
                                for_each_node(nodes, "node [ id {} ]\n"),
                                lines(ties, "edge [ source {} target {} ]\n"))},
          {"g.graphml", fmt::format("<graphml xmlns='http://graphml.graphdrawing.org/xmlns'><graph "
                                    "edgedefault='{}'>{}{}</graph></graphml>",
                                    directed ? "directed" : "undirected",
                                    for_each_node(nodes, "<node id='{}'/>"),
                                    lines(ties, "<edge source='{}' target='{}'/>"))},
          {"g.net", fmt::format("*Vertices {}\n*{}\n{}", nodes, directed ? "Arcs" : "Edges",
                                lines(ties, "{} {}\n"))},
          {"g.dl",
           fmt::format("DL n={}\nformat = edgelist1\ndata:\n{}", nodes, lines(ties, "{} {}\n"))}};
#else
  static_cast<void>(nodes), static_cast<void>(ties), static_cast<void>(directed);
  return {};
#endif
}

/// The same as a table of the ending's format.
std::filesystem::path table_file(const TempFolder& folder, const char* name, const Ties& ties) {
  std::vector<std::int64_t> source, target;
  for (const auto& [u, v] : ties) {
    source.push_back(u + 1);
    target.push_back(v + 1);
  }
  TableBuilder builder;
  builder.add({.name = "src"}, source);
  builder.add({.name = "dst"}, target);
  write_table(builder.finish(), folder.path() / name);
  return folder.path() / name;
}

/// A ring, so that a list of ties names everybody, and random ties.
Ties some_ties(NodeId nodes, std::uint64_t seed) {
  Ties ties = testing::random_ties(nodes, 4 * nodes, seed);
  for (NodeId u = 0; u < nodes; ++u) ties.emplace_back(u, (u + 1) % nodes);
  return ties;
}

std::vector<double> ranks(const TempFolder& folder, const NamedText& file,
                          const GraphOptions& options) {
  return pagerank(read_graph_file(folder.write(file.name, file.text), options)).rank;
}

TEST_CASE("read_graph_file: the same graph has the same PageRank bytes in every format") {
  const TempFolder folder;
  constexpr NodeId kNodes = 200;
  for (std::uint64_t seed = 0; seed < 3; ++seed) {
    const Ties ties = some_ties(kNodes, seed);
    const auto expected = ranks(folder, {"g.txt", lines(ties, "{} {}\n")}, {});
    auto files = by_igraph(kNodes, ties, true);
    files.push_back({"g.csv", "source,target\n" + lines(ties, "{},{}\n")});
    files.push_back({"g.mtx", matrix(kNodes, ties, "general")});
    for (const NamedText& file : files) {
      CAPTURE(seed, file.name);
      CHECK(ranks(folder, file, {}) == expected);
    }
    CHECK(pagerank(read_graph_file(table_file(folder, "g.parquet", ties))).rank == expected);
  }
}

TEST_CASE("read_graph_file: the same undirected graph has the same PageRank bytes everywhere") {
  const TempFolder folder;
  constexpr NodeId kNodes = 100;
  std::set<std::pair<NodeId, NodeId>> pairs;
  for (const auto& [u, v] : some_ties(kNodes, 7))
    if (u != v) pairs.emplace(std::max(u, v), std::min(u, v));
  const Ties ties(pairs.begin(), pairs.end());
  std::vector<std::string> rows(kNodes);
  for (const auto& [u, v] : ties) {
    rows[u] += std::to_string(v + 1) + " ";
    rows[v] += std::to_string(u + 1) + " ";
  }
  std::string metis = fmt::format("{} {}\n", kNodes, ties.size());
  for (const std::string& row : rows) metis += row + "\n";
  const auto expected = ranks(folder, {"g.txt", lines(ties, "{} {}\n")}, {.directed = false});
  auto files = by_igraph(kNodes, ties, false);
  std::erase_if(files, [](const NamedText& file) { return file.name == "g.dl"; });  // says nothing
  files.push_back({"g.mtx", matrix(kNodes, ties, "symmetric")});
  files.push_back({"g.graph", metis});
  for (const NamedText& file : files) {
    CAPTURE(file.name);
    CHECK(ranks(folder, file, {}) == expected);
    CHECK(ranks(folder, file, {.directed = false}) == expected);
  }
}

TEST_CASE("read_graph_file: a public graph has its published size in every format") {
  const std::string wiki = "wiki_vote/wiki-Vote.txt.gz";
  if (!testing::have_shared_data(wiki)) return;
  const Graph original = read_graph_file(testing::shared_data(wiki));
  Ties ties;
  for (NodeId u = 0; u < original.num_nodes(); ++u)
    for (const NodeId v : original.out_neighbors(u)) ties.emplace_back(u, v);
  const TempFolder folder;
  auto files = by_igraph(original.num_nodes(), ties, true);
  files.push_back({"g.mtx", matrix(original.num_nodes(), ties, "general")});
  for (const NamedText& file : files) {
    CAPTURE(file.name);
    const Graph graph = read_graph_file(folder.write(file.name, file.text));
    CHECK(graph.num_nodes() == 7'115);
    CHECK(graph.num_edges() == 103'689);
  }
}

TEST_CASE("read_graph_file: formats of igraph are read, or refused with what to do") {
  const TempFolder folder;
  const auto path = folder.write(
      "g.gml.gz", testing::compressed("graph [ node [ id 1 ] ]", arrow::Compression::GZIP));
#ifdef GRAPEVINE_HAVE_IGRAPH
  CHECK(read_graph_file(path).num_nodes() == 1);
#else
  CHECK(testing::error_of([&] { read_graph_file(path); }) ==
        "BadInput " + path.string() +
            ": igraph, which reads this format, is not built in; build with -D "
            "GRAPEVINE_IGRAPH=ON, or give .txt, .csv, .mtx or .metis");
#endif
}

TEST_CASE("edge_column_names: src and source are the same, other names are refused") {
  const auto names = edge_column_names(parse_column_map("src=a,target=b,t=c,type=d"));
  CHECK((names == EdgeColumnNames{{"source", "a"}, {"target", "b"}, {"time", "c"}, {"type", "d"}}));
  const auto refused = [](const char* map) {
    return testing::error_of([&] { edge_column_names(parse_column_map(map)); });
  };
  for (const char* map : {"person_id=a", "ties.src=a"})
    CHECK(refused(map) ==
          "InvalidOption --map " + std::string(map) +
              ": ties have no such column; known: src, dst, weight, sign, time, type");
  CHECK(refused("src=a,source=b") ==
        "InvalidOption --map source=b: 'source' is mapped twice; map it once");
}

}  // namespace
}  // namespace grapevine
