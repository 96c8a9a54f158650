#include "engine/table/selected_columns.hpp"

#include <catch2/catch.hpp>

using namespace grapevine;

TEST_CASE("selected_columns: these, in this order, with what they say of themselves") {
  TableBuilder builder;
  builder.add({"a", "EUR", "first", "x", "y"}, std::vector<double>{1.0});
  builder.add({.name = "b"}, std::vector<std::int64_t>{2});
  const Table table = builder.finish();
  const Table made = selected_columns(table, {"b", "a"});
  CHECK(made.column_names() == std::vector<std::string>{"b", "a"});
  CHECK(made.info("a").unit == "EUR");
  CHECK(made.doubles("a") == std::vector<double>{1.0});
  CHECK_THROWS_WITH(selected_columns(table, {"c"}), Catch::Matchers::Contains("'c'"));
}
