#include "engine/network/score_inputs.hpp"

#include <catch2/catch.hpp>
#include <cmath>

using namespace grapevine;

namespace {

ScoreColumns every_kind() {
  ScoreColumns columns;
  columns.add({{.name = "double"}, std::vector<double>{1.5, std::nan("")}});
  columns.add({{.name = "integer"}, std::vector<std::int64_t>{7, -1}});
  columns.add({{.name = "text"}, std::vector<std::string>{"a", ""}});
  columns.add({{.name = "money"}, MoneyColumn{{1250, -5}, 2}});
  columns.add({{.name = "some"}, IntegerColumn{{3, 4}, {1, 0}}});
  columns.add({{.name = "all"}, IntegerColumn{{3, 4}, {}}});
  return columns;
}

}  // namespace

TEST_CASE("ScoreColumns: columns are found by name, in the order they came") {
  const ScoreColumns columns = every_kind();
  CHECK(columns.all().size() == 6);
  CHECK(columns.find("money") == &columns.all()[3]);
  CHECK(columns.find("absent") == nullptr);
}

TEST_CASE("ScoreColumns: every kind of column reads as numbers, NaN where there is none") {
  const ScoreColumns columns = every_kind();
  CHECK(columns.doubles("double")[0] == 1.5);
  CHECK(std::isnan(columns.doubles("double")[1]));
  CHECK(columns.doubles("integer") == std::vector<double>{7.0, -1.0});
  REQUIRE(columns.doubles("text").size() == 2);
  CHECK(std::isnan(columns.doubles("text")[0]));
  CHECK(columns.doubles("money") == std::vector<double>{12.5, -0.05});
  CHECK(columns.doubles("some")[0] == 3.0);
  CHECK(std::isnan(columns.doubles("some")[1]));
  CHECK(columns.doubles("all") == std::vector<double>{3.0, 4.0});
  CHECK(columns.doubles("absent").empty());
}

TEST_CASE("add_column: a table holds what the column held, whatever its kind") {
  TableBuilder builder;
  const ScoreColumns columns = every_kind();
  for (const ScoreColumn& column : columns.all()) add_column(builder, column);
  const Table table = builder.finish();
  CHECK(table.num_rows() == 2);
  CHECK(table.texts("double") == std::vector<std::string>{"1.5", ""});
  CHECK(table.texts("integer") == std::vector<std::string>{"7", "-1"});
  CHECK(table.texts("text") == std::vector<std::string>{"a", ""});
  CHECK(table.texts("money") == std::vector<std::string>{"12.50", "-0.05"});
  CHECK(table.texts("some") == std::vector<std::string>{"3", ""});
  CHECK(table.texts("all") == std::vector<std::string>{"3", "4"});
}
