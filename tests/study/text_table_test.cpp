#include "study/text_table.hpp"

#include <catch2/catch.hpp>

using namespace grapevine;

namespace {

Table some_table() {
  TableBuilder builder;
  builder.add({.name = "who"}, std::vector<std::string>{"ann", "bob", "constance"});
  builder.add({.name = "value"}, std::vector<double>{804.0, 0.0123456789, -1e-9});
  builder.add({.name = "count"}, std::vector<std::int64_t>{7, 1000, 12});
  return builder.finish();
}

}  // namespace

TEST_CASE("text table: text to the left, numbers to the right, short") {
  const std::vector<std::size_t> rows = {0, 1};
  CHECK(text_table(some_table(), {"who", "value", "count"}, rows) ==
        "  who     value  count\n"
        "  ann       804      7\n"
        "  bob  0.012346   1000\n");
}

TEST_CASE("text table: rows in the order asked for, tiny numbers do not become 0") {
  const std::vector<std::size_t> rows = {2, 0};
  const std::string text = text_table(some_table(), {"who", "value"}, rows);
  CHECK(text.find("constance") < text.find("ann"));
  CHECK_THAT(text, Catch::Contains("804") && Catch::Contains("-1e-09"));
}

TEST_CASE("text table: a name that would break the lines, or fill them, does neither") {
  TableBuilder builder;
  const std::vector<std::string> names = {"two\nlines", "\x1B[31mred", std::string(1'000, 'x')};
  builder.add({.name = "who"}, std::span<const std::string>(names));
  const std::string text = text_table(builder.finish(), {"who"}, std::vector<std::size_t>{0, 1, 2});
  CHECK(std::ranges::count(text, '\n') == 4);
  CHECK_THAT(text, Catch::Contains("two\\x0alines") && Catch::Contains("\\x1b[31mred"));
  CHECK(text.size() < 400);
}

TEST_CASE("text table: without rows only the header") {
  CHECK(text_table(some_table(), {"who", "count"}, {}) == "  who  count\n");
}
