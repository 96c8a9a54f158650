#include "adapters/igraph/graphml_check.hpp"

#include <catch2/catch.hpp>

#include "tests/support/errors.hpp"

namespace grapevine {
namespace {

std::string refused(const std::string& text) {
  const std::string message = testing::error_of([&] { check_graphml(text, "g"); });
  return message.starts_with("BadInput g:") ? message.substr(11) : message;
}

const std::string kStart = "<graphml>\n<graph edgedefault='directed'>\n";

TEST_CASE("check_graphml: what igraph reads as it stands passes") {
  CHECK(refused("<?xml version='1.0'?>\n<!DOCTYPE graphml>\n<graphml><!-- <hyperedge> -->"
                "<key id='w' for='edge' attr.name='weight' attr.type='double'/>"
                "<key id='x' for='all' attr.name='colour' attr.type='string'/>"
                "<graph edgedefault='undirected'><edge directed='false' source='a' target='b'>"
                "<data key='w'> 1.5</data></edge><![CDATA[<graph>]]></graph></graphml>")
            .empty());
  CHECK(refused("").empty());
  CHECK(refused("<").empty());
  CHECK(refused("<!-- no end").empty());
}

TEST_CASE("check_graphml: what igraph passes over in silence is refused at its line") {
  CHECK(refused(kStart + "<hyperedge/>") == "3: a hyperedge; write it as edges between its ends");
  CHECK(refused(kStart + "<node id='a'>\n<g:graph/>").starts_with("4: a second graph; "));
  CHECK(refused("<!DOCTYPE x [\n<!ENTITY a 'b'>]>").starts_with("1: entities of its own; "));
  CHECK(refused(kStart + "<edge source='a' directed=\"false\" target='b'/>")
            .starts_with("3: an edge that is undirected in a directed graph; "));
  CHECK(refused("<graph edgedefault='undirected'><edge directed = 'true'/>")
            .starts_with("1: an edge that is directed in an undirected graph; "));
}

TEST_CASE("check_graphml: a weight that is NaN is not a weight that is not there") {
  const std::string key = "<key id='w1' for='edge' attr.name='Weight' attr.type='double'/>\n";
  CHECK(refused(key + kStart + "<data key='w1'>\n NaN</data>").starts_with("4: a weight that is"));
  CHECK(refused(key + kStart + "<data key='w1'>-nan</data>").starts_with("4: a weight that is"));
  CHECK(refused(key + kStart + "<data key='w2'>NaN</data>").empty());
}

TEST_CASE("check_graphml: a key of ours that igraph does not read is refused") {
  CHECK(refused("<key for='all' attr.name='weight' attr.type='double'/>") ==
        "1: the key of 'weight' is for no one kind, and would be passed over; give it for=\"edge\" "
        "or for=\"node\"");
  CHECK(refused("<key for='edge' attr.name='sign'/>") ==
        "1: the key of 'sign' has no attr.type, and would be passed over; give it one, such as "
        "attr.type=\"double\"");
}

}  // namespace
}  // namespace grapevine
