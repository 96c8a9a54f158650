#include "study/graph_what_if.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <nlohmann/json.hpp>

#include "loaders/edge_list/edge_list.hpp"
#include "tests/support/dense_walk.hpp"
#include "tests/support/errors.hpp"
#include "tests/support/files.hpp"

using namespace grapevine;
using testing::TempFolder;

namespace {

double value_of(const Table& table, const std::string& id, const char* column) {
  const auto ids = table.texts("id");
  const auto at = std::ranges::find(ids, id) - ids.begin();
  return table.doubles(column)[static_cast<std::size_t>(at)];
}

std::string refusal(const TempFolder& folder, const std::string& lines) {
  const Graph graph = read_edge_list(folder.write("ties.csv", "ann,bob\nbob,cy\n"));
  const auto path = folder.write("changes.csv", "change,person,target,weight\n" + lines);
  const std::string error =
      testing::error_of([&] { graph_what_if(graph, read_graph_changes(path), {}); });
  return error.substr(error.find("changes.csv") == error.npos ? 0 : error.find("changes.csv"));
}

}  // namespace

TEST_CASE("graph what-if: the scores of the graph as it is, and as it would be") {
  const TempFolder folder;
  const Graph graph = read_edge_list(folder.write("ties.csv", "ann,bob\nbob,cy\ncy,ann\ndee,cy\n"));
  const auto changes = read_graph_changes(folder.write("changes.csv",
                                                       "change,person,target,weight\n"
                                                       "add_person,eve,,\n"
                                                       "set_tie,ann,eve,3\n"
                                                       "set_tie,cy,ann,0\n"
                                                       "remove_person,dee,,\n"
                                                       "add_purchases,bob,,2\n"));
  REQUIRE(changes.size() == 5);
  const GraphWhatIf result =
      graph_what_if(graph, changes, {.tolerance = 1e-12, .seeds = {{"ann", 1.0}}});
  const Graph after =
      read_edge_list(folder.write("after.csv", "from,to,weight\nann,bob,1\nbob,cy,1\nann,eve,3\n"));
  std::vector<double> restart(4);
  restart[*after.find("ann")] = 1.0 / 3.0;
  restart[*after.find("bob")] = 2.0 / 3.0;
  const std::vector<double> expected = testing::dense_walk(after, restart, 0.85, Sinks::Seeds);
  for (const std::string id : {"ann", "bob", "cy", "eve"}) {
    CAPTURE(id);
    CHECK(value_of(result.table, id, "score_after") ==
          Approx(expected[*after.find(id)]).margin(1e-11));
  }
  CHECK(value_of(result.table, "dee", "score_after") == Approx(0.0).margin(1e-12));
  CHECK(value_of(result.table, "eve", "score_before") == 0.0);
  CHECK(value_of(result.table, "bob", "score_change") ==
        Approx(value_of(result.table, "bob", "score_after") -
               value_of(result.table, "bob", "score_before")));
  const auto json = nlohmann::json::parse(graph_what_if_json(result));
  CHECK(json["rows"] == 5);
  CHECK(json["error"] < 1e-11);
}

TEST_CASE("graph what-if: what a line cannot mean is refused with its place") {
  const TempFolder folder;
  CHECK(refusal(folder, "set_tie,ann,bob,1\nmarry,ann,bob,\n") ==
        "changes.csv:3: column 'change': change 'marry' is unknown; use set_tie, add_person, "
        "remove_person or add_purchases");
  CHECK(refusal(folder, "set_tie,ann,zoe,1\n") ==
        "changes.csv:2: column 'target': 'zoe' is not in the graph; add the person first, or "
        "correct it");
  CHECK(refusal(folder, "add_person,ann,,\n") ==
        "changes.csv:2: 'ann' is in the graph already; give another id, or leave the line out");
  CHECK(refusal(folder, "set_tie,ann,bob,-1\n") ==
        "changes.csv:2: column 'weight': weight '-1' of a tie is negative; give a weight >= 0; 0 "
        "takes the tie away");
  CHECK(
      refusal(folder, "set_tie,ann,bob,much\n") ==
      "changes.csv:2: column 'weight': weight 'much' is no finite number up to 1e300; correct it");
  CHECK(refusal(folder, "remove_person,,,\n") ==
        "changes.csv:2: column 'person': it is empty; say who changes");
}
