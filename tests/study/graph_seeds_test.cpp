#include "study/graph_seeds.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "loaders/edge_list/edge_list.hpp"
#include "tests/support/errors.hpp"
#include "tests/support/files.hpp"

using namespace grapevine;
using testing::error_of;
using testing::TempFolder;

namespace {

/// ann reaches bob, cy and dee for sure; eve reaches flo.
Graph town(const TempFolder& folder) {
  return read_edge_list(
      folder.write("ties.csv", "src,dst,p\nann,bob,1\nann,cy,1\nann,dee,1\neve,flo,1\n"),
      {.names = {{"weight", "p"}}});
}

const SeedOptions kSure{.k = 2, .weights = "column=p", .most_samples = 4'096};

}  // namespace

TEST_CASE("graph seeds: the table has the chosen by the user's own ids, in their order") {
  const TempFolder folder;
  const Graph graph = town(folder);
  const GraphSeeds seeds = graph_seeds(graph, kSure, {});
  CHECK(seeds.table.texts("node_id") == std::vector<std::string>{"ann", "eve"});
  CHECK(seeds.table.texts("place") == std::vector<std::string>{"1", "2"});
  CHECK(seeds.table.texts("out_degree") == std::vector<std::string>{"3", "1"});
  CHECK(seeds.table.doubles("cost") == std::vector<double>{1.0, 1.0});
  CHECK(seeds.choice.spread.mean == 6.0);
}

TEST_CASE("graph seeds: what people cost, and what reaching them is worth, from tables") {
  const TempFolder folder;
  const Graph graph = town(folder);
  const auto costs = folder.write("costs.csv", "node_id,cost\nann,9\neve,2\nbob,1\n"),
             values = folder.write("values.csv", "node_id,value\nflo,10\nbob,1\n");
  SeedOptions options = kSure;
  options.budget = 3.0;
  const GraphSeeds cheap = graph_seeds(graph, options, {.costs = costs, .values = values});
  CHECK(cheap.table.texts("node_id") == std::vector<std::string>{"eve", "bob"});
  CHECK(cheap.table.doubles("cost") == std::vector<double>{2.0, 1.0});
  CHECK(cheap.choice.total_value == 11.0);
  CHECK(cheap.choice.spread.mean == Approx(11.0));
  options.exclude = {"eve"};
  options.k = 1;
  CHECK(graph_seeds(graph, options, {.costs = costs}).table.texts("node_id") ==
        std::vector<std::string>{"bob"});
}

TEST_CASE("graph seeds: bad tables are refused at their place") {
  const TempFolder folder;
  const Graph graph = town(folder);
  const auto refusal = [&](const std::string& text, bool costs) {
    const auto path = folder.write("t.csv", text);
    const std::string error = error_of([&] {
      graph_seeds(graph, kSure, costs ? SeedFiles{.costs = path} : SeedFiles{.values = path});
    });
    return error.substr(std::min(error.find("t.csv"), error.size()));
  };
  CHECK_THAT(refusal("node_id,cost\nann,0\n", true),
             Catch::StartsWith("t.csv:2: column 'cost': '0' is no number > 0; "));
  CHECK_THAT(refusal("node_id,cost\nann,1\nzoe,1\n", true),
             Catch::StartsWith("t.csv:3: column 'node_id': 'zoe' is not in the graph; "));
  CHECK_THAT(refusal("node_id,cost\nann,1\nann,2\n", true), Catch::Contains("stands twice"));
  CHECK_THAT(refusal("node_id,price\nann,1\n", true),
             Catch::StartsWith("t.csv: it has no column 'cost'; "));
  for (const char* bad : {"nan", "-1", "inf", "much"})
    CHECK_THAT(refusal(std::string("node_id,value\nann,") + bad + "\n", false),
               Catch::StartsWith("t.csv:2: column 'value': "));
  CHECK_THAT(refusal("node_id,value\nann,0\n", false), Catch::Contains("the values sum to 0"));
  SeedOptions options = kSure;
  options.exclude = {"zoe"};
  CHECK(error_of([&] { graph_seeds(graph, options, {}); }) ==
        "InvalidOption exclude: 'zoe' is not in the graph; give ids that the input has");
}

TEST_CASE("graph seeds: texts for people and for programs say the same") {
  const TempFolder folder;
  const GraphSeeds seeds = graph_seeds(town(folder), kSure, {});
  const auto json = nlohmann::json::parse(graph_seeds_json(seeds));
  CHECK(json["seeds"] == 2);
  CHECK(json["spread"] == 6.0);
  CHECK(json["top_degree_spread"] == 6.0);
  CHECK(json["certified_ratio"].get<double>() > 0.5);
  CHECK_THAT(graph_seeds_text(seeds, "s.csv"),
             Catch::StartsWith("2 seeds written to s.csv: spread 6.0 +- 0.0 of 6.0 ") &&
                 Catch::Contains("those with the most ties: spread 6.0 "));
}
