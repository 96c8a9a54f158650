#include "study/tie_filter.hpp"

#include <catch2/catch.hpp>

#include "tests/support/errors.hpp"
#include "tests/support/graphs.hpp"

using namespace grapevine;

TEST_CASE("tie_type: by name, and a name that there is not is refused with those that there are") {
  EdgeList edges = testing::edge_list({{0, 1}, {1, 0}});
  edges.columns.type = {0, 1};
  edges.type_names = {"advice", "friend"};
  const Graph graph = Graph::build(2, edges);
  CHECK(tie_type(graph, "friend") == 1);
  CHECK(testing::error_of([&] {
          tie_type(graph, "foe");
        }).ends_with("no tie is of type 'foe'; use one of advice, friend"));
  CHECK(testing::error_of([&] {
          tie_type(testing::star(3), "foe");
        }).ends_with("leave it out: the graph has no types of ties"));
}

TEST_CASE("tie_time: dates and seconds, else the option is named") {
  CHECK(tie_time("--at", "1970-01-02") == tie_time("--at", "86400"));
  CHECK(testing::error_of([] { tie_time("--at", "soon"); }) ==
        "InvalidOption --at: 'soon' is no date or time; write it as 2021-03-05 or "
        "2021-03-05T10:20:30Z");
}
