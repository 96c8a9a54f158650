#include "loaders/columnar/line_stream.hpp"

#include <algorithm>
#include <atomic>
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

/// The blocks by the words of `LineStream`: cut behind the first end of a line at or behind 1 MiB.
std::vector<std::string> naive_cuts(const std::string& text) {
  std::vector<std::string> cuts;
  for (std::size_t begin = 0; begin < text.size();) {
    std::size_t end = begin;
    while (end < text.size() && !(end - begin >= LineStream::kBlock && text[end - 1] == '\n'))
      ++end;
    cuts.push_back(text.substr(begin, end - begin));
    begin = end;
  }
  return cuts;
}

/// What is consumed, by index; every second block is kept until the end, as a caller may.
std::vector<std::string> cuts_of(const std::filesystem::path& path) {
  std::mutex mutex;
  std::map<std::size_t, LineBlock> kept;
  std::map<std::size_t, std::string> cuts;
  const bool whole = for_each_line_block(path, [&](LineBlock& block) {
    const std::string_view behind(block.text().end(), LineBuffer::kPadding);
    const bool padded = behind.find_first_not_of('\n') == behind.npos;
    const std::scoped_lock lock(mutex);
    CHECK(padded);
    if (block.index % 2 == 0)
      kept.emplace(block.index, std::move(block));
    else
      cuts.emplace(block.index, block.text());
    return true;
  });
  CHECK(whole);
  for (const auto& [index, block] : kept) cuts.emplace(index, block.text());
  std::vector<std::string> in_order;
  for (const auto& [index, made] : cuts) {
    CHECK(index == in_order.size());
    in_order.push_back(made);
  }
  return in_order;
}

void check_cuts(const TempFolder& folder, const std::string& text) {
  const std::vector<std::string> expected = naive_cuts(text);
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
      return error_of([&] { for_each_line_block(path, [](LineBlock&) { return true; }); });
    };
    CHECK(read(right).empty());
    CHECK(read(cut).find("it ends in the middle of a gzip member;") != std::string::npos);
    CHECK(read(bomb).ends_with("; " + std::string(kDecodedToDo)));
    CHECK(read(folder.path() / "none.gz").starts_with("NotFound "));
    CHECK_THROWS_WITH(for_each_line_block(right,
                                          [](LineBlock& block) {
                                            if (block.index == 2) throw std::runtime_error("third");
                                            return true;
                                          }),
                      "third");
  }
  const ScopedMemoryLimit allowed(resident_memory() + (std::uint64_t{300} << 20));
  CHECK_NOTHROW(for_each_line_block(bomb, [](LineBlock&) { return true; }));
}

TEST_CASE("for_each_line_block: a consumer that has seen enough ends it") {
  const TempFolder folder;
  Random random(83, 0);
  const auto path = rewrite(folder, "t.gz", testing::gzip_member(random_lines(random, 40'000'000)));
  for (const std::size_t threads : {1U, 2U}) {
    const ThreadLimit limit(threads);
    std::atomic<int> consumed = 0;
    CHECK_FALSE(for_each_line_block(path, [&](LineBlock& block) {
      ++consumed;
      return block.index < 2;
    }));
    CHECK(consumed < 20);  // of 38
  }
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
  for_each_line_block(path, [&](LineBlock&) {
    const std::scoped_lock lock(mutex);
    most = std::max(most, resident_memory());
    return true;
  });
  CHECK(most < before + (std::uint64_t{60} << 20));
}

}  // namespace
}  // namespace grapevine
