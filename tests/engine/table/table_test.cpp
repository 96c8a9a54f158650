#include "engine/table/table.hpp"

#include <arrow/api.h>

#include <catch2/catch.hpp>
#include <cmath>
#include <limits>

#include "engine/base/error.hpp"

using namespace grapevine;
using namespace std::chrono;

namespace {

using Doubles = std::vector<double>;
using Integers = std::vector<std::int64_t>;
using Texts = std::vector<std::string>;

const double kNone = std::nan("");

Time date(int y, unsigned m, unsigned d) {
  return sys_days{year_month_day{year{y}, month{m}, day{d}}};
}

template <class Values>
Table one_column(const Values& values) {
  TableBuilder builder;
  builder.add({.name = "x"}, values);
  return builder.finish();
}

std::shared_ptr<arrow::DataType> type_of(const Table& table) {
  return table.arrow()->schema()->field(0)->type();
}

}  // namespace

TEST_CASE("Table: texts one by one are those of the whole column") {
  TableBuilder builder;
  const std::vector<double> numbers = {0.1, std::nan(""), -3.0};
  builder.add({.name = "x"}, std::span<const double>(numbers));
  const Table table = builder.finish();
  std::vector<std::string> seen;
  table.for_each_text("x", [&](const std::string& text) { seen.push_back(text); });
  CHECK(seen == std::vector<std::string>{"0.1", "", "-3"});
  CHECK(table.texts("x") == seen);
}

TEST_CASE("Table: empty") {
  const Table table;
  CHECK(table.num_rows() == 0);
  CHECK(table.column_names().empty());
  CHECK_FALSE(table.has("x"));
  CHECK(TableBuilder().finish().equals(table));
}

TEST_CASE("Table: doubles, NaN is null") {
  const Table table = one_column(Doubles{1.5, kNone, -2.0});
  CHECK(table.num_rows() == 3);
  CHECK(type_of(table)->Equals(arrow::float64()));
  const auto values = table.doubles("x");
  CHECK(values[0] == 1.5);
  CHECK(std::isnan(values[1]));
  CHECK(values[2] == -2.0);
  CHECK(table.texts("x") == Texts{"1.5", "", "-2"});
  CHECK_THROWS_AS(table.integers("x"), Error);
}

TEST_CASE("Table: integers, all valid or some") {
  const Integers values = {1, std::numeric_limits<std::int64_t>::min(), 3};
  TableBuilder builder;
  builder.add({.name = "all"}, values);
  builder.add({.name = "some"}, values, std::vector<std::uint8_t>{1, 0, 1});
  const Table table = builder.finish();
  CHECK(table.column_names() == Texts{"all", "some"});
  CHECK(table.integers("all") == values);
  CHECK(table.integers("some") == Integers{1, 0, 3});
  CHECK(std::isnan(table.doubles("some")[1]));
  CHECK(table.texts("some") == Texts{"1", "", "3"});
}

TEST_CASE("Table: texts, empty text is null") {
  const Table table = one_column(Texts{"a", "", "b\nc"});
  CHECK(table.texts("x") == Texts{"a", "", "b\nc"});
  CHECK(table.arrow()->column(0)->null_count() == 1);
}

TEST_CASE("Table: money is an exact decimal") {
  TableBuilder builder;
  const MoneyColumn money{.amounts = {1234, -5, 999}, .decimals = 2};
  builder.add({.name = "margin"}, money, std::vector<std::uint8_t>{1, 1, 0});
  builder.add({.name = "units"}, MoneyColumn{.amounts = {7, 0, -1}, .decimals = 0});
  const Table table = builder.finish();
  CHECK(type_of(table)->id() == arrow::Type::DECIMAL128);
  CHECK(table.integers("margin") == Integers{1234, -5, 0});
  CHECK(table.doubles("margin")[0] == 12.34);
  CHECK(table.doubles("margin")[1] == -0.05);
  CHECK(std::isnan(table.doubles("margin")[2]));
  CHECK(table.texts("margin") == Texts{"12.34", "-0.05", ""});
  CHECK(table.integers("units") == Integers{7, 0, -1});
}

TEST_CASE("Table: times are dates when all are midnights, else timestamps, undated is null") {
  using Times = std::vector<Time>;
  const Table dates = one_column(Times{date(2021, 3, 5), kUndated, date(1969, 12, 31)});
  CHECK(type_of(dates)->Equals(arrow::date32()));
  CHECK(dates.texts("x") == Texts{"2021-03-05", "", "1969-12-31"});
  const Table moments = one_column(Times{date(2021, 3, 5) + 10h, kUndated, date(2021, 3, 6)});
  CHECK(type_of(moments)->Equals(arrow::timestamp(arrow::TimeUnit::MICRO, "UTC")));
  CHECK(moments.texts("x") == Texts{"2021-03-05T10:00:00Z", "", "2021-03-06"});
}

TEST_CASE("Table: ids are written as they came, integers or text") {
  TableBuilder builder;
  const std::vector<std::uint32_t> places = {1, kNoNode, 0};
  builder.add_ids({.name = "integer"}, IdIndex::from_integers({70, 5}), places);
  builder.add_ids({.name = "text"}, IdIndex::from_texts({"b", "a"}), places);
  const Table table = builder.finish();
  CHECK(type_of(table)->Equals(arrow::int64()));
  CHECK(table.texts("integer") == Texts{"70", "", "5"});
  CHECK(table.texts("text") == Texts{"b", "", "a"});
}

TEST_CASE("Table: a column says its unit, meaning, method and source") {
  const ColumnInfo info{.name = "crv",
                        .unit = "money",
                        .meaning = "value of referrals",
                        .method = "crv",
                        .source = "touches purchases"};
  TableBuilder builder;
  builder.add(info, Doubles{1.0});
  const ColumnInfo read = builder.finish().info("crv");
  CHECK(read.name == info.name);
  CHECK(read.unit == info.unit);
  CHECK(read.meaning == info.meaning);
  CHECK(read.method == info.method);
  CHECK(read.source == info.source);
}

TEST_CASE("Table: tables of others, without metadata and in several chunks") {
  arrow::Int64Builder numbers;
  arrow::BooleanBuilder flags;
  REQUIRE(numbers.AppendValues({1, 2}).ok());
  REQUIRE(flags.AppendValues(std::vector<bool>{true, false}).ok());
  const auto schema =
      arrow::schema({arrow::field("n", arrow::int64()), arrow::field("flag", arrow::boolean())});
  const auto chunk = arrow::Table::Make(schema, {*numbers.Finish(), *flags.Finish()});
  const Table table(*arrow::ConcatenateTables({chunk, chunk}));
  CHECK(table.num_rows() == 4);
  CHECK(table.integers("n") == Integers{1, 2, 1, 2});
  CHECK(table.doubles("n") == Doubles{1.0, 2.0, 1.0, 2.0});
  CHECK(table.texts("flag") == Texts{"true", "false", "true", "false"});
  CHECK(table.info("n").unit.empty());
  CHECK(table.info("absent").name == "absent");
}

TEST_CASE("Table: a column that is not there is an error that names it") {
  const Table table = one_column(Doubles{1.0});
  using Catch::Matchers::Contains;
  CHECK_THROWS_WITH(table.doubles("y"), Contains("'y'"));
  CHECK_THROWS_WITH(table.integers("y"), Contains("'y'"));
  CHECK_THROWS_WITH(table.texts("y"), Contains("'y'"));
}

TEST_CASE("Table: equal cells make equal tables, nulls included") {
  CHECK(one_column(Doubles{1.0, kNone}).equals(one_column(Doubles{1.0, kNone})));
  CHECK_FALSE(one_column(Doubles{1.0, 2.0}).equals(one_column(Doubles{1.0, kNone})));
  CHECK_FALSE(one_column(Doubles{1.0}).equals(one_column(Integers{1})));
}
