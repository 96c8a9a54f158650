#include "engine/table/selected_rows.hpp"

#include <catch2/catch.hpp>

#include "engine/parallel/random.hpp"

using namespace grapevine;

TEST_CASE("selected_rows: these, in their order, of every kind of column, nulls too") {
  TableBuilder builder;
  builder.add({"a", "EUR", "first", "x", "y"},
              std::vector<double>{1.0, std::numeric_limits<double>::quiet_NaN(), 3.0});
  builder.add({.name = "b"}, std::vector<std::int64_t>{2, 4, 6});
  builder.add({.name = "c"}, std::vector<std::string>{"x", "", "z"});
  builder.add({.name = "d"}, MoneyColumn{{10, 20, 30}, 2});
  const Table table = builder.finish();
  const Table made = selected_rows(table, {false, true, true});
  CHECK(made.num_rows() == 2);
  CHECK(made.texts("a") == std::vector<std::string>{"", "3"});
  CHECK(made.integers("b") == std::vector<std::int64_t>{4, 6});
  CHECK(made.texts("c") == std::vector<std::string>{"", "z"});
  CHECK(made.integers("d") == std::vector<std::int64_t>{20, 30});
  CHECK(made.info("a").unit == "EUR");
  CHECK(selected_rows(table, {false, false, false}).column_names() == table.column_names());
  CHECK(selected_rows(table, {true, true, true}).equals(table));
}

TEST_CASE("selected_rows: as a loop over the rows, for random marks") {
  Random random(5, 0);
  for (int round = 0; round < 200; ++round) {
    std::vector<std::int64_t> values, expected;
    std::vector<bool> keep;
    for (std::uint64_t i = 0; i < random.below(300); ++i) {
      values.push_back(static_cast<std::int64_t>(random.below(1'000)));
      keep.push_back(random.below(3) == 0);
      if (keep.back()) expected.push_back(values.back());
    }
    TableBuilder builder;
    builder.add({.name = "v"}, values);
    CHECK(selected_rows(builder.finish(), keep).integers("v") == expected);
  }
}
