#include "loaders/columnar/column_map.hpp"

#include <catch2/catch.hpp>

#include "tests/support/errors.hpp"

namespace grapevine {
namespace {

/// The parts of a map as they would be written, each with a blank behind it.
std::string parsed(std::string_view text) {
  std::string all;
  for (const ColumnMapping& mapping : parse_column_map(text)) all += mapping_text(mapping) + " ";
  return all;
}

TEST_CASE("parse_column_map: our name and theirs, of one table or of any") {
  const auto map = parse_column_map("person_id=sampleid,purchases.t=order date,amount=a=b.c");
  REQUIRE(map.size() == 3);
  CHECK(map[0].table.empty());
  CHECK(map[0].ours == "person_id");
  CHECK(map[0].theirs == "sampleid");
  CHECK(map[1].table == "purchases");
  CHECK(map[1].ours == "t");
  CHECK(map[1].theirs == "order date");
  CHECK(map[2].theirs == "a=b.c");
  CHECK(parse_column_map("").empty());
}

TEST_CASE("mapping_text: parse_column_map reads it back") {
  CHECK(parsed("t=a,ties.t=b") == "t=a ties.t=b ");
}

TEST_CASE("parse_column_map: what maps no column, or one twice, is refused") {
  for (const char* text : {"t", "=x", "t=", ".t=x", "a.=x", "t=x,,u=y", "t=x,u"})
    CHECK_THAT(
        testing::error_of([&] { parse_column_map(text); }),
        Catch::StartsWith("InvalidOption --map: '") &&
            Catch::EndsWith("' maps no column; write --map person_id=customer,purchases.t=date"));
  CHECK(testing::error_of([] { parse_column_map("t=x,ties.t=x,t=y"); }) ==
        "InvalidOption --map: 't' is mapped twice; map it once");
}

}  // namespace
}  // namespace grapevine
