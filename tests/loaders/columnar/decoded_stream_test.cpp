#include "loaders/columnar/decoded_stream.hpp"

#include <catch2/catch.hpp>

#include "engine/parallel/blocks.hpp"
#include "loaders/columnar/file_bytes.hpp"
#include "tests/support/compressed_files.hpp"
#include "tests/support/errors.hpp"
#include "tests/support/sanitizer.hpp"

namespace grapevine {
namespace {

using testing::bgzf;
using testing::bgzf_block;
using testing::bgzf_end;
using testing::compressed;
using testing::error_of;
using testing::gzip_member;
using testing::random_lines;
using testing::rewrite;
using testing::skippable_frame;
using testing::TempFolder;
using testing::zstd_frame;

/// All bytes of a stream by reads of random sizes up to `most`.
std::string read_randomly(const std::filesystem::path& path, Random& random, std::size_t most) {
  DecodedStream stream(path);
  std::string bytes;
  for (;;) {
    const std::size_t before = bytes.size(), room = 1 + random.below(most);
    bytes.resize(before + room);
    const std::size_t count = stream.read({bytes.data() + before, room});
    REQUIRE(count <= room);
    bytes.resize(before + count);
    if (count == 0) return bytes;
  }
}

std::string random_gzip_member(Random& random, std::string_view text) {
  if (text.size() <= 65280 && random.below(3) > 0) return bgzf_block(text);
  return gzip_member(text);
}

std::string random_zstd_frame(Random& random, std::string_view text) {
  const std::string skipped =
      random.below(4) == 0 ? skippable_frame(std::string(random.below(30), 's')) : "";
  const bool tells_size = random.below(4) > 0, checksum = random.below(2) > 0;
  return skipped + (random.below(3) == 0 ? compressed(text, arrow::Compression::ZSTD)
                                         : zstd_frame(text, {tells_size, checksum}));
}

/// A text and the same in members of up to `most_member` bytes, some of none.
struct Case {
  std::string text, gzip, zstd;
  std::vector<std::size_t> gzip_ends{0}, zstd_ends{0}, text_ends{0};
};

Case random_case(Random& random, std::size_t members, std::size_t most_member) {
  Case made;
  for (std::size_t m = 0; m < members; ++m) {
    const std::string part = random_lines(random, random.below(4) * random.below(most_member) / 3);
    made.text += part;
    made.gzip += random_gzip_member(random, part);
    made.zstd += random_zstd_frame(random, part);
    made.gzip_ends.push_back(made.gzip.size());
    made.zstd_ends.push_back(made.zstd.size());
    made.text_ends.push_back(made.text.size());
  }
  return made;
}

TEST_CASE("DecodedStream: members of all kinds join to the text, by reads of any size") {
  const TempFolder folder;
  for (std::uint64_t round = 0; round < testing::cases(10'000); ++round) {
    Random random(74, round);
    const Case made = random_case(random, 1 + random.below(5), 1 << random.below(11));
    const ThreadLimit limit(1 + round % 2);
    const std::size_t most = std::size_t{1} << random.below(14);
    CHECK(read_randomly(rewrite(folder, "t.gz", made.gzip), random, most) == made.text);
    CHECK(read_randomly(rewrite(folder, "t.zst", made.zstd), random, most) == made.text);
  }
}

TEST_CASE("DecodedStream: large members, alone and in batches, in place and not, and of pipes") {
  const TempFolder folder;
  for (std::uint64_t round = 0; round < testing::cases(30); ++round) {
    Random random(75, round);
    const Case made = random_case(random, 1 + random.below(20), std::size_t{1} << (12 + round % 9));
    const ThreadLimit limit(1 + round % 4);
    for (const std::size_t most : {std::size_t{1} << 12, std::size_t{1} << 20}) {
      CHECK((read_randomly(rewrite(folder, "t.gz", made.gzip), random, most) == made.text));
      CHECK((read_randomly(rewrite(folder, "t.zst", made.zstd), random, most) == made.text));
    }
    CHECK((read_file_bytes(folder.path() / "t.gz") == made.text));
    CHECK((read_file_bytes(folder.path() / "t.zst") == made.text));
    const testing::Pipe gzip(folder.path() / (std::to_string(round) + ".gz"), made.gzip);
    CHECK((read_randomly(gzip.path(), random, 1 << 20) == made.text));
    const testing::Pipe zstd(folder.path() / (std::to_string(round) + ".zst"), made.zstd);
    CHECK((read_file_bytes(zstd.path()) == made.text));
  }
}

TEST_CASE("DecodedStream: more members than one batch takes") {
  const TempFolder folder;
  Random random(76, 0);
  const std::string text = random_lines(random, 50'012'345);  // a batch takes 16 MiB or more
  std::string frames, untold;
  for (std::size_t at = 0; at < text.size(); at += 3'000'000) {
    const std::string_view part = std::string_view(text).substr(at, 3'000'000);
    frames += zstd_frame(part);
    untold += skippable_frame("pzstd") + zstd_frame(part, {.tells_size = false});
  }
  const auto gzip = rewrite(folder, "t.gz", bgzf(text)), zstd = rewrite(folder, "t.zst", frames);
  const auto one = rewrite(folder, "one.zst", zstd_frame(text));
  const auto pzstd = rewrite(folder, "p.zst", untold);
  const ThreadLimit limit(2);
  for (const auto& path : {gzip, zstd, one, pzstd}) {
    CHECK((read_randomly(path, random, 1 << 20) == text));
    CHECK((read_file_bytes(path) == text));
  }
}

/// A prefix is whole where it ends between members, by the format; every other is refused.
void check_prefixes(const TempFolder& folder, const char* name, const std::string& bytes,
                    const std::vector<std::size_t>& ends, const Case& made) {
  for (std::size_t size = 0; size <= bytes.size(); ++size) {
    const auto path = rewrite(folder, name, bytes.substr(0, size));
    const auto end = std::ranges::find(ends, size) - ends.begin();
    if (size > 0 && end < std::ssize(ends))
      CHECK(read_file_bytes(path) ==
            made.text.substr(0, made.text_ends[static_cast<std::size_t>(end)]));
    else
      CHECK(error_of([&] { read_file_bytes(path); }).starts_with("BadInput "));
  }
}

TEST_CASE("DecodedStream: every prefix is refused, but those that end between two members") {
  const TempFolder folder;
  for (std::uint64_t round = 0; round < testing::cases(20); ++round) {
    Random random(77, round);
    Case made;
    for (const std::size_t size : {random.below(200), random.below(3), random.below(200)}) {
      const std::string part = random_lines(random, size);
      made.text += part;
      made.gzip += random_gzip_member(random, part);
      made.zstd += zstd_frame(part, {random.below(2) > 0, random.below(2) > 0});
      made.gzip_ends.push_back(made.gzip.size());
      made.zstd_ends.push_back(made.zstd.size());
      made.text_ends.push_back(made.text.size());
    }
    check_prefixes(folder, "t.gz", made.gzip, made.gzip_ends, made);
    check_prefixes(folder, "t.zst", made.zstd, made.zstd_ends, made);
  }
}

TEST_CASE("DecodedStream: with one bit changed a file is refused, or decodes to the same") {
  const TempFolder folder;
  for (std::uint64_t round = 0; round < testing::cases(10); ++round) {
    Random random(78, round);
    const std::string first = random_lines(random, 150), second = random_lines(random, 90);
    for (const auto& [name, bytes] :
         {std::pair{"t.gz", random_gzip_member(random, first) + bgzf_block(second) + bgzf_end()},
          std::pair{"t.zst", zstd_frame(first) + zstd_frame(second, {.tells_size = false})}}) {
      std::size_t refused = 0;
      for (std::size_t bit = 0; bit < 8 * bytes.size(); ++bit) {
        std::string changed = bytes;
        changed[bit / 8] = static_cast<char>(changed[bit / 8] ^ (1 << bit % 8));
        const auto path = rewrite(folder, name, changed);
        std::string text;
        const std::string error = error_of([&] { text = read_file_bytes(path); });
        if (error.empty())
          CHECK(text == first + second);
        else
          ++refused;
      }
      CHECK(refused > 4 * bytes.size());
    }
  }
}

}  // namespace
}  // namespace grapevine
