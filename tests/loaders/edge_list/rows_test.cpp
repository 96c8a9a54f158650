#include "loaders/edge_list/rows.hpp"

#include <catch2/catch.hpp>
#include <numeric>

#include "engine/parallel/blocks.hpp"

namespace grapevine {
namespace {

const EdgeListLayout kWeighted{.num_fields = 3, .weight = 2};

TEST_CASE("parse_rows: columns that the layout has are read, others stay empty") {
  const auto blocks = parse_rows<std::int64_t>({"t", "1 2 0.5\n# c\n\n-3 4 7\n", 0, kWeighted});
  REQUIRE(blocks.size() == 1);
  CHECK(blocks[0].source == std::vector<std::int64_t>{1, -3});
  CHECK(blocks[0].target == std::vector<std::int64_t>{2, 4});
  CHECK(blocks[0].weight == std::vector<double>{0.5, 7.0});
  CHECK(blocks[0].sign.empty());
  CHECK(blocks[0].time.empty());
  CHECK(blocks[0].type.empty());
  CHECK_FALSE(blocks[0].problem);
}

TEST_CASE("parse_rows: an id that is no integer ends a block of integers, and is text otherwise") {
  const EdgeText file{"t", "1 2\n3 x\n5 6\n", 0, {}};
  const auto integers = parse_rows<std::int64_t>(file);
  CHECK(integers[0].other_ids);
  CHECK_FALSE(integers[0].problem);
  CHECK(integers[0].source == std::vector<std::int64_t>{1});
  const auto texts = parse_rows<std::string_view>(file);
  CHECK_FALSE(texts[0].other_ids);
  CHECK(texts[0].target == std::vector<std::string_view>{"2", "x", "6"});
}

TEST_CASE("parse_rows: the first problem ends a block, with the place of its line") {
  const auto blocks = parse_rows<std::int64_t>({"t", "1 2 1\n3 4 x\n5 6\n", 0, kWeighted});
  REQUIRE(blocks[0].problem);
  CHECK(blocks[0].problem->what == "weight 'x' is not a finite number >= 0");
  CHECK(blocks[0].problem_offset == 6);
  const auto short_line = parse_rows<std::int64_t>({"t", "1 2 1\n5 6\n", 0, kWeighted});
  CHECK(short_line[0].problem->what == "2 fields, from '5' to '6', where the first line has 3");
}

TEST_CASE("parse_rows: many blocks hold every tie in order, at 1 and at 8 threads") {
  constexpr std::int64_t kTies = 300'000;
  std::string text;
  for (std::int64_t i = 0; i < kTies; ++i) text += std::to_string(i) + " 7\n";
  std::vector<std::int64_t> expected(kTies);
  std::iota(expected.begin(), expected.end(), 0);
  for (const std::size_t threads : {1U, 8U}) {
    const ThreadLimit limit(threads);
    const auto blocks = parse_rows<std::int64_t>({"t", text, 0, {}});
    CHECK(blocks.size() > 1);
    std::vector<std::int64_t> sources;
    for (const auto& block : blocks)
      sources.insert(sources.end(), block.source.begin(), block.source.end());
    CHECK((sources == expected));
  }
}

}  // namespace
}  // namespace grapevine
