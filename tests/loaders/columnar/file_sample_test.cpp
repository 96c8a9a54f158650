#include "loaders/columnar/file_sample.hpp"

#include <catch2/catch.hpp>
#include <set>

#include "loaders/columnar/file_bytes.hpp"
#include "tests/support/errors.hpp"
#include "tests/support/files.hpp"

using namespace grapevine;
using namespace grapevine::testing;

namespace {

std::string numbered_lines(int count) {
  std::string text;
  for (int i = 0; i < count; ++i) text += "line " + std::to_string(1'000'000 + i) + "\n";
  return text;
}

std::set<std::string> lines_of(const FileSample& sample) {
  std::set<std::string> lines;
  for (const std::string& block : sample.blocks)
    for (std::size_t at = 0; at < block.size();) {
      const std::size_t end = block.find('\n', at);
      lines.insert(block.substr(at, end - at));
      at = end + 1;
    }
  return lines;
}

}  // namespace

TEST_CASE("sample_file: blocks are whole lines from all over the file") {
  const TempFolder folder;
  const std::string text = numbered_lines(100'000);
  const auto path = folder.write("a.txt", text);
  const FileSample sample = sample_file(path, 1'000, 10);
  CHECK(sample.decoded_bytes == text.size());
  CHECK(sample.blocks.size() == 10);
  const auto lines = lines_of(sample);
  CHECK(lines.size() > 600);
  CHECK(*lines.begin() == "line 1000000");
  CHECK(*lines.rbegin() > "line 1085000");
  for (const std::string& line : lines) REQUIRE(line.size() == 12);
}

TEST_CASE("sample_file: a small file is seen whole, with and without a line end behind it") {
  const TempFolder folder;
  for (const std::string text : {"a\nb\nc", "a\nb\nc\n", "a", ""}) {
    const FileSample sample = sample_file(folder.write("a.txt", text), 1 << 20, 32);
    CHECK(sample.decoded_bytes == text.size());
    CHECK((sample.blocks.empty() ? "" : sample.blocks.front()) == text);
  }
}

TEST_CASE("sample_file: a compressed file tells its decoded size") {
  const TempFolder folder;
  const std::string text = numbered_lines(6'000'000);  // beyond what is decoded
  REQUIRE(text.size() > (1 << 26));
  const auto gzip = folder.write("a.txt.gz", compressed(text, arrow::Compression::GZIP));
  CHECK(sample_file(gzip, 1 << 20, 4).decoded_bytes == text.size());
  const auto zstd = folder.write("a.txt.zst", compressed(text, arrow::Compression::ZSTD));
  CHECK(static_cast<double>(sample_file(zstd, 1 << 20, 4).decoded_bytes) ==
        Approx(static_cast<double>(text.size())).epsilon(0.05));
}

TEST_CASE("sample_file: what cannot be looked at twice is refused") {
  const TempFolder folder;
  CHECK_THAT(error_of([&] { sample_file(folder.path() / "none.txt", 10, 1); }),
             Catch::Contains("none.txt: there is no such file"));
  CHECK_THAT(error_of([&] { sample_file(folder.path(), 10, 1); }),
             Catch::Contains("cannot") || Catch::Contains("no file"));
}
