#include "adapters/igraph/foreign_graph.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <limits>

#include "tests/support/arcs_text.hpp"
#include "tests/support/errors.hpp"

namespace grapevine {
namespace {

using testing::arcs_text;
using testing::error_of;

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

/// Three nodes, 0 -> 1 and 2 -> 0.
ForeignGraph three() {
  ForeignGraph foreign;
  foreign.num_nodes = 3;
  foreign.ends = {0, 1, 2, 0};
  return foreign;
}

std::string read(const ForeignGraph& foreign, const GraphOptions& options = {}) {
  return arcs_text(graph_of_foreign(foreign, "g.gml", options));
}

std::string refused(const ForeignGraph& foreign) {
  return error_of([&] { graph_of_foreign(foreign, "g.gml", {}); });
}

TEST_CASE("graph_of_foreign: nodes are called by the first column that can name them all") {
  ForeignGraph foreign = three();
  CHECK(read(foreign) == "1>2\n3>1\n");
  foreign.id.numbers = {7, 5, 10};
  CHECK(read(foreign) == "7>5\n10>7\n");
  foreign.label.texts = {"b", "a", "c"};
  CHECK(read(foreign) == "b>a\nc>b\n");
  foreign.name.texts = {"Z", "Y", "X"};
  CHECK(read(foreign) == "X>Z\nZ>Y\n");
  foreign.name.texts = {"Z", "Y", ""};
  CHECK(read(foreign) == "b>a\nc>b\n");  // one has no name
  foreign.name.texts = {"Z", "Y", "Z"};
  CHECK(read(foreign) == "b>a\nc>b\n");  // two share one
  foreign.name.texts = {"Z", "Y", "\xFF"};
  CHECK(read(foreign) == "b>a\nc>b\n");  // one is no UTF-8
  foreign.label.texts.clear();
  foreign.id.numbers = {7, kNone, 10};
  CHECK(read(foreign) == "1>2\n3>1\n");
}

TEST_CASE("graph_of_foreign: nodes without ties exist, directions are as declared") {
  ForeignGraph foreign = three();
  foreign.num_nodes = 5;
  CHECK(graph_of_foreign(foreign, "g", {}).num_nodes() == 5);
  CHECK(read(foreign, {.directed = false}) == "1>2\n1>3\n2>1\n3>1\n");
  foreign.directed = false;
  CHECK(read(foreign) == "1>2\n1>3\n2>1\n3>1\n");
}

TEST_CASE("graph_of_foreign: weights and signs, and what stands for none") {
  ForeignGraph foreign = three();
  foreign.weight.numbers = {0.5, kNone};
  CHECK(read(foreign) == "1>2 w0.5\n3>1 w1\n");
  foreign.weight = {.texts = {"", "2e3"}};
  CHECK(read(foreign) == "1>2 w1\n3>1 w2000\n");
  foreign.weight = {.numbers = {0.5, -0.25}};
  CHECK(read(foreign) == "1>2 w0.5 s1\n3>1 w0.25 s-1\n");
  foreign.weight = {.numbers = {-0.5, 0.25}};
  CHECK(read(foreign) == "1>2 w0.5 s-1\n3>1 w0.25 s1\n");
  foreign.weight = {};
  foreign.sign.numbers = {-1, kNone};
  CHECK(read(foreign) == "1>2 s-1\n3>1 s1\n");
}

TEST_CASE("graph_of_foreign: times and types") {
  ForeignGraph foreign = three();
  foreign.time.numbers = {86400, kNone};
  foreign.type.texts = {"friend", "advice"};
  CHECK(read(foreign) == "1>2 t1970-01-02 friend\n3>1 t advice\n");
  foreign.time = {.texts = {"2021-03-05", ""}};
  CHECK(read(foreign) == "1>2 t2021-03-05 friend\n3>1 t advice\n");
}

TEST_CASE("graph_of_foreign: numbers are refused and not guessed") {
  ForeignGraph foreign = three();
  foreign.weight.numbers = {1.0, std::numeric_limits<double>::infinity()};
  CHECK(refused(foreign) ==
        "BadInput g.gml: tie 2, from '3' to '1': weight 'inf' is no finite number; correct it");
  foreign.weight.numbers = {1e308, 1.0};
  CHECK(refused(foreign) ==
        "BadInput g.gml: tie 1, from '1' to '2': weight '1e+308' is beyond 1e300; scale all of "
        "them");
  foreign.weight = {.texts = {"x", ""}};
  CHECK_THAT(refused(foreign), Catch::Contains("weight 'x' is no finite number"));
  foreign.weight = {.numbers = {-1.0, 1.0}};
  foreign.sign.numbers = {1, 1};
  CHECK_THAT(refused(foreign), Catch::Contains("weight '-1' is negative, and there is a sign"));
  foreign.weight = {};
  foreign.sign.numbers = {0, 1};
  CHECK_THAT(refused(foreign), Catch::Contains("sign '0' is neither 1 nor -1"));
  foreign.sign = {};
  foreign.time.numbers = {1e300, 1};
  CHECK_THAT(refused(foreign), Catch::Contains("time '1e+300' is neither a date nor seconds"));
}

TEST_CASE("to_bytes, from_bytes: what goes in comes out, cut bytes are nothing") {
  ForeignGraph foreign = three();
  foreign.directed = false;
  foreign.name.texts = {"a", "", std::string("c\0d", 3)};
  foreign.weight.numbers = {0.5, 2.0};
  const std::string bytes = to_bytes(foreign);
  const auto back = from_bytes(bytes);
  REQUIRE(back);
  CHECK(to_bytes(*back) == bytes);
  CHECK(back->name.texts == foreign.name.texts);
  CHECK(back->ends == foreign.ends);
  CHECK_FALSE(back->directed);
  for (std::size_t size = 0; size < bytes.size(); ++size)
    CHECK_FALSE(from_bytes(bytes.substr(0, size)));
  CHECK_FALSE(from_bytes(bytes + "x"));
  CHECK_FALSE(from_bytes(std::string(64, '\xFF')));
  foreign.ends = {0, 3, 2, 0};  // no such node
  CHECK_FALSE(from_bytes(to_bytes(foreign)));
  foreign.ends = {0, 1};  // fewer ties than weights
  CHECK_FALSE(from_bytes(to_bytes(foreign)));
}

}  // namespace
}  // namespace grapevine
