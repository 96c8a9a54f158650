#include <algorithm>
#include <catch2/catch.hpp>
#include <map>
#include <set>

#include "loaders/edge_list/edge_list.hpp"
#include "tests/support/compressed_files.hpp"
#include "tests/support/errors.hpp"
#include "tests/support/files.hpp"
#include "tests/support/plain_edge_list.hpp"
#include "tests/support/sanitizer.hpp"

namespace grapevine {
namespace {

using Named = std::vector<std::pair<std::string, std::string>>;

/// Ids of one file: near to each other, far apart, at the limits of every type, or text.
std::string random_id(Random& random, std::uint64_t kind) {
  static const std::vector<std::string> limits = {
      "0",          "2147483648",          "2147483647",          "4294967294",
      "4294967295", "4294967296",          "9223372036854775807", "-9223372036854775808",
      "-1",         "9223372036854775806", "12345678901234567",   "99999999"};
  switch (kind) {
    case 0:
      return std::to_string(random.below(50));
    case 1:
      return std::to_string(random.below(100'000'000'000));
    case 2:
      return limits[random.below(limits.size())];
    case 3:
      return std::to_string(random());
    case 4:
      return "p" + std::to_string(random.below(30));
    case 5:
      return (random.below(2) ? "Zo\xC3\xAB" : "\xE5\xBC\xA0") + std::to_string(random.below(9));
    default:
      return random.below(9) ? std::to_string(random.below(9)) : "18446744073709551615";
  }
}

std::string random_file(Random& random) {
  const std::uint64_t kind = random.below(7);
  const std::string ends = random.below(3) ? "\n" : "\r\n";
  const std::vector<std::string> separators = {"\t", " ", ",", ";", "  ", " , "};
  const std::string separator = separators[random.below(separators.size())];
  std::string text;
  for (std::uint64_t line = random.below(random.below(20) ? 40 : 4'000); line > 0; --line) {
    if (random.below(15) == 0)
      text += std::vector<std::string>{"# 1 2", "", "% x", "  "}[random.below(4)] + ends;
    text += random_id(random, kind) + separator + random_id(random, kind) + ends;
  }
  if (!text.empty() && random.below(3) == 0) text.resize(text.size() - ends.size());
  return text.empty() ? "#" : text;
}

Named arcs_of(const Graph& graph) {
  Named arcs;
  for (NodeId u = 0; u < graph.num_nodes(); ++u)
    for (const NodeId v : graph.out_neighbors(u)) arcs.emplace_back(graph.name(u), graph.name(v));
  return arcs;
}

/// Rows in the order of the input: what is left of the arcs of each source.
void check_row_order(const Graph& graph, const Named& ties) {
  std::map<std::string, std::vector<std::string>> rows;
  for (const auto& [source, target] : ties) rows[source].push_back(target);
  for (const auto& [source, targets] : rows) {
    std::vector<std::string> row;
    for (const NodeId v : graph.out_neighbors(*graph.find(source))) row.push_back(graph.name(v));
    REQUIRE(row == targets);
  }
}

}  // namespace

TEST_CASE("read_edge_list: 10,000 random files as the plainest reader has them") {
  const testing::TempFolder folder;
  Random random(131, 0);
  for (int round = 0; round < (testing::kSlowBuild ? 1'000 : 10'000); ++round) {
    const std::string ties = random_file(random);
    Named expected = *testing::plain_edge_list(ties);
    const bool turned = random.below(8) == 0;
    const std::string text = (turned ? "to,from\n" : "") + ties;
    for (auto& [source, target] : expected)
      if (turned) std::swap(source, target);
    const bool compressed = random.below(4) == 0, canonical = random.below(2) == 0;
    const auto path = compressed
                          ? testing::rewrite(folder, "ties.txt.gz", testing::gzip_member(text))
                          : testing::rewrite(folder, "ties.txt", text);
    const Graph graph = read_edge_list(path, {.graph = {.canonical = canonical}});
    INFO(text);
    if (!canonical) check_row_order(graph, expected);
    Named arcs = arcs_of(graph);
    std::ranges::sort(arcs);
    std::ranges::sort(expected);
    REQUIRE(arcs == expected);
    std::set<std::string> names;
    for (const auto& [source, target] : expected) names.insert({source, target});
    REQUIRE(graph.num_nodes() == names.size());
  }
}

TEST_CASE("read_edge_list: stars, paths and cliques by ids of each kind") {
  const testing::TempFolder folder;
  for (const std::string& prefix : {std::string(), std::string("1000000000"), std::string("p")}) {
    std::string star, path, clique;
    Named expected;
    for (int i = 1; i < 300; ++i) {
      const std::string id = prefix + std::to_string(i), next = prefix + std::to_string(i + 1);
      star += prefix + "0\t" + id + "\n";
      path += id + " " + next + "\n";
      for (int j = 1; i < 40 && j < 40; ++j)
        if (i != j) clique += id + "," + prefix + std::to_string(j) + "\n";
    }
    for (const std::string& text : {star, path, clique}) {
      const Graph graph =
          read_edge_list(folder.write("ties.txt", text), {.graph = {.canonical = false}});
      check_row_order(graph, *testing::plain_edge_list(text));
      CHECK(graph.num_edges() == testing::plain_edge_list(text)->size());
    }
  }
}

TEST_CASE(
    "read_edge_list: an id of a MiB is an id, and a line cut in two is refused by its place") {
  const testing::TempFolder folder;
  const std::string id(1 << 20, 'x');
  const Graph graph = read_edge_list(folder.write("ties.txt", id + " 1\n1 " + id + "\n"));
  CHECK(graph.num_nodes() == 2);
  CHECK(graph.find(id).has_value());
  // As in copies of public data that circulate: a line end in the middle of a tie.
  std::string text;
  for (int i = 0; i < 5'000; ++i) text += std::to_string(i) + "\t" + std::to_string(i + 1) + "\n";
  text.insert(text.find("3000\t3001") + 4, "\n");
  const auto path = folder.write("cut.txt", text);
  CHECK(testing::error_of([&] { read_edge_list(path); }) ==
        "BadInput " + path.string() +
            ":3001: 1 field, from '3000' to '3000', where the first line has 2; give every line "
            "the same columns");
}

}  // namespace grapevine
