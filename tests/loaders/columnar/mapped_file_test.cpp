#include "loaders/columnar/mapped_file.hpp"

#include <catch2/catch.hpp>
#include <numeric>
#include <string>

#include "tests/support/files.hpp"

using namespace grapevine;

TEST_CASE("MappedFile: the bytes of the file, and zeros behind them up to any size of pages") {
  const testing::TempFolder folder;
  for (const std::size_t size : {std::size_t{1}, std::size_t{4'032}, std::size_t{4'095},
                                 std::size_t{4'096}, std::size_t{8'192}, std::size_t{100'001}}) {
    const std::string bytes(size, 'x');
    const auto file = MappedFile::open(folder.write("file", bytes));
    REQUIRE(file);
    file->populate(0, size);
    CHECK(file->text() == bytes);
    const char* const end = file->text().data() + size;
    CHECK(std::accumulate(end, end + MappedFile::kPadding, 0) == 0);
  }
}

TEST_CASE("MappedFile: an empty file, a folder and what is not there are none") {
  const testing::TempFolder folder;
  CHECK_FALSE(MappedFile::open(folder.write("empty", "")));
  CHECK_FALSE(MappedFile::open(folder.path()));
  CHECK_FALSE(MappedFile::open(folder.path() / "nowhere"));
}

TEST_CASE("MappedFile: moved, the bytes stay where they are") {
  const testing::TempFolder folder;
  auto file = MappedFile::open(folder.write("file", "abc"));
  MappedFile moved = std::move(*file);
  CHECK(moved.text() == "abc");
  file = std::move(moved);
  CHECK(file->text() == "abc");
}
