#include "study/graph_info.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "tests/support/graphs.hpp"

using namespace grapevine;
using namespace grapevine::testing;

TEST_CASE("graph info: counted by hand") {
  const GraphInfo info = graph_info(graph_of(6, {{0, 1}, {0, 1}, {0, 2}, {2, 2}, {3, 2}}));
  CHECK(info.nodes == 6);
  CHECK(info.edges == 5);
  CHECK(info.self_loops == 1);
  CHECK(info.parallel_edges == 1);
  CHECK(info.dropped == 0);
  CHECK(info.sinks == 3);     // 1, 4, 5
  CHECK(info.sources == 4);   // 0, 3, 4, 5
  CHECK(info.isolated == 2);  // 4, 5
  CHECK(info.max_out_degree == 3);
  CHECK(info.max_in_degree == 3);
  CHECK_FALSE(info.weighted);
  CHECK_FALSE(info.text_ids);
}

TEST_CASE("graph info: no node, one node, a cycle") {
  CHECK(graph_info(graph_of(0, {})).nodes == 0);
  CHECK(graph_info(graph_of(1, {})).isolated == 1);
  const GraphInfo ring = graph_info(cycle(10));
  CHECK(ring.sinks == 0);
  CHECK(ring.sources == 0);
  CHECK(ring.max_in_degree == 1);
}

TEST_CASE("graph info: text and JSON say the same") {
  const GraphInfo info = graph_info(star(5));
  const auto json = nlohmann::json::parse(graph_info_json(info));
  CHECK(json["nodes"] == 5);
  CHECK(json["edges"] == 4);
  CHECK(json["sinks"] == 1);
  CHECK(json["max_in_degree"] == 4);
  CHECK(json["weighted"] == false);
  CHECK(json["ids"] == "integers");
  const std::string text = graph_info_text(info);
  CHECK_THAT(text, Catch::Contains("nodes            5\n") &&
                       Catch::Contains("sinks            1\n") &&
                       Catch::Contains("ids              integers\n"));
}
