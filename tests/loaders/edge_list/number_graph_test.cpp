#include "loaders/edge_list/number_graph.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <set>

#include "engine/base/numbers.hpp"
#include "engine/parallel/blocks.hpp"
#include "engine/parallel/random.hpp"
#include "loaders/edge_list/number_lines.hpp"
#include "tests/support/compressed_files.hpp"
#include "tests/support/files.hpp"

using namespace grapevine;

namespace {

std::optional<Graph> read(std::string text, const GraphOptions& options) {
  const std::size_t size = text.size();
  text.append(kTextPadding, '\0');
  EdgeText file{"ties", std::string_view(text).substr(0, size), 0, {}};
  return read_number_graph(file, options, [](std::size_t, std::size_t) {});
}

using Named = std::vector<std::pair<std::string, std::string>>;

/// All arcs by the ids of their ends.
Named arcs_of(const Graph& graph, bool incoming) {
  Named arcs;
  for (NodeId u = 0; u < graph.num_nodes(); ++u)
    for (const NodeId v : incoming ? graph.in_neighbors(u) : graph.out_neighbors(u))
      arcs.emplace_back(graph.name(incoming ? v : u), graph.name(incoming ? u : v));
  std::ranges::sort(arcs);
  return arcs;
}

/// The arcs that the options leave of the ties, each by itself.
Named expected_arcs(const std::vector<std::pair<std::int64_t, std::int64_t>>& ties,
                    const GraphOptions& options) {
  Named arcs;
  for (const auto& [source, target] : ties) {
    if (options.self_loops == SelfLoops::Drop && source == target) continue;
    arcs.emplace_back(std::to_string(source), std::to_string(target));
    if (!options.directed) arcs.emplace_back(std::to_string(target), std::to_string(source));
  }
  std::ranges::sort(arcs);
  if (options.parallel_edges == ParallelEdges::Drop)
    arcs.erase(std::unique(arcs.begin(), arcs.end()), arcs.end());
  return arcs;
}

}  // namespace

TEST_CASE("read_number_graph: the ties of the text, by any options and ids near or far apart") {
  Random random(101, 0);
  for (int round = 0; round < 400; ++round) {
    const std::uint64_t most = std::uint64_t{1} << (1 + random.below(round % 4 == 0 ? 63 : 12));
    std::vector<std::pair<std::int64_t, std::int64_t>> ties;
    std::string text;
    std::set<std::string> names;
    for (std::uint64_t i = random.below(300); i > 0; --i) {
      ties.emplace_back(random.below(most), random.below(most));
      const std::string source = std::to_string(ties.back().first),
                        target = std::to_string(ties.back().second);
      text += source + " " + target + "\n";
      names.insert({source, target});
    }
    const GraphOptions options{
        .directed = random.below(2) == 1,
        .self_loops = random.below(2) == 1 ? SelfLoops::Drop : SelfLoops::Keep,
        .parallel_edges = random.below(2) == 1 ? ParallelEdges::Drop : ParallelEdges::Keep,
        .canonical = random.below(2) == 1};
    const auto graph = read(text, options);
    REQUIRE(graph);
    const Named expected = expected_arcs(ties, options);
    REQUIRE(arcs_of(*graph, false) == expected);
    REQUIRE(arcs_of(*graph, true) == expected);
    REQUIRE(graph->num_nodes() == names.size());
    for (const std::string& name : names) REQUIRE(graph->name(*graph->find(name)) == name);
    for (NodeId v = 1; v < graph->num_nodes(); ++v) {
      const IdIndex& ids = *graph->ids();
      if (options.canonical) REQUIRE(ids.integers()[v - 1] < ids.integers()[v]);
      if (options.canonical) REQUIRE(std::ranges::is_sorted(graph->out_neighbors(v)));
    }
  }
}

TEST_CASE("read_number_graph: hot first, by out-degree and then by id") {
  const auto graph = read("5 1\n7 2\n7 3\n2 5\n2 7\n2 1\n", {.canonical = false});
  std::vector<std::string> names;
  for (NodeId v = 0; v < graph->num_nodes(); ++v) names.push_back(graph->name(v));
  CHECK(names == std::vector<std::string>{"2", "7", "5", "1", "3"});
  std::vector<std::string> row;
  for (const NodeId v : graph->out_neighbors(0)) row.push_back(graph->name(v));
  CHECK(row == std::vector<std::string>{"5", "7", "1"});  // as in the text
}

TEST_CASE("read_number_graph: one direction only when asked, two of an undirected graph are one") {
  const std::string text = "1 2\n2 3\n3 3\n";
  const auto out = read(text, {.directions = Directions::Out});
  CHECK_FALSE(out->has_in_rows());
  CHECK(out->num_edges() == 3);
  const auto undirected = read(text, {.directed = false});
  CHECK(undirected->has_in_rows());
  CHECK(undirected->in_rows().neighbors.data() == undirected->out_rows().neighbors.data());
  CHECK(undirected->report().self_loops == 2);  // stored both ways
}

TEST_CASE("read_number_graph: the same bytes with 1 thread and with 4") {
  Random random(102, 0);
  std::string text;
  for (int i = 0; i < 400'000; ++i)
    text +=
        std::to_string(random.below(60'000)) + " " + std::to_string(random.below(60'000)) + "\n";
  const auto read_with = [&](std::size_t threads) {
    const ThreadLimit limit(threads);
    return *read(text, {.canonical = false});
  };
  const Graph one = read_with(1), four = read_with(4);
  CHECK(one.out_rows().offsets == four.out_rows().offsets);
  CHECK(one.out_rows().neighbors == four.out_rows().neighbors);
  CHECK(one.in_rows().neighbors == four.in_rows().neighbors);
  CHECK(one.ids()->integers() == four.ids()->integers());
}

TEST_CASE("read_number_graph: what is no plain list of numbers is left to the reader of any list") {
  CHECK_FALSE(read("a b\n", {}));
  CHECK_FALSE(read("1 2\n3\n", {}));
  CHECK(read("# nothing\n", {})->num_nodes() == 0);
}

TEST_CASE("read_number_stream: a compressed file gives the graph of its text") {
  const testing::TempFolder folder;
  Random random(103, 0);
  std::string text = "# a comment\n";
  for (int i = 0; i < 300'000; ++i)
    text +=
        std::to_string(random.below(90'000)) + "\t" + std::to_string(random.below(90'000)) + "\n";
  text += "5 7";  // without a line end
  const GraphOptions options{.canonical = false};
  const auto expected = read(text, options);
  for (const auto& path : {testing::rewrite(folder, "t.gz", testing::gzip_member(text)),
                           testing::rewrite(folder, "t.zst", testing::zstd_frame(text))}) {
    const auto graph = read_number_stream(path, options, {});
    REQUIRE(graph);
    CHECK(graph->out_rows().offsets == expected->out_rows().offsets);
    CHECK(graph->out_rows().neighbors == expected->out_rows().neighbors);
    CHECK(graph->ids()->integers() == expected->ids()->integers());
  }
}

TEST_CASE("read_number_stream: other lines, late ones too, and ids far apart are left to others") {
  const testing::TempFolder folder;
  std::string text;
  for (int i = 0; i < 200'000; ++i) text += "12345 678\n";
  CHECK_FALSE(read_number_stream(
      testing::rewrite(folder, "t.txt.gz", testing::gzip_member(text + "a b\n")), {}, {}));
  CHECK_FALSE(read_number_stream(
      testing::rewrite(folder, "t.txt.gz", testing::gzip_member(text + "1 4000000000\n")), {}, {}));
  CHECK_FALSE(read_number_stream(
      testing::rewrite(folder, "t.txt.gz", testing::gzip_member("1 2 0.5\n")), {}, {}));
}

TEST_CASE(
    "read_number_graph: summed parallel ties weigh as many as they were, in both directions") {
  for (const bool directed : {true, false}) {
    const auto graph = read("1 2\n2 1\n1 2\n3 3\n1 3\n",
                            {.directed = directed, .parallel_edges = ParallelEdges::Sum});
    std::string out, in;
    for (NodeId u = 0; u < 3; ++u)
      for (std::size_t i = 0; i < graph->out_degree(u); ++i)
        out += graph->name(u) + ">" + graph->name(graph->out_neighbors(u)[i]) + " " +
               to_text(graph->weight(graph->first_out_edge(u) + i)) + "\n";
    for (NodeId v = 0; v < 3; ++v)
      for (std::size_t i = 0; i < graph->in_degree(v); ++i)
        in += graph->name(graph->in_neighbors(v)[i]) + ">" + graph->name(v) + " " +
              to_text(graph->weight(graph->in_edges(v)[i])) + "\n";
    CHECK(out ==
          (directed ? "1>2 2\n1>3 1\n2>1 1\n3>3 1\n" : "1>2 3\n1>3 1\n2>1 3\n3>1 1\n3>3 2\n"));
    CHECK(in ==
          (directed ? "2>1 1\n1>2 2\n1>3 1\n3>3 1\n" : "2>1 3\n3>1 1\n1>2 3\n1>3 1\n3>3 2\n"));
    CHECK(graph->report().dropped == (directed ? 1 : 5));
  }
}
