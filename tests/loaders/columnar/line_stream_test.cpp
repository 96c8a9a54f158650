#include "loaders/columnar/line_stream.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <map>
#include <mutex>
#include <stdexcept>

#include "engine/base/memory_budget.hpp"
#include "engine/parallel/blocks.hpp"
#include "tests/support/compressed_files.hpp"
#include "tests/support/errors.hpp"
#include "tests/support/sanitizer.hpp"

namespace grapevine {
namespace {

using testing::error_of;
using testing::random_lines;
using testing::rewrite;
using testing::TempFolder;

struct Cut {
  std::uint64_t offset = 0, first_line = 1;
  std::string text;
  bool operator==(const Cut&) const = default;
};

/// The same by the words of `LineStream`: cut behind the first end of a line at or behind 1 MiB.
std::vector<Cut> naive_cuts(const std::string& text) {
  std::vector<Cut> cuts;
  for (std::uint64_t begin = 0, line = 1; begin < text.size();) {
    std::uint64_t end = begin;
    while (end < text.size() && !(end - begin >= LineStream::kBlock && text[end - 1] == '\n'))
      ++end;
    cuts.push_back({begin, line, text.substr(begin, end - begin)});
    line += static_cast<std::uint64_t>(std::ranges::count(cuts.back().text, '\n'));
    begin = end;
  }
  return cuts;
}

/// What is consumed, by index; every second block is kept until the end, as a caller may.
std::vector<Cut> cuts_of(const std::filesystem::path& path) {
  std::mutex mutex;
  std::map<std::size_t, LineBlock> kept;
  std::map<std::size_t, Cut> cuts;
  const auto cut = [](const LineBlock& block) {
    return Cut{block.offset, block.first_line, std::string(block.text())};
  };
  for_each_line_block(path, [&](std::size_t index, LineBlock& block) {
    const std::string_view behind(block.text().end(), LineBuffer::kPadding);
    const bool padded = behind.find_first_not_of('\n') == behind.npos;
    const std::scoped_lock lock(mutex);
    CHECK(padded);
    CHECK(index == block.index);
    if (index % 2 == 0)
      kept.emplace(index, std::move(block));
    else
      cuts.emplace(index, cut(block));
  });
  for (const auto& [index, block] : kept) cuts.emplace(index, cut(block));
  std::vector<Cut> in_order;
  for (const auto& [index, made] : cuts) {
    CHECK(index == in_order.size());
    in_order.push_back(made);
  }
  return in_order;
}

void check_cuts(const TempFolder& folder, const std::string& text) {
  const std::vector<Cut> expected = naive_cuts(text);
  const auto plain = rewrite(folder, "t.txt", text);
  const auto gzip = rewrite(folder, "t.gz", testing::gzip_member(text));
  const auto blocks = rewrite(folder, "blocks.gz", testing::bgzf(text));
  const auto zstd = rewrite(folder, "t.zst", testing::zstd_frame(text, {.tells_size = false}));
  for (const std::size_t threads : {1U, 2U, 5U}) {
    const ThreadLimit limit(threads);
    for (const auto& path : {plain, gzip, blocks, zstd}) CHECK((cuts_of(path) == expected));
  }
}

TEST_CASE("LineStream: blocks are those of a naive cut, at any number of threads") {
  const TempFolder folder;
  const ScopedMemoryLimit allowed(resident_memory() + (std::uint64_t{2} << 30));
  for (std::uint64_t round = 0; round < (testing::kSlowBuild ? 3 : 11); ++round) {
    Random random(79, round);
    const std::size_t longest = std::size_t{4} << 2 * round;  // up to 4 MiB a line
    std::string text = random_lines(random, random.below(5 << 20), longest);
    if (random.below(2) == 0) text += "no end of line";
    check_cuts(folder, text);
  }
}

TEST_CASE("LineStream: lines that end at, before and behind a block's size, CRLF, no text at all") {
  const TempFolder folder;
  constexpr std::size_t kBlock = LineStream::kBlock;
  check_cuts(folder, "");
  check_cuts(folder, "\n");
  check_cuts(folder, "1 2");
  for (const std::size_t size : {kBlock - 2, kBlock - 1, kBlock, kBlock + 1}) {
    const std::string line(size, '1');
    for (const char* end : {"", "\n", "\r\n", "\n\n", "\n1 2", "\r\n1 2\r\n"})
      check_cuts(folder, line + end);
    check_cuts(folder, line + "\r\n" + line + "\n" + line);
  }
}

TEST_CASE("LineStream: a pipe is cut as a file is") {
  const TempFolder folder;
  Random random(80, 0);
  const std::string text = random_lines(random, 5'000'000, 100);
  const testing::Pipe pipe(folder.path() / "pipe", text);
  CHECK((cuts_of(pipe.path()) == naive_cuts(text)));
}

TEST_CASE("LineStream: what is broken, what the consumer throws, and a bomb end it in one line") {
  const TempFolder folder;
  Random random(81, 0);
  const std::string text = random_lines(random, 5'000'000);
  const std::string whole = testing::gzip_member(text);
  const auto cut = rewrite(folder, "cut.gz", std::string_view(whole).substr(0, whole.size() - 4));
  const auto bomb =
      rewrite(folder, "bomb.gz", testing::gzip_member(std::string(std::size_t{65} << 20, '\n')));
  const auto right = rewrite(folder, "right.gz", whole);
  for (const std::size_t threads : {1U, 2U}) {
    const ThreadLimit limit(threads);
    const auto read = [](const auto& path) {
      return error_of([&] { for_each_line_block(path, [](std::size_t, LineBlock&) {}); });
    };
    CHECK(read(right).empty());
    CHECK(read(cut).find("it ends in the middle of a gzip member;") != std::string::npos);
    CHECK(read(bomb).ends_with("; " + std::string(kDecodedToDo)));
    CHECK(read(folder.path() / "none.gz").starts_with("NotFound "));
    CHECK_THROWS_WITH(for_each_line_block(right,
                                          [](std::size_t index, LineBlock&) {
                                            if (index == 2) throw std::runtime_error("third");
                                          }),
                      "third");
  }
  const ScopedMemoryLimit allowed(resident_memory() + (std::uint64_t{300} << 20));
  CHECK_NOTHROW(for_each_line_block(bomb, [](std::size_t, LineBlock&) {}));
}

TEST_CASE("LineStream: text beyond the limit of memory is read, as it is not held") {
  if (testing::skipped_with_sanitizer("it has memory of its own")) return;
  const TempFolder folder;
  Random random(82, 0);
  const std::string part = random_lines(random, 1 << 20);
  std::string bytes;
  for (int i = 0; i < 200; ++i) bytes += testing::zstd_frame(part, {.tells_size = i % 2 == 0});
  const auto path = rewrite(folder, "t.zst", bytes);
  const ScopedMemoryLimit limit(resident_memory() + (std::uint64_t{60} << 20));
  const std::uint64_t before = resident_memory();
  std::uint64_t most = 0;
  std::mutex mutex;
  for_each_line_block(path, [&](std::size_t, LineBlock&) {
    const std::scoped_lock lock(mutex);
    most = std::max(most, resident_memory());
  });
  CHECK(most < before + (std::uint64_t{60} << 20));
}

}  // namespace
}  // namespace grapevine
