#include "engine/table/column_kind.hpp"

#include <catch2/catch.hpp>

#include "tests/support/errors.hpp"

using namespace grapevine;

TEST_CASE("is_numeric: whole, floating and exact numbers, no ids that only look like numbers") {
  const std::vector<std::string> ids = {"007"};
  const std::vector<std::int64_t> whole = {7};
  const std::vector<double> floating = {7.5};
  const std::vector<Time> times = {Time{}};
  TableBuilder builder;
  builder.add({.name = "id"}, std::span<const std::string>(ids));
  builder.add({.name = "whole"}, std::span<const std::int64_t>(whole));
  builder.add({.name = "floating"}, std::span<const double>(floating));
  builder.add({.name = "exact"}, MoneyColumn{{750}, 2});
  builder.add({.name = "time"}, std::span<const Time>(times));
  const Table table = builder.finish();
  CHECK(!is_numeric(table, "id"));
  CHECK(is_numeric(table, "whole"));
  CHECK(is_numeric(table, "floating"));
  CHECK(is_numeric(table, "exact"));
  CHECK(!is_numeric(table, "time"));
  CHECK_THROWS_AS(is_numeric(table, "none"), Error);
}
