#include "study/clv_pictures.hpp"

#include <catch2/catch.hpp>

#include "tests/support/files.hpp"

using namespace grapevine;
using Catch::Contains;

namespace {

/// A run whose tables have these rows of two contexts.
ClvRun run_of(std::size_t periods, bool held_out) {
  std::vector<std::string> contexts, held;
  std::vector<std::int64_t> period, customers;
  std::vector<double> actual, expected;
  for (std::size_t i = 0; i < 2 * periods; ++i) {
    contexts.emplace_back(i < periods ? "quiet" : "a<b");
    held.emplace_back(held_out && i % periods >= periods / 2 ? "yes" : "no");
    period.push_back(static_cast<std::int64_t>(i % periods) + 1);
    customers.push_back(10);
    actual.push_back(i < periods ? 1.0 : 40.0);
    expected.push_back(i < periods ? 1.0 : 35.0 + static_cast<double>(i));
  }
  TableBuilder tracking, conditional;
  for (TableBuilder* table : {&tracking, &conditional}) {
    table->add({.name = "context_id"}, std::span<const std::string>(contexts));
    table->add({.name = table == &tracking ? "period" : "frequency", .unit = "weeks"},
               std::span<const std::int64_t>(period));
    table->add({.name = "customers"}, std::span<const std::int64_t>(customers));
    table->add({.name = "actual"}, std::span<const double>(actual));
    table->add({.name = "expected"}, std::span<const double>(expected));
  }
  tracking.add({.name = "held_out"}, std::span<const std::string>(held));
  tracking.add({.name = "actual_total"}, std::span<const double>(actual));
  tracking.add({.name = "expected_total"}, std::span<const double>(expected));
  ClvRun run{.model = "some_model"};
  run.tables.push_back({"clv_tracking", tracking.finish()});
  run.tables.push_back({"clv_conditional", conditional.finish()});
  return run;
}

std::size_t count_of(const std::string& text, const std::string& part) {
  std::size_t count = 0;
  for (std::size_t at = text.find(part); at != text.npos; at = text.find(part, at + 1)) ++count;
  return count;
}

}  // namespace

TEST_CASE(
    "clv_pictures: two lines of the busiest context, what is held out shaded, names escaped") {
  const auto pictures = clv_pictures(run_of(20, true));
  REQUIRE(pictures.size() == 3);
  CHECK(pictures[0].name == "clv_tracking.svg");
  CHECK(pictures[1].name == "clv_cumulative.svg");
  CHECK(pictures[2].name == "clv_conditional.svg");
  const std::string& svg = pictures[0].svg;
  CHECK_THAT(svg, Contains("Repeat purchases, a&lt;b, some_model") &&
                      Contains("weeks since the first purchase") && Contains("shaded: held out"));
  // 19 pieces of each line, and 5 lines of the grid; 35 + 39 is below 100.
  CHECK(count_of(svg, "stroke-width=\"2\"") == 38);
  CHECK_THAT(svg, Contains(">100<") && Contains(">25<"));
  CHECK(svg == clv_pictures(run_of(20, true))[0].svg);
}

TEST_CASE("clv_pictures: few places have dots, nothing has no picture") {
  const auto few = clv_pictures(run_of(3, false));
  CHECK(count_of(few[0].svg, "<circle") == 6);
  CHECK_THAT(few[0].svg, !Contains("shaded"));
  CHECK(clv_pictures(run_of(1, false)).size() == 3);
  CHECK(clv_pictures(run_of(0, false)).empty());
}
