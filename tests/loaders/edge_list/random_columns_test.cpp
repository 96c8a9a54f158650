#include <algorithm>
#include <catch2/catch.hpp>
#include <tuple>

#include "engine/base/numbers.hpp"
#include "engine/parallel/random.hpp"
#include "loaders/edge_list/edge_list.hpp"
#include "tests/support/compressed_files.hpp"
#include "tests/support/files.hpp"
#include "tests/support/sanitizer.hpp"

namespace grapevine {
namespace {

/// Source, target, weight, sign, seconds since 1970 (empty: undated) and type, as a file has them.
using Line = std::array<std::string, 6>;
constexpr std::array<std::string_view, 6> kNames = {"source", "target", "weight",
                                                    "sign",   "time",   "type"};

/// Lines, and which columns the file has, in which order.
struct List {
  std::vector<Line> lines;
  std::vector<std::size_t> columns;

  bool has(std::size_t column) const { return std::ranges::count(columns, column) > 0; }
};

std::string random_id(Random& random, std::uint64_t kind) {
  const std::uint64_t number = random.below(kind == 0 ? 30 : 60);
  if (kind == 0) return std::to_string(number);
  if (kind == 1) return std::to_string(number * 1'000'000'007'000);
  if (kind == 2) return std::to_string(static_cast<std::int64_t>(number) - 30);
  return kind == 3 ? "p" + std::to_string(number) : "Zo\xC3\xAB, " + std::to_string(number);
}

List random_list(Random& random) {
  List list;
  const std::uint64_t kind = random.below(5);
  for (std::size_t column = 0; column < kNames.size(); ++column)
    if (column < 2 || random.below(2) == 0) list.columns.push_back(column);
  for (std::size_t i = list.columns.size(); i > 1; --i)
    std::swap(list.columns[i - 1], list.columns[random.below(i)]);
  for (std::uint64_t i = random.below(random.below(20) ? 30 : 3'000); i > 0; --i)
    list.lines.push_back({random_id(random, kind), random_id(random, kind),
                          to_text(static_cast<double>(random.below(4'000)) / 8.0),
                          random.below(2) ? "1" : "-1",
                          random.below(4) ? std::to_string(random.below(2'000'000'000)) : "",
                          std::vector<std::string>{"friend", "advice", "of old"}[random.below(3)]});
  return list;
}

std::string text_of(Random& random, const List& list) {
  const std::string separator = random.below(2) ? "," : " ; ";
  const std::string ends = random.below(3) ? "\n" : "\r\n";
  std::string text;
  const auto append = [&](const auto& line) {
    std::string between;
    for (const std::size_t column : list.columns) {
      const std::string field(line[column]);
      const bool quoted = field.find_first_of(" ,") != field.npos || random.below(9) == 0;
      text += std::exchange(between, separator) + (quoted ? '"' + field + '"' : field);
    }
    text += ends;
  };
  append(kNames);
  for (const Line& line : list.lines) {
    if (random.below(20) == 0) text += "# a comment" + ends;
    append(line);
  }
  return text;
}

/// What the graph has of each line, with nothing for columns that are not there.
std::vector<Line> lines_of(const Graph& graph) {
  std::vector<Line> lines;
  const GraphColumns& columns = graph.columns();
  for (NodeId u = 0; u < graph.num_nodes(); ++u) {
    EdgeId e = graph.first_out_edge(u);
    for (const NodeId v : graph.out_neighbors(u)) {
      Line line{graph.name(u), graph.name(v)};
      if (!columns.weight.empty()) line[2] = to_text(columns.weight[e]);
      if (!columns.sign.empty()) line[3] = std::to_string(columns.sign[e]);
      if (!columns.time.empty() && columns.time[e] != kUndated)
        line[4] = std::to_string(columns.time[e].time_since_epoch().count() / 1'000'000);
      if (!columns.type.empty()) line[5] = graph.type_names()[columns.type[e]];
      lines.push_back(line);
      ++e;
    }
  }
  return lines;
}

}  // namespace

TEST_CASE("read_edge_list: 4,000 random lists with columns, as they were made up") {
  const testing::TempFolder folder;
  Random random(132, 0);
  for (int round = 0; round < (testing::kSlowBuild ? 500 : 4'000); ++round) {
    const List list = random_list(random);
    const std::string text = text_of(random, list);
    const auto path = random.below(4) == 0
                          ? testing::rewrite(folder, "ties.csv.gz", testing::gzip_member(text))
                          : testing::rewrite(folder, "ties.csv", text);
    const bool directed = random.below(3) > 0, canonical = random.below(2) == 0;
    const Graph graph =
        read_edge_list(path, {.graph = {.directed = directed, .canonical = canonical}});
    std::vector<Line> expected;
    for (Line line : list.lines) {
      for (std::size_t column = 2; column < line.size(); ++column)
        if (!list.has(column)) line[column].clear();
      expected.push_back(line);
      std::swap(line[0], line[1]);
      if (!directed) expected.push_back(line);
    }
    std::vector<Line> found = lines_of(graph);
    std::ranges::sort(found);
    std::ranges::sort(expected);
    INFO(text);
    REQUIRE(found == expected);
    for (NodeId v = 0; v < graph.num_nodes(); ++v) {
      const auto edges = graph.in_edges(v);
      for (std::size_t i = 0; i < edges.size(); ++i)
        REQUIRE(graph.out_rows().neighbors[edges[i]] == v);
    }
  }
}

}  // namespace grapevine
