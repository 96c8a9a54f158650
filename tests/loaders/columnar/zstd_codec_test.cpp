#include <catch2/catch.hpp>

#include "loaders/columnar/codec.hpp"
#include "loaders/columnar/file_bytes.hpp"
#include "loaders/columnar/file_input.hpp"
#include "tests/support/compressed_files.hpp"
#include "tests/support/errors.hpp"

namespace grapevine {
namespace {

using testing::error_of;
using testing::Frame;
using testing::random_lines;
using testing::rewrite;
using testing::skippable_frame;
using testing::TempFolder;
using testing::zstd_frame;

TEST_CASE("zstd: told sizes are those of frames with a content size, and of skippable ones") {
  const auto codec = make_zstd_codec();
  Random random(72, 0);
  const std::string text = random_lines(random, 300'000);
  for (const bool checksum : {false, true}) {
    const std::string frame = zstd_frame(text, {.checksum = checksum});
    const Codec::Told told = codec->told(frame + "more");
    CHECK(told.kind == Codec::Told::Sizes);
    CHECK(told.size == frame.size());
    CHECK(told.decoded_size == text.size());
    for (std::size_t size = 1; size < frame.size(); size += 1 + size / 8) {
      const Codec::Told part = codec->told(std::string_view(frame).substr(0, size));
      CHECK(part.kind == Codec::Told::MoreNeeded);
      CHECK(part.needed > size);
    }
  }
  CHECK(codec->told("this is no zstd, and long").kind == Codec::Told::Nothing);
  const std::string skipped = skippable_frame("an index, for instance");
  CHECK(codec->told(skipped).size == skipped.size());
  CHECK(codec->told(skipped).decoded_size == 0);
}

TEST_CASE(
    "zstd: frames without a content size tell their end, and a bound of what they decode to") {
  const auto codec = make_zstd_codec();
  Random random(83, 0);
  for (const std::size_t size : {0U, 1U, 100'000U, 1'000'000U})
    for (const std::string& text : {random_lines(random, size), std::string(size, 'x')})
      for (const bool checksum : {false, true}) {
        const std::string frame = zstd_frame(text, {.tells_size = false, .checksum = checksum});
        const Codec::Told told = codec->told(frame + "more");
        CHECK(told.kind == Codec::Told::Sizes);
        CHECK_FALSE(told.exact);
        CHECK(told.size == frame.size());
        REQUIRE(told.decoded_size >= text.size());
        CHECK(told.decoded_size <= text.size() + (std::size_t{2} << 17));
        std::string made(told.decoded_size, '\0');
        CHECK(codec->decode_whole(frame, made) == text.size());
        for (std::size_t part = 1; part < frame.size(); part += 1 + part / 8)
          CHECK(codec->told(std::string_view(frame).substr(0, part)).kind ==
                Codec::Told::MoreNeeded);
      }
}

TEST_CASE("zstd: told_size adds up the frames, and is nothing where one is broken") {
  const TempFolder folder;
  const auto told = [&](const std::string& bytes) {
    return make_zstd_codec()->told_size(FileInput(rewrite(folder, "t.zst", bytes)));
  };
  Random random(73, 0);
  std::string file;
  std::uint64_t decoded = 0;
  // Around the sizes at which the field of the content size grows, and of several blocks.
  for (const std::size_t size : {0U, 1U, 255U, 256U, 65'791U, 65'792U, 400'000U}) {
    file += zstd_frame(random_lines(random, size, 9), {.checksum = size % 2 == 0});
    file += zstd_frame(std::string(size, 'x')) + skippable_frame(std::string(size, 's'));
    decoded += 2 * size;
    CHECK(told(file) == decoded);
  }
  const auto bound = told(file + zstd_frame("1 2\n", {.tells_size = false}));
  REQUIRE(bound.has_value());
  CHECK(*bound >= decoded + 4);
  CHECK(*bound <= decoded + (1 << 17));
  CHECK_FALSE(told(file + "no frame at all").has_value());
  CHECK_FALSE(told(file + "x").has_value());
}

TEST_CASE("zstd: what is wrong with a file is said") {
  const TempFolder folder;
  const auto error = [&](const std::string& bytes) {
    return error_of([&] { read_file_bytes(rewrite(folder, "t.zst", bytes)); });
  };
  const std::string frame = zstd_frame("1 2\n3 4\n");
  CHECK(error("").find("it is empty, without a zstd frame;") != std::string::npos);
  CHECK(error("plain text").find("it does not begin with a zstd frame;") != std::string::npos);
  for (const std::string& junk :
       {std::string("x"), std::string("plain text"), std::string(512, '\0')})
    CHECK(error(frame + junk).find("what stands behind its last zstd frame is none;") !=
          std::string::npos);
  for (const std::string& begun : {frame, skippable_frame("index")})
    for (std::size_t size = 1; size < begun.size(); ++size)
      CHECK(error(frame + begun.substr(0, size)).find("ends in the middle of a zstd frame;") !=
            std::string::npos);
  CHECK(error(frame.substr(0, frame.size() - 1)).find("ends in the middle of a zstd frame;") !=
        std::string::npos);
  std::string changed = frame;
  changed.back() ^= 1;
  CHECK(error(changed).find("doesn't match checksum") != std::string::npos);
}

}  // namespace
}  // namespace grapevine
