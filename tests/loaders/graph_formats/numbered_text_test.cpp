#include "loaders/graph_formats/numbered_text.hpp"

#include <catch2/catch.hpp>

#include "tests/support/errors.hpp"

namespace grapevine {
namespace {

using testing::error_of;

TEST_CASE("NumberedText: lines, words and their numbers, whatever ends a line") {
  NumberedText text("\xEF\xBB\xBF% comment\r\n\n 7\tx \r\n9", "g");
  REQUIRE(text.next_line());
  CHECK(text.is_comment());
  REQUIRE(text.next_line());
  CHECK(text.is_blank());
  REQUIRE(text.next_line());
  CHECK(text.line_number() == 3);
  CHECK(text.count("size", 0, 7) == 7);
  CHECK(text.word() == "x");
  CHECK(text.word().empty());
  text.expect_line_end();
  CHECK(text.bytes_left() == 1);
  REQUIRE(text.next_line());
  CHECK(text.word() == "9");
  CHECK_FALSE(text.next_line());
}

TEST_CASE("NumberedText: an error names file and line, value and what to do") {
  NumberedText text("%\n8 -1 1.5 x\nnan 1e301 -2 1e-400\n", "g.mtx");
  REQUIRE(text.next_line_with_words());
  CHECK(error_of([&] { text.count("row", 1, 7); }) ==
        "BadInput g.mtx:2: row '8' is no whole number from 1 to 7; correct it");
  for (int i = 0; i < 3; ++i) CHECK_FALSE(error_of([&] { text.count("row", 1, 7); }).empty());
  CHECK(error_of([&] { text.count("row", 1, 7); }) ==
        "BadInput g.mtx:2: the line ends before its row; complete the line");
  REQUIRE(text.next_line());
  CHECK(error_of([&] { text.weight(); }) ==
        "BadInput g.mtx:3: weight 'nan' is no finite number; correct it");
  CHECK(error_of([&] { text.weight(); }) ==
        "BadInput g.mtx:3: weight '1e301' is beyond 1e300; scale all of them");
  CHECK(error_of([&] { text.weight(); }) ==
        "BadInput g.mtx:3: weight -2 is negative; give one >= 0");
  CHECK(error_of([&] { text.expect_line_end(); }) ==
        "BadInput g.mtx:3: '1e-400' is one word too many on its line; remove it");
}

TEST_CASE("check_declared_nodes: isolated nodes are free, all memory is not") {
  NumberedText text("x", "g");
  text.next_line();
  CHECK(error_of([&] { check_declared_nodes(text, 1'000'000, 10); }).empty());
  CHECK(error_of([&] { check_declared_nodes(text, 20'000'000, 2'000'000); }).empty());
  CHECK(error_of([&] { check_declared_nodes(text, 20'000'000, 1'000'000); }) ==
        "BadInput g:1: 20000000 nodes are declared in a file of 1000000 bytes; correct the number; "
        "the file may be cut off");
  CHECK(error_of([&] { check_declared_nodes(text, 4'294'967'295, std::size_t{1} << 40); }) ==
        "BadInput g:1: 4294967295 nodes are more than 4,294,967,294; split the graph");
}

TEST_CASE("ids_from_one: the numbers that the format gives its nodes") {
  CHECK(ids_from_one(3)->name(0) == "1");
  CHECK(ids_from_one(3)->find(std::int64_t{3}) == 2U);
  CHECK(ids_from_one(0)->size() == 0);
}

}  // namespace
}  // namespace grapevine
