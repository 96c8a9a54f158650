#include "engine/table/rows_table.hpp"

#include <catch2/catch.hpp>
#include <cmath>

using namespace grapevine;

TEST_CASE("RowsTable: a row for each item, columns of every kind, nulls as in any table") {
  struct Item {
    double number;
    std::int64_t count;
    std::string name;
  };
  const std::vector<Item> items = {{1.5, 2, "a"}, {std::nan(""), -3, ""}};
  const Table table =
      RowsTable<Item>(items)
          .add({.name = "number"}, [](const Item& i) { return i.number; })
          .add({.name = "count"}, [](const Item& i) { return i.count; })
          .add({.name = "name", .meaning = "what"}, [](const Item& i) { return i.name; })
          .add({.name = "t"}, [](const Item& i) { return Time(std::chrono::days{i.count}); })
          .add_money({.name = "price"}, 3, [](const Item& i) { return i.count; })
          .finish();
  CHECK(table.num_rows() == 2);
  CHECK(table.texts("number") == std::vector<std::string>{"1.5", ""});
  CHECK(table.integers("count") == std::vector<std::int64_t>{2, -3});
  CHECK(table.texts("name") == std::vector<std::string>{"a", ""});
  CHECK(table.texts("t") == std::vector<std::string>{"1970-01-03", "1969-12-29"});
  CHECK(table.texts("price") == std::vector<std::string>{"0.002", "-0.003"});
  CHECK(table.info("name").meaning == "what");
  CHECK(RowsTable<Item>({})
            .add({.name = "x"}, [](const Item& i) { return i.count; })
            .finish()
            .num_rows() == 0);
}
