#include "loaders/columnar/line_blocks.hpp"

#include <catch2/catch.hpp>

#include "engine/parallel/random.hpp"
#include "tests/support/errors.hpp"
#include "tests/support/files.hpp"

namespace grapevine {
namespace {

using testing::error_of;
using testing::TempFolder;

/// All blocks one after the other; each must begin where the one before it ended.
std::string joined_blocks(const LineBlocks& blocks, std::uint64_t start, std::uint64_t size) {
  std::string all;
  LineBuffer buffer;
  for (std::uint64_t begin = start; begin < blocks.size(); begin += size) {
    const auto lines = blocks.read(start, begin, begin + size, buffer);
    REQUIRE(lines);
    if (lines->text.empty()) continue;
    CHECK(lines->begin == start + all.size());
    CHECK(lines->text.back() == '\n');
    all.append(lines->text.begin(), lines->text.end());
  }
  return all;
}

TEST_CASE("line_blocks: blocks of any size are the lines of the file, each once") {
  const TempFolder folder;
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    Random random(seed, 1);
    std::string text;
    for (std::uint64_t i = random.below(200); i > 0; --i)
      text += random.below(9) == 0 ? '\n' : static_cast<char>('a' + random.below(26));
    text += "end";
    const LineBlocks blocks(folder.write("lines.csv", text));
    CHECK(blocks.size() == text.size());
    CHECK(blocks.front(5) == text.substr(0, 5));
    const std::size_t start = text.find('\n') == text.npos ? 0 : text.find('\n') + 1;
    const std::uint64_t size = 1 + random.below(50);
    CHECK(joined_blocks(blocks, 0, size) == text + "\n");
    CHECK(joined_blocks(blocks, start, size) == text.substr(start) + "\n");
  }
}

TEST_CASE("line_blocks: a line that takes many reads is whole, one too long is none") {
  const TempFolder folder;
  const std::string line(3'000'000, 'x');
  const LineBlocks blocks(folder.write("long.csv", "a\n" + line + "\nb\n"));
  CHECK((joined_blocks(blocks, 0, 1'000) == "a\n" + line + "\nb\n"));
  const LineBlocks longer(
      folder.write("longer.csv", std::string(LineBlocks::kLongestLine * 3, 'x') + "\nb\n"));
  LineBuffer buffer;
  CHECK_FALSE(longer.read(0, 0, 100, buffer));
  CHECK_FALSE(longer.read(0, 100, 200, buffer));
}

TEST_CASE("line_blocks: a file that becomes shorter while it is read is told") {
  const TempFolder folder;
  const auto path = folder.write("shrinks.csv", std::string(20'000, '\n'));
  const LineBlocks blocks(path);
  std::filesystem::resize_file(path, 10'000);
  LineBuffer buffer;
  CHECK(blocks.read(0, 0, 1'000, buffer));
  CHECK_FALSE(blocks.read(0, 15'000, 20'000, buffer));
}

TEST_CASE("line_blocks: files that cannot be opened are refused by name") {
  const TempFolder folder;
  CHECK_THAT(error_of([&] { LineBlocks(folder.path() / "none.csv"); }),
             Catch::Contains("there is no such file"));
  CHECK_THAT(error_of([&] { LineBlocks{folder.path()}; }), Catch::Contains("is a folder"));
  CHECK(LineBlocks(folder.write("empty.csv", "")).size() == 0);
}

}  // namespace
}  // namespace grapevine
