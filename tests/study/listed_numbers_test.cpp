#include "study/listed_numbers.hpp"

#include <catch2/catch.hpp>

#include "tests/support/errors.hpp"
#include "tests/support/files.hpp"

using namespace grapevine;
using testing::error_of;
using testing::TempFolder;

TEST_CASE("listed numbers: ids, numbers and contexts where there are any, each with its place") {
  const TempFolder folder;
  const auto with = folder.write("c.csv", "person_id,cost,context_id\nann,2.5,x\nbob,1,\n");
  const auto lines = read_listed_numbers(with, cost_columns("person_id"));
  REQUIRE(lines.size() == 2);
  CHECK(lines[0].id == "ann");
  CHECK(lines[0].number == 2.5);
  CHECK(lines[0].context == "x");
  CHECK(lines[1].context.empty());
  CHECK_THAT(lines[1].place, Catch::EndsWith("c.csv:3"));
  const auto without = folder.write("d.csv", "person_id,cost\nann,2\n");
  CHECK(read_listed_numbers(without, cost_columns("person_id"))[0].context.empty());
}

TEST_CASE("listed numbers: what is no number of the kind, or no column, is refused at its place") {
  const TempFolder folder;
  const auto refusal = [&](const std::string& text) {
    const auto path = folder.write("t.csv", text);
    const std::string error =
        error_of([&] { read_listed_numbers(path, cost_columns("person_id")); });
    return error.substr(std::min(error.find("t.csv"), error.size()));
  };
  for (const char* bad : {"0", "-1", "nan", "inf", "1e301", "much", ""})
    CHECK_THAT(refusal(std::string("person_id,cost\nann,1\nbob,") + bad + "\n"),
               Catch::StartsWith("t.csv:3: column 'cost': "));
  CHECK_THAT(refusal("person_id,price\nann,1\n"),
             Catch::StartsWith("t.csv: it has no column 'cost'; "));
  CHECK_THAT(refusal("node_id,cost\nann,1\n"),
             Catch::StartsWith("t.csv: it has no column 'person_id'; "));
}
