#include "loaders/columnar/file_bytes.hpp"

#include <catch2/catch.hpp>

#include "engine/base/memory_budget.hpp"
#include "tests/support/errors.hpp"
#include "tests/support/files.hpp"

namespace grapevine {
namespace {

using testing::compressed;
using testing::error_of;
using testing::TempFolder;

/// More than the first guess of a compressed file's size: the buffer has to grow.
std::string long_text() {
  std::string text;
  for (int i = 0; i < 200'000; ++i) text += std::to_string(i % 10) + "\n";
  return text;
}

TEST_CASE("read_file_bytes: plain, gzip and zstd give the same bytes") {
  const TempFolder folder;
  for (const std::string& text : {std::string(), std::string("a\0b\r\n", 5), long_text()}) {
    CHECK(read_file_bytes(folder.write("plain.txt", text)) == text);
    CHECK(read_file_bytes(folder.write("a.txt.gz", compressed(text, arrow::Compression::GZIP))) ==
          text);
    CHECK(read_file_bytes(folder.write("b.ZST", compressed(text, arrow::Compression::ZSTD))) ==
          text);
  }
}

TEST_CASE("read_file_bytes: gzip members one after the other are one text, as gunzip has it") {
  const TempFolder folder;
  const auto gzip = [](std::string_view text) {
    return compressed(text, arrow::Compression::GZIP);
  };
  CHECK(read_file_bytes(folder.write("two.gz", gzip("1 2\n") + gzip("3 4\n"))) == "1 2\n3 4\n");
}

TEST_CASE("read_file_bytes: zstd frames one after the other are one text, as zstdcat has it") {
  const TempFolder folder;
  const auto zstd = [](std::string_view text) {
    return compressed(text, arrow::Compression::ZSTD);
  };
  CHECK(read_file_bytes(folder.write("two.zst", zstd("1 2\n") + zstd("3 4\n"))) == "1 2\n3 4\n");
}

TEST_CASE("read_file_bytes: what cannot be read is an Error of one line with the path in front") {
  const TempFolder folder;
  const auto error = [](const std::filesystem::path& path) {
    return error_of([&] { read_file_bytes(path); });
  };
  const auto missing = folder.path() / "none.txt";
  CHECK(error(missing) ==
        "NotFound " + missing.string() + ": there is no such file; check the path");
  CHECK(error(folder.path()) ==
        "BadInput " + folder.path().string() + ": is a folder; name a file in it");
  const auto below_a_file = folder.write("file", "x") / "y";
  CHECK(error(below_a_file).find(below_a_file.string() + ": ") != std::string::npos);
  std::filesystem::create_symlink("ring", folder.path() / "ring");
  CHECK(error(folder.path() / "ring").starts_with("BadInput "));
  CHECK(error(folder.path() / "a\nb").find('\n') == std::string::npos);
}

TEST_CASE("read_file_bytes: a broken stream is refused, never half a file") {
  const TempFolder folder;
  for (const auto& [ending, type] :
       {std::pair{".gz", arrow::Compression::GZIP}, std::pair{".zst", arrow::Compression::ZSTD}}) {
    const std::string whole = compressed(long_text(), type);
    const std::string cut = whole.substr(0, whole.size() / 2);
    std::string flipped = whole;
    flipped[0] = static_cast<char>(~flipped[0]);
    for (const std::string& bytes : {cut, flipped, std::string("plain text")}) {
      const auto path = folder.write(std::string("broken") + ending, bytes);
      const std::string message = error_of([&] { read_file_bytes(path); });
      CHECK(message.starts_with("BadInput " + path.string() + ": cannot be read: "));
      CHECK(message.find('\n') == std::string::npos);
      CHECK(message.find("; check that it was copied whole") != std::string::npos);
    }
  }
}

TEST_CASE("read_file_bytes: what decodes beyond the memory limit ends early and in one line") {
  constexpr std::size_t kMiB = 1 << 20;
  const TempFolder folder;
  const std::string text(300 * kMiB, '1');
  const auto plain = folder.write("t.txt", text);
  const auto gzip = folder.write("t.gz", compressed(text, arrow::Compression::GZIP));
  const auto zstd = folder.write("t.zst", compressed(text, arrow::Compression::ZSTD));
  const std::uint64_t held = resident_memory();
  const ScopedMemoryLimit limit(held + 100 * kMiB);
  for (const auto& path : {plain, gzip, zstd}) {
    const std::string error = error_of([&] { read_file_bytes(path); });
    CHECK(error.starts_with("BadInput " + path.string()));
    CHECK(error.ends_with("; " + std::string(kMemoryToDo)));
    CHECK(resident_memory() < held + 100 * kMiB);
  }
  CHECK(std::filesystem::file_size(zstd) < kMiB);
  CHECK(read_file_bytes(folder.write("small.gz", compressed("1 2", arrow::Compression::GZIP))) ==
        "1 2");
}

TEST_CASE(
    "read_file_bytes: a file of a few bytes decodes to 64 MiB, and to more if that is allowed") {
  constexpr std::size_t kMiB = 1 << 20;
  const TempFolder folder;
  const std::string text(80 * kMiB, '1');
  const auto path = folder.write("t.zst", compressed(text, arrow::Compression::ZSTD));
  CHECK(error_of([&] { read_file_bytes(path); }).ends_with("; " + std::string(kDecodedToDo)));
  const ScopedMemoryLimit limit(resident_memory() + 300 * kMiB);
  CHECK((read_file_bytes(path) == text));
}

TEST_CASE("read_file_bytes: text of several pieces is joined in order") {
  const ScopedMemoryLimit allowed(resident_memory() + (std::uint64_t{1} << 30));
  std::string text(std::size_t{150} << 20, 'x');
  for (std::size_t i = 0; i < text.size(); i += 1 << 20) text[i] = static_cast<char>('a' + i % 26);
  const TempFolder folder;
  const auto path = folder.write("t.zst", compressed(text, arrow::Compression::ZSTD));
  CHECK((read_file_bytes(path) == text));
}

TEST_CASE("format_ending: lower case, without the ending of the compression") {
  CHECK(format_ending("a/Ties.CSV.gz") == ".csv");
  CHECK(format_ending("ties.txt.ZST") == ".txt");
  CHECK(format_ending("ties.gz").empty());
  CHECK(format_ending("folder.d/ties").empty());
}

}  // namespace
}  // namespace grapevine
