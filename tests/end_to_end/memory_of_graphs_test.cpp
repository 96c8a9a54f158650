#include "algorithms/registry.hpp"
#include "loaders/columnar/source_table.hpp"
#include "loaders/writers/write_table.hpp"
#include "tests/support/measured_memory.hpp"

using namespace grapevine;
using namespace grapevine::testing;

TEST_CASE("estimate: graphs of integer ids, few and many people, with and without weights") {
  if (memory_skipped()) return;
  const TempFolder folder;
  write_ties(folder, "small.txt", 100'000, 10'000, integer_id);
  write_ties(folder, "dense.txt", 1'000'000, 50'000, integer_id);
  write_ties(folder, "sparse.txt", 1'000'000, 1'000'000, integer_id);
  write_ties(folder, "weights.txt", 1'000'000, 100'000, integer_id, true);
  for (const char* graph : {"small.txt", "dense.txt", "sparse.txt", "weights.txt"})
    check_within_15_percent({"graph", "info", graph}, folder);
  check_within_15_percent({"graph", "info", "dense.txt", "--undirected"}, folder);
  check_within_15_percent({"graph", "info", "dense.txt", "--parallel_edges", "sum"}, folder);
}

TEST_CASE("estimate: graphs of text ids, short and long, and compressed") {
  if (memory_skipped()) return;
  const TempFolder folder;
  write_ties(folder, "short.txt", 500'000, 100'000, text_id);
  const auto path = write_ties(folder, "long.txt", 500'000, 100'000, long_id);
  folder.write("long.txt.gz", compressed(text_of(path), arrow::Compression::GZIP));
  for (const char* graph : {"short.txt", "long.txt", "long.txt.gz"})
    check_within_15_percent({"graph", "info", graph}, folder);
}

TEST_CASE("estimate: every algorithm on a graph, into every kind of file") {
  if (memory_skipped()) return;
  const TempFolder folder;
  write_ties(folder, "g.txt", 500'000, 500'000, integer_id);
  write_ties(folder, "w.txt", 500'000, 500'000, text_id, true);
  for (const Algorithm& algorithm : algorithms()) {
    if (!algorithm.on_graph) continue;
    const std::string name(algorithm.doc.name);
    check_within_15_percent({"score", name, "g.txt", "--out", "s.parquet"}, folder);
    check_within_15_percent({"score", name, "w.txt", "--out", "s.csv"}, folder);
    check_within_15_percent({"score", name, "w.txt"}, folder);
  }
}

TEST_CASE("estimate: Matrix Market, METIS, Parquet and Arrow graphs") {
  if (memory_skipped()) return;
  const TempFolder folder;
  constexpr std::uint64_t kNodes = 100'000, kTies = 400'000;
  Random random(1, 0);
  std::ofstream market(folder.path() / "g.mtx");
  market << "%%MatrixMarket matrix coordinate real general\n"
         << kNodes << ' ' << kNodes << ' ' << kTies << '\n';
  for (std::uint64_t i = 0; i < kTies; ++i)
    market << 1 + random.below(kNodes) << ' ' << 1 + random.below(kNodes) << " 0.5\n";
  market.close();
  std::ofstream metis(folder.path() / "ring.metis");
  metis << kTies << ' ' << kTies << '\n';
  for (std::uint64_t i = 0; i < kTies; ++i)
    metis << 1 + (i + kTies - 1) % kTies << ' ' << 1 + (i + 1) % kTies << '\n';
  metis.close();
  check_within_15_percent({"graph", "info", "g.mtx"}, folder);
  check_within_15_percent({"graph", "info", "ring.metis"}, folder);
  for (const bool text : {false, true}) {
    std::vector<std::string> texts[2];
    std::vector<std::int64_t> integers[2];
    for (std::uint64_t i = 0; i < kTies; ++i)
      for (std::size_t end = 0; end < 2; ++end) {
        integers[end].push_back(static_cast<std::int64_t>(random.below(kNodes)));
        texts[end].push_back(text_id(static_cast<std::uint64_t>(integers[end].back())));
      }
    TableBuilder builder;
    for (std::size_t end = 0; end < 2; ++end) {
      const ColumnInfo info{.name = end == 0 ? "source" : "target"};
      if (text)
        builder.add(info, std::span<const std::string>(texts[end]));
      else
        builder.add(info, std::span<const std::int64_t>(integers[end]));
    }
    const Table table = builder.finish();
    for (const char* file : {"g.parquet", "g.arrow"}) {
      write_table(table, folder.path() / file);
      check_within_15_percent({"graph", "info", file}, folder);
    }
  }
}

#ifdef GRAPEVINE_HAVE_IGRAPH
TEST_CASE("estimate: GraphML, GML, Pajek and DL, with and without weights") {
  if (memory_skipped()) return;
  const TempFolder folder;
  constexpr std::uint64_t kNodes = 50'000, kTies = 150'000;
  Random random(1, 0);
  for (const bool weights : {false, true}) {
    std::string graphml =
        "<graphml><key id=\"w\" for=\"edge\" attr.name=\"weight\" attr.type=\"double\"/>"
        "<graph edgedefault=\"directed\">\n";
    std::string gml = "graph [\n directed 1\n", pajek = "*Vertices " + integer_id(kNodes) + "\n";
    std::string dl = "DL n=" + integer_id(kNodes) + "\nformat = edgelist1\ndata:\n";
    for (std::uint64_t i = 0; i < kNodes; ++i) {
      graphml += "<node id=\"" + text_id(i) + "\"/>\n";
      gml += " node [ id " + integer_id(i) + " label \"" + text_id(i) + "\" ]\n";
      pajek += integer_id(i + 1) + " \"" + text_id(i) + "\"\n";
    }
    pajek += "*Arcs\n";
    for (std::uint64_t i = 0; i < kTies; ++i) {
      const std::uint64_t a = random.below(kNodes), b = random.below(kNodes);
      const std::string weight = "0." + integer_id(random.below(9'999));
      graphml += "<edge source=\"" + text_id(a) + "\" target=\"" + text_id(b) + "\">" +
                 (weights ? "<data key=\"w\">" + weight + "</data>" : "") + "</edge>\n";
      gml += " edge [ source " + integer_id(a) + " target " + integer_id(b) +
             (weights ? " weight " + weight : "") + " ]\n";
      const std::string pair = integer_id(a + 1) + " " + integer_id(b + 1);
      pajek += pair + (weights ? " " + weight : "") + "\n";
      dl += pair + (weights ? " " + weight : "") + "\n";
    }
    folder.write("g.graphml", graphml + "</graph></graphml>\n");
    folder.write("g.gml", gml + "]\n");
    folder.write("g.net", pajek);
    folder.write("g.dl", dl);
    if (!run_program({"graph", "info", "g.gml"}, folder.path()).err.empty()) return;  // no igraph
    for (const char* graph : {"g.graphml", "g.gml", "g.net", "g.dl"})
      check_within_15_percent({"graph", "info", graph}, folder);
  }
}
#endif

TEST_CASE("estimate: generated graphs, small and large, into every kind of file") {
  if (memory_skipped()) return;
  const TempFolder folder;
  const auto check = [&](std::vector<std::string> words, const char* file) {
    words.insert(words.begin(), {"graph", "generate"});
    words.insert(words.end(), {"--out", file});
    check_within_15_percent(words, folder);
  };
  for (const char* scale : {"8", "14", "17", "20"})
    for (const char* file : {"g.txt", "g.parquet", "g.arrow"})
      check({"rmat", "--scale", scale}, file);
  check({"rmat", "--scale", "21"}, "g.txt");
  for (const char* file : {"g.csv.gz", "g.txt.zst"}) check({"rmat", "--scale", "18"}, file);
  check({"ba", "--nodes", "500000"}, "g.txt");
  check({"ba", "--nodes", "500000"}, "g.parquet");
  for (const char* blocks : {"100", "1000"})
    check({"sbm", "--blocks", blocks, "--block_size", "4000", "--within", "0.002", "--between",
           "0.000002"},
          "g.txt");
}

TEST_CASE("estimate: graph what-if, of many people and of few") {
  if (memory_skipped()) return;
  const TempFolder folder;
  folder.write("changes.csv", "change,person,target\nadd_person,-1,\nset_tie,-1,-1\n");
  write_ties(folder, "many.txt", 500'000, 500'000, integer_id);
  write_ties(folder, "few.txt", 1'000'000, 20'000, integer_id);
  for (const char* graph : {"many.txt", "few.txt"})
    for (const char* out : {"o.csv", "o.parquet"})
      check_within_15_percent({"graph", "what-if", graph, "--changes", "changes.csv", "--out", out},
                              folder);
}

TEST_CASE("estimate: seeds, of many people and of few, with and without weights") {
  if (memory_skipped()) return;
  const TempFolder folder;
  write_ties(folder, "many.txt", 500'000, 500'000, integer_id);
  write_ties(folder, "few.txt", 1'000'000, 20'000, integer_id);
  write_ties(folder, "weights.txt", 500'000, 100'000, text_id, true);
  for (const char* graph : {"many.txt", "few.txt", "weights.txt"})
    check_within_15_percent({"seeds", graph, "--out", "s.csv"}, folder);
  for (const char* graph : {"many.txt", "few.txt"})
    check_within_15_percent({"seeds", graph, "--engine", "best", "--out", "s.csv"}, folder);
  check_within_15_percent({"seeds", "few.txt", "--out", "s.csv", "--signed"}, folder);
}

TEST_CASE("estimate: ten million ties", "[.large]") {
  const TempFolder folder;
  write_ties(folder, "g.txt", 10'000'000, 1'000'000, integer_id);
  check_within_15_percent({"graph", "info", "g.txt"}, folder);
  check_within_15_percent({"score", "pagerank", "g.txt", "--out", "s.parquet"}, folder);
  write_ties(folder, "t.txt", 10'000'000, 3'000'000, text_id);
  check_within_15_percent({"graph", "info", "t.txt"}, folder);
}
