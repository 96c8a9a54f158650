#include <catch2/catch.hpp>

#include "loaders/columnar/codec.hpp"
#include "loaders/columnar/file_bytes.hpp"
#include "loaders/columnar/file_input.hpp"
#include "tests/support/compressed_files.hpp"
#include "tests/support/errors.hpp"

namespace grapevine {
namespace {

using testing::bgzf_block;
using testing::bgzf_end;
using testing::error_of;
using testing::gzip_member;
using testing::rewrite;
using testing::TempFolder;

std::string refused(const TempFolder& folder, const std::string& bytes) {
  const auto path = rewrite(folder, "t.gz", bytes);
  const std::string error = error_of([&] { read_file_bytes(path); });
  const std::string begin = "BadInput " + path.string() + ": cannot be read: ";
  const std::string end = "; check that it was copied whole, or decompress it to see";
  if (!error.starts_with(begin) || !error.ends_with(end)) return "not refused: " + error;
  return error.substr(begin.size(), error.size() - begin.size() - end.size());
}

/// CRC-32 of RFC 1952 (8), bit by bit.
std::uint32_t plain_crc(std::string_view bytes) {
  std::uint32_t crc = ~0U;
  for (const char byte : bytes) {
    crc ^= static_cast<unsigned char>(byte);
    for (int bit = 0; bit < 8; ++bit) crc = crc & 1 ? crc >> 1 ^ 0xEDB88320U : crc >> 1;
  }
  return ~crc;
}

/// "1 2\n" with every optional field of RFC 1952, the name and the comment so long.
std::string with_all_fields(std::size_t length, std::uint32_t wrong = 0) {
  const std::string plain = gzip_member("1 2\n");
  std::string header = plain.substr(0, 10);
  header[3] = 1 | 2 | 4 | 8 | 16;
  header += std::string("\7\0XX\3\0abc", 9);
  header += std::string(length, 'n') + '\0' + std::string(length, 'c') + '\0';
  const std::uint32_t crc = plain_crc(header) ^ wrong;
  header += static_cast<char>(crc & 255);
  header += static_cast<char>(crc >> 8 & 255);
  return header + plain.substr(10);
}

TEST_CASE(
    "gzip: the optional fields of a header are passed over, however long, and its CRC holds") {
  const TempFolder folder;
  for (const std::size_t length : {0U, 1U, 100U, 262'000U, 400'000U})
    CHECK(read_file_bytes(rewrite(folder, "t.gz", with_all_fields(length))) == "1 2\n");
  CHECK(refused(folder, with_all_fields(3, 0x100)) ==
        "the checksum of a gzip header does not match it");
  CHECK(refused(folder, with_all_fields(2'000'000)) == "a gzip header of more than 1 MiB");
}

TEST_CASE("gzip: each thing that is wrong with a file has its own words") {
  const TempFolder folder;
  const std::string member = gzip_member("1 2\n3 4\n");
  CHECK(refused(folder, "") == "it is empty, without a gzip member");
  for (const std::string& bytes : {std::string("plain text"), std::string(100, '\0')})
    CHECK(refused(folder, bytes) == "it does not begin with a gzip member");
  for (const char* junk : {"x", "\x1f\x1f", "some words"})
    CHECK(refused(folder, member + junk) == "what stands behind its last gzip member is none");
  CHECK(refused(folder, member.substr(0, member.size() - 1)) ==
        "it ends in the middle of a gzip member");
  std::string changed = member;
  changed[2] = 7;
  CHECK(refused(folder, changed) == "gzip with an unknown method");
  changed = member;
  changed[3] = '\x80';
  CHECK(refused(folder, changed) == "gzip with unknown flags in its header");
  for (const std::size_t behind : {8U, 4U}) {  // the CRC and the length
    changed = member;
    changed[changed.size() - behind] ^= 1;
    CHECK(refused(folder, changed) ==
          "what a gzip member decodes to is not what its checksum and length say");
  }
  changed = member;
  changed[10] = 7;  // the block type that is none
  CHECK(refused(folder, changed) == "damaged gzip data");
}

TEST_CASE("gzip: zeros behind the last member are padding, and nothing may stand behind them") {
  const TempFolder folder;
  const std::string member = gzip_member("1 2\n");
  for (const std::size_t zeros : {1U, 511U, 1'000'000U})
    CHECK(read_file_bytes(rewrite(folder, "t.gz", member + std::string(zeros, '\0'))) == "1 2\n");
  CHECK(refused(folder, member + std::string(600'000, '\0') + member) ==
        "zeros, and then something else, stand behind its last gzip member");
}

TEST_CASE("gzip: told sizes are those of blocks of BGZF") {
  const auto codec = make_gzip_codec();
  const std::string block = bgzf_block("1 2\n3 4\n");
  const Codec::Told told = codec->told(block + "more");
  CHECK(told.kind == Codec::Told::Sizes);
  CHECK(told.size == block.size());
  CHECK(told.decoded_size == 8);
  for (std::size_t size = 0; size < block.size(); ++size) {
    const Codec::Told part = codec->told(std::string_view(block).substr(0, size));
    CHECK(part.kind == Codec::Told::MoreNeeded);
    CHECK(part.needed > size);
  }
  CHECK(codec->told(gzip_member("1 2\n")).kind == Codec::Told::Nothing);
  CHECK(codec->told("no gzip").kind == Codec::Told::Nothing);
  CHECK(codec->told(bgzf_end()).decoded_size == 0);
}

TEST_CASE("gzip: blocks of BGZF that tell a wrong length decode as other members do") {
  const TempFolder folder;
  for (const int wrong : {-60, -1, 1, 20, 30'000}) {
    const std::string bytes = bgzf_block("1 2\n") + bgzf_block("3 4\n", wrong) +
                              bgzf_block("5 6\n") + bgzf_block("7 8\n");
    CHECK(read_file_bytes(rewrite(folder, "t.gz", bytes)) == "1 2\n3 4\n5 6\n7 8\n");
  }
}

TEST_CASE("gzip: told_size is the size of one member, and of all blocks of BGZF") {
  const TempFolder folder;
  const auto told = [&](const std::string& bytes) {
    return make_gzip_codec()->told_size(FileInput(rewrite(folder, "t.gz", bytes)));
  };
  const std::string text(200'000, 'x');
  CHECK(told(gzip_member(text)) == text.size());
  CHECK(told(testing::bgzf(text)) == text.size());
  CHECK(told("") == 0);
}

}  // namespace
}  // namespace grapevine
